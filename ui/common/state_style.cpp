#include "ui/common/state_style.h"

#include <QCoreApplication>

namespace glasshouse::ui {

namespace {

QString word(const char *text)
{
    return QCoreApplication::translate("glasshouse::ui::StateStyle", text);
}

} // namespace

StateStyle stateStyle(trace::RunPhase phase)
{
    using trace::RunPhase;
    switch (phase) {
    case RunPhase::Queued:
        return {ColorRole::Queued, QStringLiteral("circle-dashed"), word("queued")};
    case RunPhase::Running:
        return {ColorRole::Running, QStringLiteral("loader"), word("running")};
    case RunPhase::Waiting:
        return {ColorRole::Waiting, QStringLiteral("user-check"), word("waiting for you")};
    case RunPhase::Done:
        return {ColorRole::Done, QStringLiteral("circle-check"), word("done")};
    case RunPhase::Failed:
        return {ColorRole::Failed, QStringLiteral("circle-x"), word("failed")};
    case RunPhase::Cancelled:
        return {ColorRole::TextFaint, QStringLiteral("ban"), word("cancelled")};
    case RunPhase::Idle:
        break;
    }
    return {ColorRole::TextFaint, QStringLiteral("circle"), word("idle")};
}

trace::RunPhase phaseOfStatus(QStringView status)
{
    using trace::RunPhase;
    if (status == u"running")
        return RunPhase::Running;
    if (status == u"waiting")
        return RunPhase::Waiting;
    if (status == u"completed")
        return RunPhase::Done;
    if (status == u"failed")
        return RunPhase::Failed;
    return status == u"cancelled" ? RunPhase::Cancelled : RunPhase::Idle;
}

} // namespace glasshouse::ui
