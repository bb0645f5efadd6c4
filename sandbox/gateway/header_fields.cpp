#include "sandbox/gateway/header_fields.h"

#include <algorithm>

namespace glasshouse::gateway {

namespace {

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

bool isTokenCharacter(char c)
{
    const bool isAlphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return isAlphanumeric || (c != '\0' && QByteArrayView("!#$%&'*+-.^_`|~").contains(c));
}

bool isValueCharacter(char c)
{
    const auto byte = static_cast<uchar>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

} // namespace

void HeaderFields::remove(QByteArrayView name)
{
    m_fields.removeIf([name](const HeaderField &field) { return isSame(field.name, name); });
}

QByteArrayList HeaderFields::values(QByteArrayView name) const
{
    QByteArrayList found;
    for (const HeaderField &field : m_fields) {
        if (isSame(field.name, name))
            found << field.value;
    }
    return found;
}

QByteArrayList HeaderFields::words(QByteArrayView name) const
{
    QByteArrayList found;
    for (const QByteArray &value : values(name)) {
        for (const QByteArray &word : value.split(','))
            found << word.trimmed().toLower();
    }
    found.removeAll(QByteArray());
    return found;
}

QByteArray HeaderFields::toBytes() const
{
    QByteArray bytes;
    for (const HeaderField &field : m_fields)
        bytes += field.name + ": " + field.value + "\r\n";
    return bytes;
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

Checked<HeaderField> parseHeaderField(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return refuse(ReasonCode::BadRequest, QStringLiteral("A header line has no proper name."));
    const QByteArrayView value = line.sliced(colon + 1);
    if (!std::all_of(value.begin(), value.end(), isValueCharacter))
        return refuse(ReasonCode::BadRequest, QStringLiteral("A header holds control characters."));
    return HeaderField{line.first(colon).toByteArray(), value.trimmed().toByteArray()};
}

} // namespace glasshouse::gateway
