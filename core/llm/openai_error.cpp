#include "core/llm/openai_error.h"

#include <QJsonDocument>
#include <QStringBuilder>
#include <QUrl>

namespace glasshouse {

namespace {

constexpr qsizetype LongestQuote = 300;

Error unavailable(const QString &sentence)
{
    return {sentence, ErrorCode::ModelUnavailable};
}

QString quoted(const QString &message)
{
    if (message.isEmpty())
        return {};
    const QString text = message.simplified();
    return u" The server says: " % (text.size() > LongestQuote ? text.first(LongestQuote) + u'…' : text);
}

QString asText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInt()) : value.toString();
}

bool mentions(const OpenAiError &error, std::initializer_list<QLatin1String> words)
{
    return std::any_of(words.begin(), words.end(), [&error](QLatin1String word) {
        return error.code.contains(word, Qt::CaseInsensitive) ||
               error.message.contains(word, Qt::CaseInsensitive);
    });
}

bool isContextTooLong(const OpenAiError &error)
{
    return mentions(error, {QLatin1String("context_length"), QLatin1String("context length"),
                            QLatin1String("context window"), QLatin1String("context size"),
                            QLatin1String("maximum context"), QLatin1String("prompt is too long")});
}

bool isQuotaUsedUp(const OpenAiError &error)
{
    return mentions(error, {QLatin1String("insufficient_quota"), QLatin1String("billing")});
}

bool isModelMissing(const OpenAiError &error)
{
    return mentions(error, {QLatin1String("model_not_found")}) ||
           (error.status == 404 && mentions(error, {QLatin1String("model")}));
}

QString keyHint(const Connection &connection)
{
    if (connection.keyVariable.isEmpty())
        return QStringLiteral("enter the key in Settings > Connections");
    return QStringLiteral("set %1 or enter the key in Settings > Connections").arg(connection.keyVariable);
}

QString refusedKey(const CallTarget &target)
{
    if (!target.hasKey)
        return QStringLiteral("%1 needs a key and none is set: %2.")
            .arg(target.server(), keyHint(target.connection));
    return QStringLiteral("%1 does not accept the key of connection “%2”: check that it is complete and "
                          "still valid, then %3.")
        .arg(target.server(), target.connection.name, keyHint(target.connection));
}

QString missingPath(const CallTarget &target)
{
    const QUrl url(target.connection.baseUrl);
    return QStringLiteral(
               "%1 has no Chat Completions under %2: check the base URL in Settings > Connections; "
               "it usually ends in /v1.")
        .arg(target.server(), url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery));
}

QString missingModel(const CallTarget &target)
{
    return QStringLiteral(
               "%1 has no model “%2” that this key may use: choose another model for the agent, or test the "
               "connection in Settings to list what it offers.")
        .arg(target.server(), target.model);
}

QString tooManyRequests(const OpenAiError &error, const CallTarget &target)
{
    if (isQuotaUsedUp(error))
        return QStringLiteral(
                   "The quota of this key at %1 is used up: check the plan and billing there, or use another "
                   "connection.")
            .arg(target.server());
    return QStringLiteral(
               "%1 limits how often it may be asked, and the limit is reached: wait a minute and send "
               "again.")
        .arg(target.server());
}

QString sentence(const OpenAiError &error, const CallTarget &target)
{
    if (isContextTooLong(error))
        return QStringLiteral(
                   "The conversation is too long for model “%1”: start a new thread, remove messages, or use "
                   "a model with a larger context.")
            .arg(target.model);
    if (isModelMissing(error))
        return missingModel(target);
    if (error.status == 401)
        return refusedKey(target);
    if (error.status == 403)
        return QStringLiteral(
                   "%1 does not allow this key to use model “%2”: check the key's permissions, or choose "
                   "another model.")
            .arg(target.server(), target.model);
    if (error.status == 404 || error.status == 405)
        return missingPath(target);
    if (error.status == 413)
        return QStringLiteral("The request is too large for %1: start a new thread or remove messages.")
            .arg(target.server());
    if (error.status == 429)
        return tooManyRequests(error, target);
    if (error.status >= 500)
        return QStringLiteral(
                   "%1 has a problem of its own (HTTP %2): wait a little and send again, or use another "
                   "connection.")
            .arg(target.server())
            .arg(error.status);
    if (error.status == 0)
        return QStringLiteral("%1 ended its answer with an error: send the message again.")
            .arg(target.server());
    return QStringLiteral("%1 refused the request (HTTP %2): check the model and the agent's settings.")
        .arg(target.server())
        .arg(error.status);
}

} // namespace

QString CallTarget::server() const
{
    const QUrl url(connection.baseUrl);
    return url.port() < 0 ? url.host() : u"%1:%2"_qs.arg(url.host()).arg(url.port());
}

std::optional<OpenAiError> errorIn(const QJsonObject &object)
{
    const QJsonValue error = object.value(u"error");
    if (error.isString())
        return OpenAiError{0, {}, error.toString()};
    if (!error.isObject())
        return std::nullopt;
    const QJsonObject stated = error.toObject();
    const QJsonValue code = stated.value(u"code");
    OpenAiError result{0, asText(code), stated.value(u"message").toString()};
    if (result.code.isEmpty())
        result.code = stated.value(u"type").toString();
    bool isNumber = false;
    const int status = asText(code).toInt(&isNumber);
    if (isNumber && status >= 400 && status < 600)
        result.status = status;
    return result;
}

OpenAiError errorFromBody(int status, const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    OpenAiError error = errorIn(object).value_or(OpenAiError{});
    for (const QStringView key : {u"message", u"detail"}) {
        if (error.message.isEmpty())
            error.message = object.value(key).toString();
    }
    error.status = status;
    return error;
}

bool isTemporary(const OpenAiError &error)
{
    if (error.status == 429)
        return !isQuotaUsedUp(error);
    return error.status == 408 || (error.status >= 500 && error.status != 501 && error.status != 505);
}

bool isTemporary(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::RemoteHostClosedError ||
           error == QNetworkReply::TemporaryNetworkFailureError ||
           error == QNetworkReply::NetworkSessionFailedError || error == QNetworkReply::UnknownNetworkError;
}

Error describe(const OpenAiError &error, const CallTarget &target)
{
    return unavailable(sentence(error, target) + quoted(error.message));
}

Error describe(QNetworkReply::NetworkError error, const QString &detail, const CallTarget &target)
{
    const QString server = target.server();
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return unavailable(
            QStringLiteral("Nothing answers at %1: start the server, or correct the base URL in Settings > "
                           "Connections.")
                .arg(server));
    case QNetworkReply::HostNotFoundError:
        return unavailable(
            QStringLiteral("The name %1 cannot be resolved: check the network and the base URL in Settings "
                           "> Connections.")
                .arg(server));
    case QNetworkReply::SslHandshakeFailedError:
        return unavailable(
            QStringLiteral("No secure connection to %1: its certificate or protocol was not accepted (%2). "
                           "For a local server without TLS use http:// in the base URL.")
                .arg(server, detail));
    case QNetworkReply::RemoteHostClosedError:
        return unavailable(
            QStringLiteral("%1 closed the connection before its answer was complete: send the message "
                           "again.")
                .arg(server));
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return unavailable(
            QStringLiteral("The network proxy on the way to %1 failed (%2): check the system's proxy "
                           "settings.")
                .arg(server, detail));
    default:
        return unavailable(
            QStringLiteral("The connection to %1 failed (%2): check the network, then send the message "
                           "again.")
                .arg(server, detail));
    }
}

Error describe(CallTimeout timeout, qint64 afterMs, const CallTarget &target)
{
    const QString seconds = QString::number((afterMs + 999) / 1000);
    switch (timeout) {
    case CallTimeout::Connect:
        return unavailable(
            QStringLiteral("No connection to %1 within %2 s: check the network and the base URL in Settings "
                           "> Connections.")
                .arg(target.server(), seconds));
    case CallTimeout::FirstByte:
        return unavailable(
            QStringLiteral("%1 accepted the request but sent nothing for %2 s: the model may still be "
                           "loading; send the message again later.")
                .arg(target.server(), seconds));
    case CallTimeout::Idle:
        break;
    }
    return unavailable(
        QStringLiteral("%1 stopped in the middle of its answer and sent nothing more for %2 s: send the "
                       "message again.")
            .arg(target.server(), seconds));
}

Error describeRedirect(const QUrl &from, const QUrl &to)
{
    return unavailable(
        QStringLiteral("%1 redirects to %2. Redirects are not followed, so that the key stays with the "
                       "server it is meant for: if that is the right server, use its address as the base "
                       "URL in Settings > Connections.")
            .arg(from.host(), to.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment)));
}

Error describeMalformed(const QString &what, const CallTarget &target)
{
    return unavailable(
        QStringLiteral("%1 does not answer like an OpenAI-compatible server: %2 Check the base URL in "
                       "Settings > Connections.")
            .arg(target.server(), what));
}

} // namespace glasshouse
