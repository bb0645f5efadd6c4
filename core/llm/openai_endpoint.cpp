#include "core/llm/openai_endpoint.h"

#include <QStringBuilder>
#include <QUrl>

#include <algorithm>

namespace glasshouse {

namespace {

Result<QUrl> baseUrl(const Connection &connection)
{
    const QUrl url(connection.baseUrl.trimmed());
    const bool isHttp = url.scheme() == u"http" || url.scheme() == u"https";
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        return fail(
            QStringLiteral("The base URL “%1” of connection “%2” is not an address: it has to look like "
                           "https://host/v1. Correct it in Settings > Connections.")
                .arg(url.toDisplayString(), connection.name),
            ErrorCode::ModelUnavailable);
    if (!url.userInfo().isEmpty())
        return fail(QStringLiteral(
                        "The base URL of connection “%1” holds a name or password: remove it and enter the "
                        "key in Settings > Connections.")
                        .arg(connection.name),
                    ErrorCode::ModelUnavailable);
    return url;
}

bool fitsHeader(const QString &key)
{
    return std::all_of(key.begin(), key.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

// People paste the whole address of the endpoint as often as its base.
QString pathBelow(const QUrl &base, QStringView path)
{
    QString start = base.path();
    while (start.endsWith(u'/'))
        start.chop(1);
    for (const QLatin1String known : {QLatin1String("/chat/completions"), QLatin1String("/models")}) {
        if (start.endsWith(known))
            start.chop(known.size());
    }
    return start % u'/' % path;
}

} // namespace

Result<QNetworkRequest> openAiEndpoint(const Connection &connection, const Secret &key, QStringView path)
{
    auto url = baseUrl(connection);
    if (!url)
        return fail(url.error());
    if (!fitsHeader(key.value()))
        return fail(QStringLiteral(
                        "The key of connection “%1” holds a space, a line break or a letter that no key has: "
                        "copy it again.")
                        .arg(connection.name),
                    ErrorCode::ModelUnavailable);
    url->setPath(pathBelow(*url, path));
    QNetworkRequest request(*url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Deltas have to come through one by one: no compression, no multiplexing.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("Accept-Encoding", "identity");
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Glasshouse/" GLASSHOUSE_VERSION));
    if (!key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + key.value().toLatin1());
    return request;
}

} // namespace glasshouse
