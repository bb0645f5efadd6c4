#include "core/store/queries.h"
#include "core/store/rows.h"
#include "core/store/schema.h"

namespace glasshouse::queries {

namespace {

namespace column = schema::column;
namespace table = schema::table;

const QVector<QLatin1String> EventColumns{column::Run,  column::Sequence,   column::TimeMs, column::Type,
                                          column::Node, column::Occurrence, column::Data};

trace::Event readEvent(const QSqlQuery &row)
{
    trace::Event event;
    event.run = row.value(0).toString();
    event.sequence = row.value(1).toLongLong();
    event.timeMs = row.value(2).toLongLong();
    event.type = row.value(3).toString();
    event.node = row.value(4).toString();
    event.occurrence = row.value(5).toInt();
    event.data = jsonColumn(row, 6);
    return event;
}

} // namespace

Result<void> appendEvents(Database &database, const QVector<trace::Event> &events)
{
    QVector<QVariantList> rows;
    rows.reserve(events.size());
    for (const auto &event : events)
        rows.append({event.run, event.sequence, event.timeMs, event.type, event.node, event.occurrence,
                     jsonText(event.data)});
    return database.put(table::Events, EventColumns, rows);
}

Result<QVector<trace::Event>> eventsOfRun(Database &database, const QString &run)
{
    return allRows(
        database.run(QStringLiteral("SELECT %1 FROM %2 WHERE %3 = ? ORDER BY %4")
                         .arg(columnList(EventColumns), table::Events, column::Run, column::Sequence),
                     {run}),
        readEvent);
}

Result<QVector<trace::Event>> eventsOfThread(Database &database, const QString &thread)
{
    // Runs of a thread follow each other, and their ids sort by the time they were made.
    return allRows(
        database.run(QStringLiteral("SELECT %1 FROM %2 WHERE %3 IN (SELECT %4 FROM %5 WHERE %6 = ?) "
                                    "ORDER BY (SELECT %7 FROM %5 WHERE %4 = %3), %3, %8")
                         .arg(columnList(EventColumns), table::Events, column::Run, column::Id, table::Runs,
                              column::Thread, column::StartedMs, column::Sequence),
                     {thread}),
        readEvent);
}

} // namespace glasshouse::queries
