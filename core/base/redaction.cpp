#include "core/base/redaction.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace glasshouse {

namespace {

QString removed()
{
    return QStringLiteral("[removed]");
}

// Every match of the expression replaced by what `replacement` makes of it.
template<typename Replacement>
QString replaced(const QString &text, const QRegularExpression &expression, Replacement replacement)
{
    QString result;
    qsizetype done = 0;
    for (auto matches = expression.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += text.mid(done, match.capturedStart() - done) + replacement(match);
        done = match.capturedEnd();
    }
    return result + text.mid(done);
}

QString withoutUrlSecrets(const QString &text)
{
    static const QRegularExpression address(QStringLiteral("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>]+"));
    return replaced(text, address, [](const QRegularExpressionMatch &match) {
        return withoutCredentials(match.captured());
    });
}

// "Bearer x", "api_key=x", "token: x": the word stays, the value goes.
QString withoutNamedSecrets(const QString &text)
{
    static const QRegularExpression named(
        QStringLiteral(
            "(\\bbearer\\s+|\\b[\\w-]*(?:api[_-]?key|token|secret|password|passwd)[\"']?\\s*[=:]\\s*[\"']?)"
            "[^\\s,;\"']+"),
        QRegularExpression::CaseInsensitiveOption);
    return replaced(text, named,
                    [](const QRegularExpressionMatch &match) { return match.captured(1) + removed(); });
}

// A long run of letters and digits mixed, as keys are and words are not; and what is known to begin keys.
QString withoutLikelyKeys(const QString &text)
{
    static const QRegularExpression likely(
        QStringLiteral("\\b(?:sk|pk|rk|gsk|ghp|gho|ghs|xox[a-z]|glpat|hf|AKIA|AIza)[-_]?[A-Za-z0-9_-]{12,}"
                       "|\\b(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{24,}"));
    return replaced(text, likely, [](const QRegularExpressionMatch &) { return removed(); });
}

} // namespace

QString withoutCredentials(const QString &url)
{
    const QUrl parsed(url);
    if (parsed.isValid() && !parsed.host().isEmpty())
        return parsed.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    const qsizetype start = url.indexOf(u"://") + 3;
    return url.left(start) + removed();
}

Redaction::Redaction(const QString &home) : m_home(home)
{
    while (m_home.endsWith(u'/'))
        m_home.chop(1);
    m_user = m_home.section(u'/', -1);
}

void Redaction::addSecret(const QString &secret)
{
    if (secret.isEmpty())
        return;
    m_secrets << secret;
    std::sort(m_secrets.begin(), m_secrets.end(),
              [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString Redaction::withoutHome(QString text) const
{
    if (m_home.isEmpty())
        return text;
    const auto whole = [](const QString &path) {
        return QRegularExpression::escape(path) + QStringLiteral("(?!\\w)");
    };
    text.replace(QRegularExpression(whole(m_home)), QStringLiteral("~"));
    return text.replace(QRegularExpression(QStringLiteral("(?<=[/\\\\])") + whole(m_user)),
                        QStringLiteral("[user]"));
}

QString Redaction::applied(const QString &text) const
{
    QString result = text;
    for (const QString &secret : m_secrets)
        result.replace(secret, removed());
    return withoutLikelyKeys(withoutNamedSecrets(withoutHome(withoutUrlSecrets(result))));
}

QStringList Redaction::applied(const QStringList &texts) const
{
    QStringList result;
    for (const QString &text : texts)
        result << applied(text);
    return result;
}

} // namespace glasshouse
