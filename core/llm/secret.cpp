#include "core/llm/secret.h"

#include <QUrl>

#include <algorithm>
#include <utility>

namespace glasshouse {

namespace {

constexpr qsizetype ShortestKey = 8;

} // namespace

Secret::Secret(const QString &value) : m_value(value.trimmed())
{
    if (m_value.size() < ShortestKey)
        return;
    const QByteArray bytes = m_value.toUtf8();
    m_forms = {m_value, QString::fromLatin1(QUrl::toPercentEncoding(m_value)),
               QString::fromLatin1(bytes.toBase64(QByteArray::OmitTrailingEquals))};
    m_forms.removeDuplicates();
}

QString Secret::scrubbed(QString text) const
{
    for (const QString &form : m_forms)
        text.replace(form, QStringLiteral("[key]"), Qt::CaseInsensitive);
    return text;
}

QString SecretFilter::feed(const QString &text)
{
    m_buffer = m_secret.scrubbed(m_buffer + text);
    const qsizetype ready = m_buffer.size() - heldBack();
    QString out = m_buffer.first(ready);
    m_buffer.remove(0, ready);
    return out;
}

QString SecretFilter::finish()
{
    return std::exchange(m_buffer, {});
}

// The longest end of the buffer that a form of the key begins with.
qsizetype SecretFilter::heldBack() const
{
    qsizetype longest = 0;
    for (const QString &form : m_secret.forms()) {
        for (qsizetype n = std::min(form.size() - 1, m_buffer.size()); n > longest; --n) {
            if (form.startsWith(QStringView(m_buffer).last(n), Qt::CaseInsensitive)) {
                longest = n;
                break;
            }
        }
    }
    return longest;
}

} // namespace glasshouse
