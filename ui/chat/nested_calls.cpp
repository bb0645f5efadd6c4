#include "ui/chat/nested_calls.h"

#include "core/base/json.h"
#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QStringBuilder>

#include <algorithm>

namespace glasshouse::ui {

using trace::Event;
namespace type = trace::event_type;

namespace {

constexpr int LineLimit = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("NestedCalls", text);
}

QString text(const Event &event, QLatin1String key)
{
    return event.data.value(key).toString();
}

NestedCall &callOf(NestedCalls &calls, const Event &event)
{
    const QString id = text(event, QLatin1String("call"));
    const auto found = std::find_if(calls.calls.rbegin(), calls.calls.rend(),
                                    [&id](const NestedCall &call) { return call.call == id; });
    if (found != calls.calls.rend())
        return *found;
    calls.calls.append(NestedCall{id, {}, {}, NestedCall::Phase::Running, {}, {}, -1});
    return calls.calls.last();
}

QString argumentsLine(const Event &event)
{
    if (event.data.value(QLatin1String("cut")).toBool())
        return QStringLiteral("{\u2026}");
    const auto arguments = event.data.value(QLatin1String("arguments")).toObject();
    return visibleLine(QString::fromUtf8(toCompactJson(arguments)), LineLimit);
}

void decide(NestedCall &call, const Event &event)
{
    if (text(event, QLatin1String("decision")) != u"rejected") {
        call.phase = NestedCall::Phase::Running;
        call.arguments = argumentsLine(event);
        return;
    }
    const bool isWithdrawn = text(event, QLatin1String("by")) == u"policy";
    call.phase = isWithdrawn ? NestedCall::Phase::Cancelled : NestedCall::Phase::Rejected;
    call.answer = visibleLine(text(event, QLatin1String("reason")), LineLimit);
}

void finish(NestedCall &call, const Event &event)
{
    call.phase = event.data.value(QLatin1String("is_error")).toBool() ? NestedCall::Phase::Failed
                                                                      : NestedCall::Phase::Done;
    call.answer = visibleLine(text(event, QLatin1String("text")), LineLimit);
    call.durationMs = event.data.value(QLatin1String("duration_ms")).toInteger(-1);
}

void count(NestedCalls &calls, const Event &event)
{
    const auto tools = event.data.value(QLatin1String("tools")).toObject();
    for (const auto &tool : tools) {
        calls.counted += tool.toObject().value(QLatin1String("calls")).toInteger();
        calls.countedFailed += tool.toObject().value(QLatin1String("failed")).toInteger();
    }
}

QString ending(const NestedCall &call)
{
    switch (call.phase) {
    case NestedCall::Phase::WaitingForPerson:
        return tr("waits for you");
    case NestedCall::Phase::Running:
        return tr("running");
    case NestedCall::Phase::Done:
        return QStringLiteral("\u2192 ") % call.answer %
               QStringLiteral(" (%1)").arg(durationText(call.durationMs));
    case NestedCall::Phase::Failed:
        return tr("failed: %1").arg(call.answer);
    case NestedCall::Phase::Rejected:
        return call.answer.isEmpty() ? tr("rejected") : tr("rejected: %1").arg(call.answer);
    case NestedCall::Phase::Cancelled:
        return tr("ended with its code");
    }
    return {};
}

} // namespace

QVector<NestedCall> NestedCalls::waiting() const
{
    QVector<NestedCall> found;
    std::copy_if(calls.begin(), calls.end(), std::back_inserter(found),
                 [](const NestedCall &call) { return call.phase == NestedCall::Phase::WaitingForPerson; });
    return found;
}

void fold(NestedCalls &calls, const Event &event)
{
    if (event.type == type::ToolCallsCounted)
        return count(calls, event);
    NestedCall &call = callOf(calls, event);
    call.tool = text(event, QLatin1String("tool"));
    if (event.type == type::ApprovalRequested) {
        call.phase = NestedCall::Phase::WaitingForPerson;
        call.approval = text(event, QLatin1String("approval"));
        call.arguments = argumentsLine(event);
    } else if (event.type == type::ApprovalDecided) {
        decide(call, event);
    } else if (event.type == type::ToolCallStarted) {
        call.arguments = argumentsLine(event);
    } else if (event.type == type::ToolCallFinished) {
        finish(call, event);
    }
}

void closeOpen(NestedCalls &calls)
{
    for (NestedCall &call : calls.calls) {
        if (call.phase == NestedCall::Phase::WaitingForPerson || call.phase == NestedCall::Phase::Running)
            call.phase = NestedCall::Phase::Cancelled;
    }
}

QString nestedCallsText(const NestedCalls &calls)
{
    QStringList lines;
    for (const NestedCall &call : calls.calls)
        lines << visibleLine(call.tool, 80) % u' ' % call.arguments % u' ' % ending(call);
    if (calls.counted > 0)
        lines << (calls.countedFailed > 0
                      ? tr("and %1 more calls, %2 of them failed").arg(calls.counted).arg(calls.countedFailed)
                      : tr("and %1 more calls").arg(calls.counted));
    return lines.join(u'\n');
}

} // namespace glasshouse::ui
