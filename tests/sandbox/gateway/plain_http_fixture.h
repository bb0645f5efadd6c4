// Requests as a client sends them through the gateway without TLS.
#pragma once

#include "gateway_fixture.h"
#include "test_server.h"

namespace glasshouse::gateway {

inline const QString web = QStringLiteral("1.2.3.4"); // looks public, leads to loopback

inline QByteArray get(const QByteArray &url, const QByteArray &host,
                      const QByteArray &more = "Connection: close\r\n")
{
    return "GET " + url + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
}

inline QByteArray bodyOf(const QByteArray &answer)
{
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

} // namespace glasshouse::gateway
