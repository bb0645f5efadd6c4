// One call: starts the code, passes its output on, ends it in time, and hands over the files it left.
#pragma once

#include "sandbox/guest/artifact_sender.h"
#include "sandbox/guest/language.h"
#include "sandbox/guest/output_folder.h"
#include "sandbox/guest/python_kernel.h"
#include "sandbox/guest/user_group.h"
#include "sandbox/guest/user_process.h"
#include "sandbox/protocol/messages.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

namespace glasshouse::guest {

using Clock = std::chrono::steady_clock;

struct Guest // what the calls of a session share; outlives each of them
{
    PythonKernel python;
    UserGroup users;
    OutputFolder output;
    int cells = 0;          // of Python code, so that tracebacks can tell them apart
    bool stateLost = false; // the Python kernel died since the last call ended
};

// Driven by the agent's loop: poll() what interests it, tell it what happened, call step() after each round.
class Execution
{
public:
    Execution(protocol::Exec exec, Guest &guest, SendMessage send);

    [[nodiscard]] std::uint32_t id() const { return m_exec.id; }

    void start();
    void addCredit(std::uint32_t bytes) { m_credit += bytes; }
    void cancel();
    void holdClock(bool held); // the time limit stands still while a person decides

    void pythonDone(int exitCode);
    void pythonDied(int exitCode);

    void addDescriptors(std::vector<pollfd> &descriptors) const;
    [[nodiscard]] std::optional<Clock::time_point> deadline() const;
    void step();
    [[nodiscard]] bool isLive() const { return m_phase <= Phase::Killing; }
    [[nodiscard]] bool isFinished() const { return m_phase == Phase::Finished; }
    [[nodiscard]] bool isPython() const { return m_language == Language::Python; }
    [[nodiscard]] std::uint64_t cpuUs() const { return m_guest.users.cpuUs() - m_cpuAtStart; }
    [[nodiscard]] std::chrono::milliseconds age() const; // without the time that the clock was held

private:
    enum class Phase { Running, Interrupting, Killing, Ended, Draining, SendingFiles, Finished };

    void startProcess();
    void refuse(const std::string &sentence);
    void tell(const std::string &sentence);
    void passTime();
    void lookAtCpu();
    void noteLimit(protocol::HitLimit limit) { m_done.limits |= static_cast<std::uint32_t>(limit); }
    void noteLimits();
    void interrupt(protocol::Outcome outcome);
    void signalAll(int number) const;
    void noticeExit();
    void endedWith(int exitCode, protocol::Outcome outcome);
    void cleanUpProcesses();
    void pumpOutput();
    void pump(protocol::OutputStream stream, std::size_t &drainLeft);
    void collectFiles();
    void sendFiles();
    [[nodiscard]] int descriptorOf(protocol::OutputStream stream) const;

    protocol::Exec m_exec;
    Guest &m_guest;
    SendMessage m_send;
    Phase m_phase = Phase::Running;
    std::optional<Language> m_language;
    std::optional<UserProcess> m_process; // of a language other than Python
    std::optional<Ends> m_orphaned;       // output and error of a Python kernel that died
    std::optional<ArtifactSender> m_files;
    Clock::time_point m_started;
    Clock::time_point m_deadline;
    Clock::time_point m_cpuLook; // it cannot have used up its processor time before
    std::uint64_t m_cpuAtStart = 0;
    std::optional<Clock::time_point> m_held; // since when
    Clock::duration m_heldBefore{};          // in all
    std::uint64_t m_credit = 0;
    std::size_t m_outputLeft = 0; // to pass on after the end
    std::size_t m_errorLeft = 0;
    protocol::ExecDone m_done;
};

} // namespace glasshouse::guest
