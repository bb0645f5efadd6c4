#include "sandbox/guest/execution.h"

#include "sandbox/guest/layout.h"
#include "sandbox/protocol/limits.h"
#include "sandbox/protocol/utf8.h"

#include <algorithm>
#include <string_view>

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

using protocol::Outcome;
using protocol::OutputStream;

constexpr std::chrono::seconds interruptGrace{2}; // from a polite signal to SIGKILL
constexpr std::chrono::milliseconds shortestLook{10};
constexpr int usageError = 2;

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const auto character = protocol::firstCharacter(text);
        if (!character.valid)
            return false;
        text.remove_prefix(character.size);
    }
    return true;
}

bool writeCell(const std::string &name, const std::string &code)
{
    const std::string path = std::string(cellFolder) + "/" + name;
    unlink(path.c_str());
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    return file.isOpen() && write(file.get(), code.data(), code.size()) == static_cast<ssize_t>(code.size());
}

std::size_t waitingIn(int pipe)
{
    int size = 0;
    return pipe >= 0 && ioctl(pipe, FIONREAD, &size) == 0 && size > 0 ? static_cast<std::size_t>(size) : 0;
}

} // namespace

Execution::Execution(protocol::Exec exec, Guest &guest, SendMessage send)
    : m_exec(std::move(exec)), m_guest(guest), m_send(std::move(send)), m_credit(m_exec.credit)
{
    m_done.id = m_exec.id;
}

void Execution::start()
{
    m_started = Clock::now();
    m_deadline = m_started + std::chrono::milliseconds(m_exec.timeoutMs);
    m_cpuAtStart = m_guest.users.cpuUsAtRest();
    m_cpuLook = m_started + std::chrono::milliseconds(m_exec.cpuMs);
    m_language = languageNamed(m_exec.language);
    m_guest.users.setLimits(m_exec.processes, m_exec.memoryMb);
    m_guest.output.setCapacity({m_exec.outputBytes, m_exec.outputFiles});
    if (m_exec.clearOutput)
        m_guest.output.clear();
    if (!m_language)
        refuse(
            "There is no language of this name in the sandbox. Use python, bash, javascript or typescript.");
    else if (!isUtf8(m_exec.code))
        refuse("The code is not valid UTF-8.");
    else if (isPython())
        m_guest.python.execute(m_exec.id == protocol::warmUpId ? 0 : ++m_guest.cells,
                               withUnixLineEnds(m_exec.code));
    else
        startProcess();
}

void Execution::startProcess()
{
    const CellCommand command = commandFor(*m_language, m_exec.code, cellFolder);
    if (access(command.arguments.front().c_str(), X_OK) != 0 ||
        !writeCell(command.fileName, withUnixLineEnds(m_exec.code)))
        return refuse("This language is not in the sandbox's image.");
    m_process = startUserProcess(command.arguments);
    setNonBlocking(m_process->output);
    setNonBlocking(m_process->error);
}

void Execution::refuse(const std::string &sentence)
{
    tell(sentence);
    endedWith(usageError, Outcome::Completed);
}

void Execution::tell(const std::string &sentence)
{
    m_send(protocol::Output{m_exec.id, OutputStream::Stderr, sentence + "\n"});
    m_credit -= std::min<std::uint64_t>(m_credit, sentence.size() + 1);
}

void Execution::cancel()
{
    if (m_phase == Phase::Running)
        interrupt(Outcome::Cancelled);
}

void Execution::holdClock(bool held)
{
    if (held == m_held.has_value() || m_phase != Phase::Running)
        return;
    if (held) {
        m_held = Clock::now();
        return;
    }
    const auto pause = Clock::now() - *std::exchange(m_held, std::nullopt);
    m_deadline += pause;
    m_heldBefore += pause;
}

void Execution::pythonDone(int exitCode)
{
    if (isLive() && isPython())
        endedWith(exitCode, m_done.outcome);
}

void Execution::pythonDied(int exitCode)
{
    m_guest.stateLost = true;
    if (!isPython())
        return;
    m_orphaned = m_guest.python.releasePipes();
    if (isLive())
        endedWith(exitCode, m_done.outcome == Outcome::Completed ? Outcome::Died : m_done.outcome);
}

// Once output has no more credit its pipe is left alone: the code then waits, and its time goes on.
void Execution::addDescriptors(std::vector<pollfd> &descriptors) const
{
    if (isLive() && m_process)
        descriptors.push_back({m_process->exited.get(), POLLIN, 0});
    if (!isLive() || m_credit == 0)
        return;
    for (const OutputStream stream : {OutputStream::Stdout, OutputStream::Stderr}) {
        if (descriptorOf(stream) >= 0)
            descriptors.push_back({descriptorOf(stream), POLLIN, 0});
    }
}

std::optional<Clock::time_point> Execution::deadline() const
{
    if (m_phase > Phase::Interrupting)
        return std::nullopt;
    const bool isCounted = m_phase == Phase::Running && m_exec.cpuMs > 0;
    if (m_held)
        return isCounted ? std::optional(m_cpuLook) : std::nullopt;
    return isCounted ? std::min(m_deadline, m_cpuLook) : m_deadline;
}

std::chrono::milliseconds Execution::age() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_held.value_or(Clock::now()) - m_started -
                                                                 m_heldBefore);
}

void Execution::step()
{
    if (isLive()) {
        pumpOutput();
        noticeExit();
        passTime();
    }
    if (m_phase == Phase::Ended && m_guest.python.isRunning())
        cleanUpProcesses();
    if (m_phase == Phase::Draining)
        pumpOutput();
    if (m_phase == Phase::Draining && m_outputLeft == 0 && m_errorLeft == 0)
        collectFiles();
    if (m_phase == Phase::SendingFiles)
        sendFiles();
}

void Execution::passTime()
{
    if (m_phase == Phase::Running && m_exec.cpuMs > 0 && Clock::now() >= m_cpuLook)
        lookAtCpu();
    if (m_held || Clock::now() < m_deadline)
        return;
    if (m_phase == Phase::Running) {
        interrupt(Outcome::TimedOut);
    } else if (m_phase == Phase::Interrupting) {
        signalAll(SIGKILL);
        m_phase = Phase::Killing;
    }
}

void Execution::lookAtCpu()
{
    const auto left = std::chrono::milliseconds(m_exec.cpuMs) - std::chrono::microseconds(cpuUs());
    if (left.count() > 0) {
        m_cpuLook = Clock::now() + std::max<Clock::duration>(left, shortestLook);
    } else {
        noteLimit(protocol::HitLimit::CpuTime);
        interrupt(Outcome::TimedOut);
    }
}

void Execution::interrupt(Outcome outcome)
{
    m_done.outcome = outcome;
    m_held.reset();
    m_phase = Phase::Interrupting;
    m_deadline = Clock::now() + interruptGrace;
    signalAll(isPython() ? SIGINT : SIGTERM);
}

// To the process group; the leader alone is addressed as well, in case it left its group.
void Execution::signalAll(int number) const
{
    const pid_t leader = m_process ? m_process->id : m_guest.python.id();
    if (leader <= 0)
        return;
    kill(-leader, number);
    if (number == SIGKILL)
        kill(leader, number);
}

void Execution::noticeExit()
{
    if (!m_process || !isLive())
        return;
    pollfd exited{m_process->exited.get(), POLLIN, 0};
    if (poll(&exited, 1, 0) > 0)
        endedWith(exitCodeOf(m_process->id), m_done.outcome);
}

void Execution::endedWith(int exitCode, Outcome outcome)
{
    m_done.exitCode = exitCode;
    m_done.outcome = outcome;
    m_done.durationMs = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_started).count());
    m_phase = Phase::Ended;
}

// Whatever the code left running ends with it; only the Python kernel lives on. What all of them had printed
// by then is passed on, but not what a thread of the kernel goes on to print.
void Execution::cleanUpProcesses()
{
    m_guest.users.killAllBut(m_guest.python.id());
    noteLimits();
    m_outputLeft = waitingIn(descriptorOf(OutputStream::Stdout));
    m_errorLeft = waitingIn(descriptorOf(OutputStream::Stderr));
    m_phase = Phase::Draining;
}

void Execution::noteLimits()
{
    m_guest.users.rest();
    const bool killed = m_done.exitCode == 128 + SIGKILL && m_done.outcome != Outcome::Cancelled;
    if (m_guest.users.sawOutOfMemory()) {
        noteLimit(protocol::HitLimit::Memory);
        if (killed)
            m_done.outcome = Outcome::OutOfMemory;
    }
    if (m_guest.users.sawTooManyProcesses())
        noteLimit(protocol::HitLimit::Processes);
    const OutputUsage output = m_guest.output.usage();
    if (output.isFull)
        noteLimit(protocol::HitLimit::OutputBytes);
    if (output.isCrowded)
        noteLimit(protocol::HitLimit::OutputFiles);
}

void Execution::pumpOutput()
{
    std::size_t unlimited = protocol::maxChunk;
    std::size_t unlimitedError = protocol::maxChunk;
    pump(OutputStream::Stdout, isLive() ? unlimited : m_outputLeft);
    pump(OutputStream::Stderr, isLive() ? unlimitedError : m_errorLeft);
}

void Execution::pump(OutputStream stream, std::size_t &left)
{
    const int pipe = descriptorOf(stream);
    while (left > 0 && m_credit > 0 && pipe >= 0) {
        std::string bytes(std::min({left, std::size_t(m_credit), protocol::maxChunk}), '\0');
        const ssize_t size = read(pipe, bytes.data(), bytes.size());
        if (size <= 0) {
            left = 0;
            return;
        }
        bytes.resize(static_cast<std::size_t>(size));
        left -= bytes.size();
        m_credit -= bytes.size();
        m_send(protocol::Output{m_exec.id, stream, std::move(bytes)});
    }
}

void Execution::collectFiles()
{
    OutputChanges changes = m_guest.output.takeChanges({m_exec.outputBytes, m_exec.outputFiles});
    m_done.limits |= changes.limits;
    m_files.emplace(m_exec.id, m_guest.output.root(), std::move(changes), m_send);
    m_phase = Phase::SendingFiles;
}

void Execution::sendFiles()
{
    if (!m_files->step(m_credit))
        return;
    m_done.stateLost = std::exchange(m_guest.stateLost, false);
    if (m_done.stateLost)
        tell("The Python process had to be restarted: variables, imports and functions of earlier calls are "
             "gone.");
    m_send(m_done);
    m_phase = Phase::Finished;
}

int Execution::descriptorOf(OutputStream stream) const
{
    const bool isOutput = stream == OutputStream::Stdout;
    if (m_process)
        return isOutput ? m_process->output.get() : m_process->error.get();
    if (m_orphaned)
        return isOutput ? m_orphaned->first.get() : m_orphaned->second.get();
    if (isPython())
        return isOutput ? m_guest.python.output().get() : m_guest.python.error().get();
    return -1;
}

} // namespace glasshouse::guest
