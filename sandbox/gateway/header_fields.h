// The header fields of one HTTP message, in their order (RFC 9110 section 5).
#pragma once

#include "sandbox/gateway/refusal.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QVector>

namespace glasshouse::gateway {

struct HeaderField
{
    QByteArray name; // as it was sent; compared without case
    QByteArray value;

    bool operator==(const HeaderField &) const = default;
};

class HeaderFields
{
public:
    void add(const QByteArray &name, const QByteArray &value) { m_fields.append({name, value}); }
    void remove(QByteArrayView name);
    [[nodiscard]] bool has(QByteArrayView name) const { return !values(name).isEmpty(); }
    [[nodiscard]] QByteArrayList values(QByteArrayView name) const;
    // The comma-separated words of all fields of that name, lower-case.
    [[nodiscard]] QByteArrayList words(QByteArrayView name) const;
    [[nodiscard]] qsizetype size() const { return m_fields.size(); }
    [[nodiscard]] QByteArray toBytes() const; // each with its CRLF

    bool operator==(const HeaderFields &) const = default;

private:
    QVector<HeaderField> m_fields;
};

[[nodiscard]] bool isToken(QByteArrayView text); // RFC 9110 section 5.6.2

// One line without its CRLF. No folded lines, no space around the name, no control characters.
[[nodiscard]] Checked<HeaderField> parseHeaderField(QByteArrayView line);

} // namespace glasshouse::gateway
