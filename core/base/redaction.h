// Takes out of a text what must not leave this computer when a person passes the text on: keys, passwords and
// tokens in addresses, whatever looks like a key, and the names of folders that tell who the person is.
#pragma once

#include <QString>
#include <QStringList>

namespace glasshouse {

class Redaction
{
public:
    // `home` becomes "~", the last part of it (the user's name) goes wherever a path has it.
    explicit Redaction(const QString &home);

    void addSecret(const QString &secret); // any text that is a secret as a whole; empty ones do nothing
    [[nodiscard]] QString applied(const QString &text) const;
    [[nodiscard]] QStringList applied(const QStringList &texts) const;

private:
    [[nodiscard]] QString withoutHome(QString text) const;

    QString m_home;
    QString m_user;
    QStringList m_secrets; // longest first
};

// "https://me:pw@host/v1?key=1#x" -> "https://host/v1": what a person may see of an address.
[[nodiscard]] QString withoutCredentials(const QString &url);

} // namespace glasshouse
