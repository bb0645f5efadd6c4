// The agent's end of kernel.py: a zygote that has the usual modules in memory, and the one kernel forked from
// it.
#pragma once

#include "sandbox/guest/descriptor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <sys/types.h>

namespace glasshouse::guest {

struct KernelPreloaded
{
    std::string modules; // empty if the image has none of them
};

struct KernelSpawned
{
};

struct KernelReseeded
{
};

struct KernelDone // with the code it was given
{
    int exitCode = 0;
};

struct KernelDied
{
    int exitCode = 0; // 128 and the signal's number
};

using KernelEvent = std::variant<KernelPreloaded, KernelSpawned, KernelReseeded, KernelDone, KernelDied>;

// What a kernel prints goes to pipes that are replaced with it. Nothing here blocks; user code can write to
// the control pipe of its own kernel, so what comes from there is believed only as far as it can hurt
// nobody else.
class PythonKernel
{
public:
    void startZygote(); // KernelPreloaded follows. Throws GuestError

    void spawn();                                    // KernelSpawned follows; the old kernel must be dead
    void execute(int cell, const std::string &code); // KernelDone or KernelDied follows
    void reseed();                                   // KernelReseeded follows
    void writeWaiting();

    [[nodiscard]] int zygoteDescriptor() const { return m_zygote.get(); }
    [[nodiscard]] int commandDescriptor() const
    {
        return m_commands.get();
    } // of interest while wantsToWrite()
    [[nodiscard]] int answerDescriptor() const { return m_answers.get(); }
    [[nodiscard]] bool wantsToWrite() const { return !m_outgoing.empty(); }
    [[nodiscard]] const Descriptor &output() const { return m_output; }
    [[nodiscard]] const Descriptor &error() const { return m_error; }
    [[nodiscard]] pid_t id() const { return m_id; } // 0 while it starts
    [[nodiscard]] bool isRunning() const { return m_id != 0 && !m_isDistrusted; }

    // Its output and error pipes, which may still hold what it printed before it died.
    [[nodiscard]] Ends releasePipes() { return {std::move(m_output), std::move(m_error)}; }

    [[nodiscard]] std::optional<KernelEvent> readZygote();
    void readAnswers();
    [[nodiscard]] std::optional<KernelEvent> takeAnswer();

private:
    void send(char operation, std::uint32_t number, const std::string &text);
    void distrustControl();

    Descriptor m_zygote;
    // Pipes, not a socket: the output goes through pipes as well, and in a fresh sandbox every part of the
    // system that runs for the first time costs time.
    Descriptor m_commands;
    Descriptor m_answers;
    Descriptor m_output;
    Descriptor m_error;
    pid_t m_id = 0;
    std::string m_outgoing;
    std::string m_incoming;
    int m_asked = 0;             // requests that wait for their answer
    bool m_isDistrusted = false; // it was killed; its death is not told yet
};

} // namespace glasshouse::guest
