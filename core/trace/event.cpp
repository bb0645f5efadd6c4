#include "core/trace/event.h"

#include "core/base/json.h"

namespace glasshouse::trace {

QJsonObject Event::toJson() const
{
    QJsonObject json{{QStringLiteral("type"), type},
                     {QStringLiteral("seq"), sequence},
                     {QStringLiteral("run_id"), run},
                     {QStringLiteral("time_ms"), timeMs}};
    if (!node.isEmpty()) {
        json.insert(QStringLiteral("node"), node);
        json.insert(QStringLiteral("occurrence"), occurrence);
    }
    return withExtra(std::move(json), data);
}

Result<Event> Event::fromJson(const QJsonObject &json)
{
    Event event;
    event.sequence = json.value(u"seq").toInteger();
    event.run = json.value(u"run_id").toString();
    event.timeMs = json.value(u"time_ms").toInteger();
    event.type = json.value(u"type").toString();
    event.node = json.value(u"node").toString();
    event.occurrence = json.value(u"occurrence").toInt();
    if (event.type.isEmpty() || event.run.isEmpty() || event.sequence < 1)
        return fail(
            QStringLiteral("An event needs \"type\", \"run_id\" and a \"seq\" from 1; this one lacks at "
                           "least one of them."));
    event.data = unknownKeys(json, {u"type", u"seq", u"run_id", u"time_ms", u"node", u"occurrence"});
    return event;
}

} // namespace glasshouse::trace
