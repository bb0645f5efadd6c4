#include "core/store/queries.h"
#include "core/store/rows.h"
#include "core/store/schema.h"

namespace glasshouse::queries {

namespace {

namespace column = schema::column;
namespace table = schema::table;

const QVector<QLatin1String> ApprovalColumns{
    column::Id,          column::Run,          column::Thread,         column::Tool,
    column::Request,     column::Decision,     column::Verdict,        column::ShownCode,
    column::ShownSha256, column::ApprovedCode, column::ApprovedSha256, column::RequestedMs,
    column::DecidedMs};

const QVector<QLatin1String> RememberedColumns{column::Id,   column::Project, column::Thread,
                                               column::Tool, column::Sha256,  column::CreatedMs};

AuditRecord readApproval(const QSqlQuery &row)
{
    AuditRecord approval;
    approval.id = row.value(0).toString();
    approval.run = row.value(1).toString();
    approval.thread = row.value(2).toString();
    approval.tool = row.value(3).toString();
    approval.request = jsonColumn(row, 4);
    approval.decision = jsonColumn(row, 5);
    approval.verdict = row.value(6).toString();
    approval.shownCode = row.value(7).toString();
    approval.shownSha256 = row.value(8).toString();
    approval.approvedCode = row.value(9).toString();
    approval.approvedSha256 = row.value(10).toString();
    approval.requestedMs = row.value(11).toLongLong();
    approval.decidedMs = row.value(12).toLongLong();
    return approval;
}

RememberedApproval readRemembered(const QSqlQuery &row)
{
    return {row.value(0).toString(), row.value(1).toString(), row.value(2).toString(),
            row.value(3).toString(), row.value(4).toString(), row.value(5).toLongLong()};
}

QString readText(const QSqlQuery &row)
{
    return row.value(0).toString();
}

} // namespace

Result<void> saveApproval(Database &database, const AuditRecord &approval)
{
    return database.put(
        table::Approvals, ApprovalColumns,
        {{approval.id, approval.run, approval.thread, approval.tool, jsonText(approval.request),
          jsonText(approval.decision), approval.verdict, approval.shownCode, approval.shownSha256,
          approval.approvedCode, approval.approvedSha256, approval.requestedMs, approval.decidedMs}});
}

Result<QVector<AuditRecord>> approvalsOf(Database &database, const QString &run)
{
    return allRows(database.run(QStringLiteral("SELECT %1 FROM %2 WHERE %3 = ? ORDER BY %4, %5")
                                    .arg(columnList(ApprovalColumns), table::Approvals, column::Run,
                                         column::RequestedMs, column::Id),
                                {run}),
                   readApproval);
}

Result<QString> lastApprovedCode(Database &database, const QString &thread, const QString &tool)
{
    const QString statement = QStringLiteral("SELECT %1 FROM %2 WHERE %3 = ? AND %4 = ? AND %1 <> '' "
                                             "ORDER BY %5 DESC, %6 DESC LIMIT 1")
                                  .arg(column::ApprovedCode, table::Approvals, column::Thread, column::Tool,
                                       column::DecidedMs, column::Id);
    return firstRow(database.run(statement, {thread, tool}), readText)
        .map([](const std::optional<QString> &code) { return code.value_or(QString()); });
}

Result<void> rememberApproval(Database &database, const RememberedApproval &approval)
{
    return database.put(table::Remembered, RememberedColumns,
                        {{approval.id, approval.project, approval.thread, approval.tool, approval.sha256,
                          approval.createdMs}});
}

Result<QVector<RememberedApproval>> rememberedApprovals(Database &database)
{
    return allRows(database.run(QStringLiteral("SELECT %1 FROM %2 ORDER BY %3, %4")
                                    .arg(columnList(RememberedColumns), table::Remembered, column::CreatedMs,
                                         column::Id)),
                   readRemembered);
}

Result<void> revokeRememberedApproval(Database &database, const QString &id)
{
    return withoutRows(
        database.run(QStringLiteral("DELETE FROM %1 WHERE %2 = ?").arg(table::Remembered, column::Id), {id}));
}

} // namespace glasshouse::queries
