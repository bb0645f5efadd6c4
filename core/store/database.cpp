#include "core/store/database.h"

#include "core/base/ids.h"
#include "core/store/schema.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>

namespace glasshouse {

namespace {

constexpr int BusyTimeoutMs = 5'000; // how long another program may hold the file

// Primary result codes: https://www.sqlite.org/rescode.html
constexpr int SqliteBusy = 5;
constexpr int SqliteReadOnly = 8;
constexpr int SqliteInputOutput = 10;
constexpr int SqliteCorrupt = 11;
constexpr int SqliteFull = 13;
constexpr int SqliteCannotOpen = 14;
constexpr int SqliteNotADatabase = 26;

// An extended code holds the primary one in its low byte.
int primaryCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

QString reason(const QSqlError &error)
{
    switch (primaryCode(error)) {
    case SqliteFull:
        return QStringLiteral("the disk is full; make room and it goes on by itself");
    case SqliteInputOutput:
        return QStringLiteral("the disk reports an error or is full; check it and it goes on by itself");
    case SqliteBusy:
        return QStringLiteral("another program holds the file; close it and try again");
    case SqliteReadOnly:
        return QStringLiteral("the file may not be written; check its permissions");
    case SqliteCannotOpen:
        return QStringLiteral("the file cannot be opened; check its permissions and those of its folder");
    case SqliteCorrupt:
    case SqliteNotADatabase:
        return QStringLiteral("the file is damaged");
    default:
        return error.text().simplified();
    }
}

// Conversations are nobody else's business.
void createPrivately(const QString &path)
{
    const auto folder = QFileInfo(path).absolutePath();
    if (!QFileInfo::exists(folder) && QDir().mkpath(folder))
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QFile file(path);
    if (!file.exists() && file.open(QIODevice::WriteOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace

Database::Database(const QString &path) : m_path(path), m_connection(newId(u"store")) {}

Database::~Database()
{
    close();
}

Result<void> Database::open()
{
    auto opened = connectToFile();
    if (!opened && m_isDamaged)
        opened = restart();
    m_isOpen = opened.has_value();
    if (!m_isOpen)
        close();
    return opened;
}

Result<void> Database::restart()
{
    close();
    m_isDamaged = false;
    const auto opened = moveAside().and_then([this] { return connectToFile(); });
    m_isOpen = opened.has_value();
    return opened;
}

Result<void> Database::connectToFile()
{
    createPrivately(m_path);
    auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(m_path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(BusyTimeoutMs));
    if (!database.open())
        return fail(QStringLiteral("%1 could not be opened: %2.").arg(m_path, reason(database.lastError())));
    return checkAfterCrash().and_then([this] { return prepareFile(); }).and_then([this] {
        return migrate();
    });
}

// A clean end removes the write-ahead log. A check of the whole file after each start would cost seconds.
Result<void> Database::checkAfterCrash()
{
    if (QFileInfo(m_path + QStringLiteral("-wal")).size() == 0)
        return {};
    auto check = run(QStringLiteral("PRAGMA quick_check(1)"));
    if (!check)
        return fail(check.error());
    if (check->next() && check->value(0).toString() == u"ok")
        return {};
    m_isDamaged = true;
    return fail(QStringLiteral("%1 is damaged.").arg(m_path));
}

Result<void> Database::prepareFile()
{
    // FULL: a commit survives a power cut, not only the end of this program.
    for (const auto *pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON"}) {
        if (const auto set = run(QString::fromLatin1(pragma)); !set)
            return fail(set.error());
    }
    return {};
}

Result<int> Database::version()
{
    return run(QStringLiteral("PRAGMA user_version")).map([](QSqlQuery query) {
        return query.next() ? query.value(0).toInt() : 0;
    });
}

Result<void> Database::migrate()
{
    // Inside the transaction, because another program may be doing the same.
    if (const auto begun = begin(); !begun)
        return begun;
    const auto found = version();
    if (!found || *found > schema::currentVersion()) {
        rollback();
        return fail(
            found ? Error{QStringLiteral(
                              "%1 was written by a newer version of Glasshouse and is left as it is; update "
                              "Glasshouse to see your threads and runs.")
                              .arg(m_path)}
                  : found.error());
    }
    for (int from = *found; from < schema::currentVersion(); ++from) {
        const auto statements = schema::migration(from)
                                << QStringLiteral("PRAGMA user_version = %1").arg(from + 1);
        for (const auto &statement : statements) {
            if (const auto done = run(statement); !done) {
                rollback();
                return fail(done.error());
            }
        }
    }
    return commit();
}

Result<QSqlQuery> Database::run(const QString &statement, const QVariantList &values)
{
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    query.setForwardOnly(true);
    if (!query.prepare(statement))
        return fail(failure(query));
    return execute(query, values).map([&query] { return std::move(query); });
}

Result<void> Database::put(QLatin1String table, const QVector<QLatin1String> &columns,
                           const QVector<QVariantList> &rows)
{
    QStringList names;
    QStringList places;
    for (const auto &column : columns) {
        names.append(column);
        places.append(QStringLiteral("?"));
    }
    QSqlQuery query(QSqlDatabase::database(m_connection, false));
    if (!query.prepare(QStringLiteral("INSERT OR REPLACE INTO %1 (%2) VALUES (%3)")
                           .arg(table, names.join(QStringLiteral(", ")), places.join(QStringLiteral(", ")))))
        return fail(failure(query));
    for (const auto &row : rows) {
        if (const auto done = execute(query, row); !done)
            return done;
    }
    return {};
}

Result<void> Database::execute(QSqlQuery &query, const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        const bool isNullText =
            values.at(i).userType() == QMetaType::QString && values.at(i).toString().isNull();
        query.bindValue(static_cast<int>(i),
                        isNullText ? QVariant(QLatin1String("")) : values.at(i)); // NULL is not ""
    }
    if (!query.exec())
        return fail(failure(query));
    return {};
}

Result<void> Database::begin()
{
    // IMMEDIATE waits for other writers now; a later upgrade of a read lock could only fail.
    return run(QStringLiteral("BEGIN IMMEDIATE")).map([](const QSqlQuery &) {});
}

Result<void> Database::commit()
{
    return run(QStringLiteral("COMMIT")).map([](const QSqlQuery &) {});
}

void Database::rollback()
{
    (void)run(QStringLiteral("ROLLBACK")); // fails if SQLite did it itself, as it does on a full disk
}

Error Database::failure(const QSqlQuery &query)
{
    const auto error = query.lastError();
    const auto code = primaryCode(error);
    m_isDamaged |= code == SqliteCorrupt || code == SqliteNotADatabase;
    return {QStringLiteral("Threads and runs could not be stored in %1: %2.").arg(m_path, reason(error))};
}

Result<void> Database::moveAside()
{
    const QString stamp =
        QStringLiteral(".damaged-") + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz");
    for (const auto *suffix : {"", "-wal", "-shm"}) {
        const QString file = m_path + QLatin1String(suffix);
        if (QFileInfo::exists(file) && !QFile::rename(file, m_path + stamp + QLatin1String(suffix)))
            return fail(
                QStringLiteral("%1 is damaged and could not be moved aside; rename or remove it.").arg(file));
    }
    m_notice =
        QStringLiteral(
            "The file with your threads and runs was damaged. It is kept as %1, and a new one was started.")
            .arg(m_path + stamp);
    return {};
}

void Database::close()
{
    m_isOpen = false;
    QSqlDatabase::database(m_connection, false).close();
    QSqlDatabase::removeDatabase(m_connection);
}

} // namespace glasshouse
