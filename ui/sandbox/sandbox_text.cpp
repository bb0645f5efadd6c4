#include "ui/sandbox/sandbox_text.h"

#include "ui/common/visible_text.h"

#include <QCoreApplication>

namespace glasshouse::ui {

namespace {

using State = sandbox::Status::State;

QString tr(const char *text)
{
    return QCoreApplication::translate("SandboxText", text);
}

// Coarse: an estimate of seconds would pretend to know more than it does.
QString remainingText(qint64 milliseconds)
{
    if (milliseconds < 90'000)
        return tr("about %1 s left").arg(qMax<qint64>(1, (milliseconds + 999) / 1000));
    return tr("about %1 min left").arg((milliseconds + 59'999) / 60'000);
}

} // namespace

SandboxWords sandboxWords(State state)
{
    const QString box = QStringLiteral("box");
    switch (state) {
    case State::Unknown:
        return {tr("Looking at this machine"), box, ColorRole::TextDim};
    case State::NoImage:
        return {tr("No image yet"), box, ColorRole::Waiting};
    case State::BuildingImage:
        return {tr("Building the image"), QStringLiteral("hammer"), ColorRole::Running};
    case State::BuildingTemplate:
        return {tr("Preparing the template"), QStringLiteral("hammer"), ColorRole::Running};
    case State::Ready:
        return {tr("Sandbox ready"), box, ColorRole::Done};
    case State::Degraded:
        return {tr("Sandbox ready, with limits"), box, ColorRole::Waiting};
    case State::Unavailable:
        return {tr("No sandbox"), QStringLiteral("circle-x"), ColorRole::Failed};
    }
    return {};
}

QString acceleratorText(sandbox::Accelerator accelerator)
{
    switch (accelerator) {
    case sandbox::Accelerator::Kvm:
        return tr("KVM");
    case sandbox::Accelerator::Whpx:
        return tr("WHPX");
    case sandbox::Accelerator::Tcg:
        return tr("software emulation");
    case sandbox::Accelerator::Unknown:
        break;
    }
    return tr("not known yet");
}

ColorRole acceleratorRole(sandbox::Accelerator accelerator)
{
    switch (accelerator) {
    case sandbox::Accelerator::Kvm:
    case sandbox::Accelerator::Whpx:
        return ColorRole::Done;
    case sandbox::Accelerator::Tcg:
        return ColorRole::Waiting;
    case sandbox::Accelerator::Unknown:
        break;
    }
    return ColorRole::TextDim;
}

QString confinementText(const sandbox::Status &status)
{
    if (status.accelerator == sandbox::Accelerator::Unknown)
        return tr("not known yet");
    return status.confined ? tr("confined") : tr("not confined");
}

QString standingText(const sandbox::Status &status)
{
    if (status.accelerator == sandbox::Accelerator::Unknown)
        return {};
    return acceleratorText(status.accelerator) + QStringLiteral(", ") + confinementText(status);
}

bool isBuilding(const sandbox::Status &status)
{
    return status.state == State::BuildingImage || status.state == State::BuildingTemplate;
}

QString progressText(const sandbox::Status &status)
{
    QStringList parts;
    if (!status.step.isEmpty())
        parts << visibleLine(status.step, 120);
    parts << tr("%1 %").arg(qRound(status.progress * 100));
    if (status.remainingMs >= 0)
        parts << remainingText(status.remainingMs);
    return parts.join(QStringLiteral(", "));
}

} // namespace glasshouse::ui
