#include "sandbox/host/usage_meter.h"

#include "core/base/clock.h"

namespace glasshouse::sandbox {

namespace {

constexpr int intervalMs = 1000;
constexpr qint64 microseconds = 1000;

} // namespace

UsageMeter::UsageMeter(Vm &vm) : m_vm(vm)
{
    connect(&m_vm, &Vm::messageReceived, this, &UsageMeter::handle);
    connect(&m_timer, &QTimer::timeout, this, &UsageMeter::ask);
    m_timer.start(intervalMs);
    ask();
}

// A guest that is slow to answer is not asked again and again.
void UsageMeter::ask()
{
    if (!std::exchange(m_waiting, true))
        m_vm.send(protocol::AskUsage{});
}

void UsageMeter::handle(const protocol::Message &message)
{
    const auto *usage = std::get_if<protocol::Usage>(&message);
    if (!usage)
        return;
    if (!std::exchange(m_waiting, false))
        return m_vm.kill(QStringLiteral(
            "The sandbox was ended after a protocol violation: figures that nobody asked for."));
    Q_EMIT measured(*usage);
}

Usage toUsage(const protocol::Usage &usage, const Limits &limits, qint64 printedBytes)
{
    return {.atMs = SystemClock().nowMs(),
            .cpuMs = static_cast<qint64>(usage.cpuUs) / microseconds,
            .callCpuMs = static_cast<qint64>(usage.callCpuUs) / microseconds,
            .callMs = static_cast<qint64>(usage.callMs),
            .printedBytes = printedBytes,
            .memoryBytes = static_cast<qint64>(usage.memoryBytes),
            .processes = static_cast<int>(usage.processes),
            .outputBytes = static_cast<qint64>(usage.outputBytes),
            .outputFiles = static_cast<int>(usage.outputFiles),
            .callCpuLimitMs = limits.cpuTimeMs > 0 ? limits.cpuTimeMs : limits.callTimeoutMs,
            .callLimitMs = limits.callTimeoutMs,
            .printedLimitBytes = limits.printedBytes,
            .memoryLimitBytes = static_cast<qint64>(usage.memoryLimitBytes),
            .processLimit = limits.processes,
            .outputLimitBytes = limits.outputBytes,
            .outputFileLimit = limits.outputFiles};
}

} // namespace glasshouse::sandbox
