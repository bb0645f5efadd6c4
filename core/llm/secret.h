// Keeps a key out of everything that is shown, logged or recorded, even when a hostile server sends it back.
#pragma once

#include <QString>
#include <QStringList>

namespace glasshouse {

class Secret
{
public:
    Secret() = default;
    explicit Secret(const QString &value);

    [[nodiscard]] const QString &value() const { return m_value; }
    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }
    // The text with the key replaced, also where it is percent-encoded or in Base64. Values under eight
    // characters are not keys but words such as "none", which local servers are given; they stay.
    [[nodiscard]] QString scrubbed(QString text) const;
    [[nodiscard]] const QStringList &forms() const { return m_forms; }

private:
    QString m_value;
    QStringList m_forms;
};

// The same for text that arrives in pieces: what could be the start of the key is held back until more is
// known.
class SecretFilter
{
public:
    explicit SecretFilter(const Secret &secret) : m_secret(secret) {}

    [[nodiscard]] QString feed(const QString &text);
    [[nodiscard]] QString finish();

private:
    [[nodiscard]] qsizetype heldBack() const;

    Secret m_secret;
    QString m_buffer;
};

} // namespace glasshouse
