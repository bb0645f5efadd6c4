#include "app/components.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <spdlog/version.h>
#include <tl/expected.hpp>

namespace glasshouse {

namespace {

QString dotted(int major, int minor, int patch)
{
    return QStringLiteral("%1.%2.%3").arg(major).arg(minor).arg(patch);
}

// Qt has its driver from the system or brings its own: only the library itself knows.
QString sqliteVersion()
{
    const QString name = QStringLiteral("glasshouse-version");
    QString version;
    {
        QSqlDatabase memory = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        memory.setDatabaseName(QStringLiteral(":memory:"));
        if (memory.open()) {
            QSqlQuery query(QStringLiteral("SELECT sqlite_version()"), memory);
            version = query.next() ? query.value(0).toString() : QString();
        }
    }
    QSqlDatabase::removeDatabase(name); // only when nothing uses it any more
    return version;
}

} // namespace

QVector<Component> carriedComponents()
{
    const auto from = [](const char *address) { return QString::fromLatin1(address); };
    return {
        {QStringLiteral("Qt"), QString::fromLatin1(qVersion()), QStringLiteral("LGPL-3.0-only"),
         from("https://www.qt.io")},
#ifndef Q_OS_WIN // there the system itself keeps keys
        {QStringLiteral("QtKeychain"),
         {},
         QStringLiteral("BSD-3-Clause"),
         from("https://github.com/frankosterfeld/qtkeychain")},
#endif
        {QStringLiteral("SQLite"), sqliteVersion(), QStringLiteral("blessing"), from("https://sqlite.org")},
        {QStringLiteral("OpenSSL"), QString::fromLatin1(OpenSSL_version(OPENSSL_VERSION_STRING)),
         QStringLiteral("Apache-2.0"), from("https://www.openssl.org")},
        {QStringLiteral("JSON for Modern C++"),
         dotted(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH),
         QStringLiteral("MIT"), from("https://json.nlohmann.me")},
        {QStringLiteral("spdlog"), dotted(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH),
         QStringLiteral("MIT"), from("https://github.com/gabime/spdlog")},
        {QStringLiteral("expected"),
         dotted(TL_EXPECTED_VERSION_MAJOR, TL_EXPECTED_VERSION_MINOR, TL_EXPECTED_VERSION_PATCH),
         QStringLiteral("CC0-1.0"), from("https://github.com/TartanLlama/expected")},
    };
}

} // namespace glasshouse
