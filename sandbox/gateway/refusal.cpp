#include "sandbox/gateway/refusal.h"

#include <QByteArray>

namespace glasshouse::gateway {

namespace {

QByteArray phraseFor(int status)
{
    switch (status) {
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 408:
        return "Request Timeout";
    case 431:
        return "Request Header Fields Too Large";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    default:
        return "Gateway Timeout";
    }
}

} // namespace

int statusFor(ReasonCode reason)
{
    switch (reason) {
    case ReasonCode::BadRequest:
    case ReasonCode::HostMismatch:
        return 400;
    case ReasonCode::HeaderTimeout:
        return 408;
    case ReasonCode::HeaderTooLarge:
        return 431;
    case ReasonCode::NameNotFound:
    case ReasonCode::ConnectFailed:
    case ReasonCode::TlsFailed:
    case ReasonCode::BadResponse:
    case ReasonCode::ResponseTooLarge:
        return 502;
    case ReasonCode::TooManyConnections:
        return 503;
    case ReasonCode::ConnectTimeout:
    case ReasonCode::IdleTimeout:
        return 504;
    default:
        return 403;
    }
}

QByteArray answerFor(const Refusal &refusal)
{
    const int status = statusFor(refusal.reason);
    const QByteArray text = refusal.sentence.toUtf8() + '\n';
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + phraseFor(status) +
           "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " +
           QByteArray::number(text.size()) +
           "\r\nX-Glasshouse-Reason: " + toString(refusal.reason).toLatin1() +
           "\r\nConnection: close\r\n\r\n" + text;
}

} // namespace glasshouse::gateway
