#include "core/base/json_lines.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>

namespace glasshouse {

namespace {

// Walks a text that is known to be valid JSON; never reads past its end.
class PointerWalk
{
public:
    explicit PointerWalk(const QByteArray &text) : m_text(text) {}

    // Offset of the deepest value on the way of `tokens` that exists.
    qsizetype find(const QStringList &tokens)
    {
        skipSpace();
        auto deepest = m_at;
        for (const auto &token : tokens) {
            if (!enter(token))
                break;
            skipSpace();
            deepest = m_at;
        }
        return deepest;
    }

private:
    [[nodiscard]] char current() const { return m_at < m_text.size() ? m_text.at(m_at) : '\0'; }

    void skipSpace()
    {
        while (current() == ' ' || current() == '\t' || current() == '\n' || current() == '\r')
            ++m_at;
    }

    // From the start of a container to the start of its member `token`; false if there is none.
    bool enter(const QString &token)
    {
        const bool isObject = current() == '{';
        if (!isObject && current() != '[')
            return false;
        for (qsizetype index = 0; m_at < m_text.size(); ++index) {
            ++m_at; // the bracket or a comma
            skipSpace();
            if (current() == ']' || current() == '}')
                return false;
            const auto name = isObject ? readKey() : QString::number(index);
            if (name == token)
                return true;
            skipValue();
        }
        return false;
    }

    QString readKey()
    {
        const auto start = m_at;
        skipString();
        const auto quoted = m_text.mid(start, m_at - start);
        skipSpace();
        ++m_at; // the colon
        return QJsonDocument::fromJson('[' + quoted + ']').array().at(0).toString();
    }

    void skipString()
    {
        for (++m_at; m_at < m_text.size() && current() != '"'; ++m_at) {
            if (current() == '\\')
                ++m_at;
        }
        ++m_at;
    }

    // To the comma or bracket after the value.
    void skipValue()
    {
        for (int depth = 0; m_at < m_text.size();) {
            const char c = current();
            if (depth == 0 && (c == ',' || c == ']' || c == '}'))
                return;
            depth += (c == '[' || c == '{') - (c == ']' || c == '}');
            if (c == '"')
                skipString();
            else
                ++m_at;
        }
    }

    const QByteArray &m_text;
    qsizetype m_at = 0;
};

QStringList tokensOf(const QString &pointer)
{
    auto tokens = pointer.split(u'/').mid(1);
    for (auto &token : tokens)
        token.replace(QStringLiteral("~1"), QStringLiteral("/"))
            .replace(QStringLiteral("~0"), QStringLiteral("~"));
    return tokens;
}

} // namespace

qsizetype lineOfPointer(const QByteArray &text, const QString &pointer)
{
    QJsonParseError error;
    (void)QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return 0;
    const auto offset = std::min(PointerWalk(text).find(tokensOf(pointer)), text.size());
    return text.left(offset).count('\n') + 1;
}

} // namespace glasshouse
