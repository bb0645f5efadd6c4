// One SQLite file, used from one thread: opening, migrating, statements with bound values, errors as
// sentences.
#pragma once

#include "core/base/result.h"

#include <QSqlQuery>
#include <QStringList>
#include <QVariantList>

namespace glasshouse {

class Database
{
public:
    explicit Database(const QString &path);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    // A damaged file is moved aside and a new one is started; takeNotice() then says so.
    [[nodiscard]] Result<void> open();
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    void close(); // on the thread that opened it

    [[nodiscard]] Result<QSqlQuery> run(const QString &statement, const QVariantList &values = {});
    // "INSERT OR REPLACE" of rows whose values are in the order of `columns`.
    [[nodiscard]] Result<void> put(QLatin1String table, const QVector<QLatin1String> &columns,
                                   const QVector<QVariantList> &rows);

    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> commit();
    void rollback();

    // True after a statement found the file damaged; restart() moves it aside and opens a new one.
    [[nodiscard]] bool isDamaged() const { return m_isDamaged; }
    [[nodiscard]] Result<void> restart();

    // A sentence for a person about what open() or restart() had to do; empty if nothing, and empty
    // afterwards.
    [[nodiscard]] QString takeNotice() { return std::exchange(m_notice, {}); }

private:
    [[nodiscard]] Result<void> connectToFile();
    [[nodiscard]] Result<void> prepareFile();
    [[nodiscard]] Result<void> checkAfterCrash();
    [[nodiscard]] Result<void> migrate();
    [[nodiscard]] Result<int> version();
    [[nodiscard]] Result<void> moveAside();
    [[nodiscard]] Result<void> execute(QSqlQuery &query, const QVariantList &values);
    [[nodiscard]] Error failure(const QSqlQuery &query);

    QString m_path;
    QString m_connection; // Qt's name for it; unique
    QString m_notice;
    bool m_isOpen = false;
    bool m_isDamaged = false;
};

} // namespace glasshouse
