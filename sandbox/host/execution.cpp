#include "sandbox/host/execution.h"

#include "sandbox/protocol/limits.h"

#include <array>

namespace glasshouse::sandbox {

namespace {

constexpr qint64 creditWindow = 512 << 10;
constexpr int graceMs = 3000; // for the guest to notice its own time limit and to say so

protocol::Exec toMessage(const ExecRequest &request, quint32 number)
{
    protocol::Exec exec;
    exec.id = number;
    exec.language = request.language.toStdString();
    exec.code = request.code.toStdString();
    exec.timeoutMs = static_cast<std::uint32_t>(request.limits.callTimeoutMs);
    exec.cpuMs = static_cast<std::uint32_t>(request.limits.cpuTimeMs > 0 ? request.limits.cpuTimeMs
                                                                         : request.limits.callTimeoutMs);
    exec.processes = static_cast<std::uint32_t>(request.limits.processes);
    exec.outputBytes = static_cast<std::uint64_t>(request.limits.outputBytes);
    exec.outputFiles = static_cast<std::uint32_t>(request.limits.outputFiles);
    exec.clearOutput = request.limits.clearOutputPerCall;
    exec.credit = creditWindow;
    return exec;
}

Ending toEnding(const protocol::ExecDone &done)
{
    switch (done.outcome) {
    case protocol::Outcome::Completed:
        return done.exitCode == 0 ? Ending::Completed : Ending::Failed;
    case protocol::Outcome::TimedOut:
        return Ending::TimedOut;
    case protocol::Outcome::OutOfMemory:
        return Ending::OutOfMemory;
    case protocol::Outcome::Cancelled:
        return Ending::Cancelled;
    case protocol::Outcome::Died:
        break;
    }
    return Ending::Failed;
}

QVector<LimitHit> hitsOf(const protocol::ExecDone &done, const Limits &limits)
{
    using protocol::HitLimit;
    static constexpr std::array kinds{std::pair(HitLimit::CpuTime, Limit::CpuTime),
                                      std::pair(HitLimit::Memory, Limit::Memory),
                                      std::pair(HitLimit::Processes, Limit::Processes),
                                      std::pair(HitLimit::OutputBytes, Limit::OutputBytes),
                                      std::pair(HitLimit::OutputFiles, Limit::OutputFiles)};
    QVector<LimitHit> hits;
    for (const auto &[flag, limit] : kinds) {
        if (done.limits & static_cast<std::uint32_t>(flag))
            hits << limitHit(limit, limits);
    }
    return hits;
}

constexpr qsizetype mostCalls = 64; // of tools, at once
constexpr qsizetype longestError = 4000;

QString unknownTool(const QString &name, const QStringList &tools)
{
    const QString known = tools.isEmpty()
                              ? QStringLiteral("This sandbox has none.")
                              : QStringLiteral("There are: %1.").arg(tools.join(QStringLiteral(", ")));
    return QStringLiteral("There is no tool \"%1\". %2").arg(name.left(80), known);
}

const QByteArray stateLostNote =
    QByteArrayLiteral("[The interpreter was restarted: variables of earlier calls are gone.]\n");

} // namespace

Execution::Execution(Vm &vm, quint32 number, const ExecRequest &request, ArtifactFolders folders,
                     QObject *parent)
    : QObject(parent), m_vm(vm), m_number(number), m_request(request),
      m_output(request.limits.outputCharacters),
      m_artifacts(std::move(folders), request.limits.outputBytes, request.limits.outputFiles)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Execution::handleLateGuest);
    connect(&m_vm, &Vm::messageReceived, this, &Execution::handle);
    connect(&m_vm, &Vm::ended, this, &Execution::handleLostVm);
}

void Execution::start()
{
    m_age.start();
    m_credit = creditWindow;
    m_vm.send(toMessage(m_request, m_number));
    m_deadline.start(m_request.limits.callTimeoutMs + graceMs);
}

void Execution::cancel()
{
    m_forcedEnding = Ending::Cancelled;
    holdClock(false);
    m_vm.send(protocol::Cancel{m_number});
    m_deadline.start(graceMs);
}

void Execution::abort(const QString &reason)
{
    m_forcedEnding = Ending::Cancelled;
    m_vm.kill(reason);
}

void Execution::handle(const protocol::Message &message)
{
    if (!m_finished)
        std::visit([this](const auto &one) { accept(one); }, message);
}

template<typename Other> void Execution::accept(const Other &)
{
    constexpr bool isAsked = std::is_same_v<Other, protocol::Pong> || std::is_same_v<Other, protocol::Usage>;
    if constexpr (!isAsked && !protocol::isOfStreams<Other>)
        violate(QStringLiteral("a message that does not belong into an execution"));
}

void Execution::accept(const protocol::Output &message)
{
    if (message.id != m_number || m_artifacts.isReceiving())
        return violate(QStringLiteral("output that belongs to no execution"));
    const Stream stream = message.stream == protocol::OutputStream::Stdout ? Stream::Stdout : Stream::Stderr;
    const QByteArrayView bytes(message.bytes.data(), static_cast<qsizetype>(message.bytes.size()));
    if (const QByteArray kept = m_output.add(stream, bytes); !kept.isEmpty())
        Q_EMIT outputReceived(stream, kept);
    countPrinted(message.bytes.size());
    spend(message.bytes.size());
}

// Nobody reads that much: it is stopped like a call that takes too long.
void Execution::countPrinted(std::size_t bytes)
{
    const bool wasTooMuch = m_printed > m_request.limits.printedBytes;
    m_printed += static_cast<qint64>(bytes);
    if (wasTooMuch || m_printed <= m_request.limits.printedBytes)
        return;
    m_hits << limitHit(Limit::PrintedBytes, m_request.limits);
    cancel();
    m_forcedEnding = Ending::Failed;
}

void Execution::accept(const protocol::ArtifactBegin &message)
{
    check(message.id == m_number ? m_artifacts.begin(message)
                                 : fail(QStringLiteral("a file of no execution")));
}

void Execution::accept(const protocol::ArtifactData &message)
{
    m_deadline.start(graceMs +
                     m_request.limits.callTimeoutMs); // it is making progress, and its bytes are counted
    check(message.id == m_number ? m_artifacts.add(message) : fail(QStringLiteral("a file of no execution")));
    spend(message.bytes.size());
}

void Execution::accept(const protocol::ArtifactEnd &message)
{
    check(message.id == m_number ? m_artifacts.end(message) : fail(QStringLiteral("a file of no execution")));
}

void Execution::accept(const protocol::ArtifactRefused &message)
{
    check(message.id == m_number ? m_artifacts.refused(message)
                                 : fail(QStringLiteral("a file of no execution")));
}

void Execution::accept(const protocol::ExecDone &message)
{
    if (message.id != m_number || m_artifacts.isReceiving())
        return violate(QStringLiteral("the end of no execution"));
    ExecResult result;
    const bool isStopped = message.outcome == protocol::Outcome::Cancelled;
    result.ending = isStopped && m_forcedEnding == Ending::Failed ? Ending::Failed : toEnding(message);
    result.exitCode = message.exitCode;
    m_hits += hitsOf(message, m_request.limits);
    if (message.stateLost) {
        result.standardError = stateLostNote;
        Q_EMIT outputReceived(Stream::Stderr, stateLostNote);
    }
    finish(result);
}

void Execution::accept(const protocol::ToolCall &message)
{
    if (message.execution != m_number || m_calls.contains(message.call) || m_calls.size() >= mostCalls)
        return violate(QStringLiteral("a call of a tool that nobody can have made"));
    m_calls.insert(message.call);
    const QString name = QString::fromStdString(message.name);
    if (m_request.tools.contains(name))
        Q_EMIT toolCalled({message.call, name, QByteArray::fromStdString(message.arguments)});
    else
        answerTool(message.call, fail(unknownTool(name, m_request.tools)));
}

void Execution::answerTool(quint32 call, const Result<QByteArray> &answer)
{
    if (m_finished || !m_calls.remove(call))
        return;
    const bool fits = !answer || answer->size() <= qsizetype(protocol::maxToolData);
    if (!fits)
        return m_vm.send(
            protocol::ToolAnswer{m_number, call, true, "The answer of the tool is longer than 1 MiB."});
    const QByteArray value = answer ? *answer : answer.error().message.left(longestError).toUtf8();
    m_vm.send(protocol::ToolAnswer{m_number, call, !answer, value.toStdString()});
}

void Execution::holdClock(bool held)
{
    if (m_finished || held == m_remainingMs.has_value())
        return;
    m_vm.send(protocol::HoldClock{m_number, held});
    if (held) {
        m_remainingMs = m_deadline.remainingTime();
        m_deadline.stop();
    } else {
        m_deadline.start(*std::exchange(m_remainingMs, std::nullopt));
    }
}

void Execution::check(const Result<void> &step)
{
    if (!step)
        violate(step.error().message);
}

void Execution::spend(std::size_t bytes)
{
    if (m_finished)
        return;
    m_credit -= static_cast<qint64>(bytes);
    if (m_credit < 0)
        return violate(QStringLiteral("more bytes than it was granted"));
    if (m_credit > creditWindow / 2)
        return;
    m_vm.send(protocol::Credit{m_number, static_cast<std::uint32_t>(creditWindow - m_credit)});
    m_credit = creditWindow;
}

void Execution::violate(const QString &detail)
{
    m_forcedEnding = Ending::Lost;
    m_vm.kill(QStringLiteral("The sandbox was ended after a protocol violation: %1.").arg(detail));
}

void Execution::handleLateGuest()
{
    if (m_forcedEnding == Ending::Lost)
        m_forcedEnding = Ending::TimedOut;
    m_vm.kill(QStringLiteral("The sandbox did not end the call in time, so it was ended itself."));
}

void Execution::handleLostVm(const QString &reason)
{
    if (m_finished)
        return;
    if (!m_vm.hasAnswered() && m_forcedEnding == Ending::Lost) {
        m_finished = true;
        m_deadline.stop();
        return Q_EMIT neverRan(reason);
    }
    ExecResult result;
    result.ending = m_forcedEnding;
    result.exitCode = -1;
    result.standardError = "[" + reason.toUtf8() + " Its variables are gone.]\n";
    Q_EMIT outputReceived(Stream::Stderr, result.standardError);
    finish(result);
}

void Execution::finish(ExecResult result)
{
    m_finished = true;
    m_deadline.stop();
    result.standardOutput = m_output.standardOutput();
    result.standardError.prepend(m_output.standardError());
    result.cutCharacters = m_output.cutCharacters();
    result.files = m_artifacts.takeFiles();
    result.refused = m_artifacts.takeRefused();
    const auto hitsTheClock = [](const LimitHit &hit) { return hit.limit == Limit::CpuTime; };
    if (result.ending == Ending::TimedOut && std::none_of(m_hits.begin(), m_hits.end(), hitsTheClock))
        m_hits.prepend(limitHit(Limit::WallTime, m_request.limits));
    result.limitsHit = m_hits;
    result.durationMs = m_age.elapsed();
    Q_EMIT finished(result);
}

} // namespace glasshouse::sandbox
