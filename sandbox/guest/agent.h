// The agent's loop: one thread, one poll(), the host's messages on one side and user code on the other.
#pragma once

#include "sandbox/guest/execution.h"
#include "sandbox/guest/hello.h"
#include "sandbox/guest/mounts.h"
#include "sandbox/guest/port.h"
#include "sandbox/guest/proxy.h"
#include "sandbox/guest/stream_table.h"
#include "sandbox/guest/tool_server.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>

namespace glasshouse::guest {

class Agent
{
public:
    explicit Agent(Port port);

    // Until the host says Shutdown. Throws GuestError when it cannot go on.
    void run();

private:
    void prepare();
    void listDescriptors(std::vector<pollfd> &list) const;
    [[nodiscard]] int waitMs() const;
    [[nodiscard]] bool serve(const std::vector<pollfd> &ready); // false: only byte streams moved
    [[nodiscard]] bool serveMounts();                           // likewise
    [[nodiscard]] bool isOtherReady(const std::vector<pollfd> &ready) const;
    [[nodiscard]] short portEvents() const;
    void serveProcesses(const std::vector<pollfd> &ready);

    [[nodiscard]] bool readPort(short events); // likewise
    void receive(const protocol::Message &message);
    void receiveBytes(std::uint32_t stream, std::string_view bytes);
    void receiveForStream(const protocol::Message &message);
    void receiveForMounts(const protocol::Message &message);
    void greet(const protocol::Hello &hello);
    void execute(const protocol::Exec &exec);
    void startNext();
    void cancel(std::uint32_t execution);
    void tellUsage();
    [[nodiscard]] protocol::Usage usage() const;
    [[nodiscard]] bool isRunning(std::uint32_t execution) const;
    void finishExecution();

    void handle(const KernelEvent &event);
    void kernelSpawned();
    void kernelReseeded();
    void kernelDied(int exitCode);

    void warmUp();
    void warmedUp();

    Port m_port;
    Guest m_guest;
    KernelRandom m_random;
    StreamTable m_streams;
    Mounts m_mounts;
    Proxy m_proxy;
    ToolServer m_tools;
    std::optional<protocol::Exec> m_next; // waits for mounts that leave
    std::unique_ptr<Execution> m_execution;
    std::string m_modules;                 // that the Python kernel imported
    std::optional<std::string> m_greeting; // nonce of a Hello that waits for the Python kernel to reseed
    bool m_usageAsked = false;             // and not told yet
    int m_warmUps = 0;
    bool m_ready = false; // Ready was sent
    bool m_running = true;
};

} // namespace glasshouse::guest
