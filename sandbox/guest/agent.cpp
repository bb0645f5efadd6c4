#include "sandbox/guest/agent.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/protocol/limits.h"

#include <algorithm>
#include <array>
#include <limits>

#include <sys/stat.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr int turnsOfMounts = 64;      // some ten milliseconds, in which only mounts are served
constexpr std::size_t firstTool = 5;   // in the list of descriptors
constexpr int reconnectIntervalMs = 1; // while no host is at the other end poll() has nothing to wait for

// The calls that are made before the template is taken, so that the first real one finds every page and path
// warm.
struct WarmUp
{
    const char *language;
    const char *code;
};

constexpr std::array<WarmUp, 3> warmUps{{
    {"python", "print('ready')\nwith open('/output/warm', 'w') as file: file.write('ready')\ndel file\n"},
    {"bash", "echo ready > /output/warm; cat /output/warm\n"},
    {"python", "import sys; print('ready'); print('ready', file=sys.stderr); del sys\n"},
}};

} // namespace

Agent::Agent(Port port)
    : m_port(std::move(port)), m_guest{{}, {}, OutputFolder(ownOutputPath), 0, false}, m_streams(m_port),
      m_mounts(m_port), m_proxy(m_port, m_streams), m_tools(m_port)
{
}

void Agent::run()
{
    prepare();
    std::vector<pollfd> ready;
    while (m_running) {
        listDescriptors(ready);
        const int wait = waitMs();
        const bool isDue = poll(ready.data(), ready.size(), wait) <= 0 || wait == 0;
        if (!serve(ready) && !isDue && (!m_execution || m_execution->isLive()) && !serveMounts())
            continue;
        if (m_execution)
            m_execution->step();
        finishExecution();
        tellUsage();
    }
}

// A mount is asked thousands of times in a second: for a while nothing else is served, until anything else
// asks for it. Nor is there a timeout of its own: to set the guest's clock for it, and to take that back,
// would be a tenth of the time.
bool Agent::serveMounts()
{
    std::vector<pollfd> ready;
    bool isMore = false;
    for (int turn = 0; turn < turnsOfMounts && m_mounts.folders() > 0 && m_port.isConnected() && !isMore;
         ++turn) {
        const int wait = waitMs();
        listDescriptors(ready);
        if (wait == 0 || poll(ready.data(), ready.size(), wait) <= 0 || isOtherReady(ready))
            return false; // the next turn finds it
        isMore = readPort(ready[0].revents);
        m_mounts.serveFolders(); // whoever got an answer has most often asked the next by now
    }
    return isMore;
}

// Neither the port nor a mount.
bool Agent::isOtherReady(const std::vector<pollfd> &ready) const
{
    const pollfd *folders = ready.data() + firstTool + m_tools.descriptors() + m_streams.descriptors();
    const pollfd *others = folders + m_mounts.folders();
    const auto isReady = [](const pollfd &one) { return one.revents != 0; };
    return std::any_of(ready.data() + 1, folders, isReady) ||
           std::any_of(others, ready.data() + ready.size(), isReady);
}

void Agent::prepare()
{
    m_random.open();
    m_guest.users.create();
    mkdir(cellFolder, 0755);
    m_proxy.listen();
    m_tools.listen();
    m_guest.python.startZygote();
}

void Agent::listDescriptors(std::vector<pollfd> &list) const
{
    list.clear();
    list.push_back({m_port.isConnected() ? m_port.descriptor() : -1, portEvents(), 0});
    list.push_back({m_guest.python.zygoteDescriptor(), POLLIN, 0});
    list.push_back({m_guest.python.answerDescriptor(), POLLIN, 0});
    list.push_back({m_guest.python.wantsToWrite() ? m_guest.python.commandDescriptor() : -1, POLLOUT, 0});
    list.push_back({m_proxy.descriptor(), POLLIN, 0});
    m_tools.addDescriptors(list);
    m_streams.addDescriptors(list);
    m_mounts.addFolders(list);
    m_mounts.addHelpers(list);
    if (m_execution)
        m_execution->addDescriptors(list);
}

short Agent::portEvents() const
{
    return static_cast<short>(POLLIN | (m_port.wantsToWrite() ? POLLOUT : 0));
}

int Agent::waitMs() const
{
    if (!m_port.isConnected())
        return reconnectIntervalMs;
    auto deadline = m_execution ? m_execution->deadline() : std::nullopt;
    if (const auto proxy = m_proxy.deadline(); proxy && (!deadline || *proxy < *deadline))
        deadline = proxy;
    if (!deadline)
        return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

bool Agent::serve(const std::vector<pollfd> &ready)
{
    const pollfd *tools = ready.data() + firstTool;
    const pollfd *streams = tools + m_tools.descriptors();
    const pollfd *folders = streams + m_streams.descriptors();
    const pollfd *others = folders + m_mounts.folders();
    const auto isReady = [](const pollfd &one) { return one.revents != 0; };
    bool isMore = std::any_of(ready.data() + 1, streams, isReady) ||
                  std::any_of(others, ready.data() + ready.size(), isReady);
    m_mounts.serveFolders(folders);
    m_streams.serve(streams);
    m_tools.serve(tools);
    isMore |= readPort(ready[0].revents);
    if (isMore)
        serveProcesses(ready);
    return isMore;
}

void Agent::serveProcesses(const std::vector<pollfd> &ready)
{
    if (ready[1].revents != 0) {
        if (const auto event = m_guest.python.readZygote())
            handle(*event);
    }
    if (ready[3].revents & POLLOUT)
        m_guest.python.writeWaiting();
    if (ready[2].revents != 0 && ready[2].fd == m_guest.python.answerDescriptor()) {
        m_guest.python.readAnswers();
        while (const auto event = m_guest.python.takeAnswer())
            handle(*event);
    }
    if (ready[4].revents != 0)
        m_proxy.acceptWaiting();
    m_mounts.step();
    if (!m_mounts.isLeaving())
        startNext();
}

bool Agent::readPort(short events)
{
    if (events & POLLOUT)
        m_port.writeWaiting();
    if (events & POLLHUP && !(events & POLLIN))
        m_port.noteHangUp();
    else if (events & POLLIN || !m_port.isConnected())
        m_port.readAvailable();
    bool isMore = false;
    while (const auto frame = m_port.next()) {
        if (const auto bytes = protocol::streamBytes(*frame)) {
            receiveBytes(frame->stream, *bytes);
            continue;
        }
        isMore |= frame->type != protocol::FrameType::StreamCredit;
        receive(Port::messageIn(*frame));
    }
    return isMore;
}

void Agent::receiveBytes(std::uint32_t stream, std::string_view bytes)
{
    m_mounts.noteWords(stream);
    if (!m_mounts.receive(stream, bytes))
        m_streams.receive(stream, bytes);
}

void Agent::receive(const protocol::Message &message)
{
    if (!std::holds_alternative<protocol::StreamCredit>(message))
        m_mounts.noteWords(); // what the guest learns now may have to do with a mount
    if (const auto *hello = std::get_if<protocol::Hello>(&message))
        greet(*hello);
    else if (const auto *ping = std::get_if<protocol::Ping>(&message))
        m_port.send(protocol::Pong{ping->token});
    else if (std::holds_alternative<protocol::AskUsage>(message))
        m_usageAsked = true;
    else if (const auto *time = std::get_if<protocol::SetTime>(&message))
        setClock(time->timeMs);
    else if (const auto *exec = std::get_if<protocol::Exec>(&message))
        execute(*exec);
    else if (const auto *credit = std::get_if<protocol::Credit>(&message); credit && isRunning(credit->id))
        m_execution->addCredit(credit->bytes);
    else if (const auto *cancel = std::get_if<protocol::Cancel>(&message))
        this->cancel(cancel->id);
    else if (const auto *answer = std::get_if<protocol::ToolAnswer>(&message))
        m_tools.receive(*answer);
    else if (const auto *hold = std::get_if<protocol::HoldClock>(&message);
             hold && isRunning(hold->execution))
        m_execution->holdClock(hold->held);
    else if (std::holds_alternative<protocol::Shutdown>(message))
        m_running = false;
    else
        receiveForStream(message);
}

void Agent::receiveForStream(const protocol::Message &message)
{
    if (const auto *credit = std::get_if<protocol::StreamCredit>(&message)) {
        if (!m_mounts.receive(*credit))
            m_streams.receive(*credit);
    } else if (const auto *end = std::get_if<protocol::StreamEnd>(&message)) {
        m_mounts.end(end->stream);
        m_streams.receive(*end);
    } else if (const auto *reset = std::get_if<protocol::StreamReset>(&message)) {
        m_mounts.end(reset->stream);
        m_streams.drop(reset->stream);
    } else {
        receiveForMounts(message);
    }
}

void Agent::receiveForMounts(const protocol::Message &message)
{
    if (const auto *mount = std::get_if<protocol::Mount>(&message))
        m_mounts.mount(*mount);
    else if (const auto *unmount = std::get_if<protocol::Unmount>(&message))
        m_mounts.unmount(*unmount);
    else if (const auto *authority = std::get_if<protocol::Authority>(&message))
        Proxy::trust(*authority);
}

// The answer says that no code will see the template's random numbers, so it waits for the Python kernel.
void Agent::greet(const protocol::Hello &hello)
{
    m_port.holdBack(); // a call may follow right behind, and say something first
    m_mounts.forgetAll();
    m_streams.dropAll();
    setClock(hello.timeMs);
    m_random.reseed(hello.entropy);
    m_greeting = hello.nonce;
    if (m_guest.python.isRunning() && !m_execution)
        m_guest.python.reseed();
    else
        kernelReseeded(); // it reseeds itself when it starts
}

void Agent::execute(const protocol::Exec &exec)
{
    if (m_execution || m_next || !m_ready)
        throw GuestError("protocol violation by the host: an execution before the last one ended");
    m_next = exec;
    if (!m_mounts.isLeaving())
        startNext();
}

void Agent::cancel(std::uint32_t execution)
{
    if (m_next && m_next->id == execution)
        startNext(); // it ends like any other
    if (isRunning(execution))
        m_execution->cancel();
}

// Once what was taken back before it is no longer there.
void Agent::startNext()
{
    if (!m_next)
        return;
    const protocol::Exec exec = *std::exchange(m_next, std::nullopt);
    m_execution = std::make_unique<Execution>(
        exec, m_guest, [this](const protocol::Message &message) { m_port.send(message); });
    m_tools.setExecution(exec.id);
    m_execution->start();
}

// Nothing may overtake the greeting.
void Agent::tellUsage()
{
    if (!m_greeting && std::exchange(m_usageAsked, false))
        m_port.send(usage());
}

protocol::Usage Agent::usage() const
{
    const OutputUsage output = m_guest.output.usage();
    protocol::Usage usage;
    usage.cpuUs = m_guest.users.cpuUs();
    usage.memoryBytes = m_guest.users.memoryBytes();
    usage.memoryLimitBytes = m_guest.users.memoryLimitBytes();
    usage.processes = m_guest.users.processes();
    usage.outputBytes = output.bytes;
    usage.outputFiles = output.files;
    if (m_execution) {
        usage.callCpuUs = m_execution->cpuUs();
        usage.callMs = static_cast<std::uint64_t>(m_execution->age().count());
    }
    return usage;
}

// Credit and Cancel may have crossed the end of the call they are for; they must not reach the next one.
bool Agent::isRunning(std::uint32_t execution) const
{
    return m_execution && m_execution->id() == execution;
}

void Agent::finishExecution()
{
    if (!m_execution || !m_execution->isFinished())
        return;
    m_execution.reset();
    m_tools.setExecution(std::nullopt);
    if (!m_ready)
        warmUp();
}

void Agent::handle(const KernelEvent &event)
{
    if (const auto *preloaded = std::get_if<KernelPreloaded>(&event)) {
        m_modules = preloaded->modules;
        m_guest.python.spawn();
    } else if (std::holds_alternative<KernelSpawned>(event)) {
        kernelSpawned();
    } else if (std::holds_alternative<KernelReseeded>(event)) {
        kernelReseeded();
    } else if (const auto *done = std::get_if<KernelDone>(&event); done && m_execution) {
        m_execution->pythonDone(done->exitCode);
    } else if (const auto *died = std::get_if<KernelDied>(&event)) {
        kernelDied(died->exitCode);
    }
}

void Agent::kernelSpawned()
{
    if (!m_ready && !m_execution)
        warmUp();
}

void Agent::kernelReseeded()
{
    if (m_greeting)
        m_port.release(
            protocol::HelloOk{*std::exchange(m_greeting, std::nullopt), GLASSHOUSE_VERSION, m_ready});
}

// The rest of what the dead kernel printed must be read before its pipes are replaced.
void Agent::kernelDied(int exitCode)
{
    m_guest.stateLost = true;
    if (m_execution && m_execution->isPython()) {
        m_guest.users.killAllBut(0);
        m_execution->pythonDied(exitCode);
    }
    kernelReseeded();
    m_guest.python.spawn();
}

void Agent::warmUp()
{
    if (m_warmUps == static_cast<int>(warmUps.size()))
        return warmedUp();
    const WarmUp &call = warmUps[static_cast<std::size_t>(m_warmUps++)];
    protocol::Exec exec;
    exec.id = protocol::warmUpId;
    exec.language = call.language;
    exec.code = call.code;
    exec.credit = 1 << 20;
    m_execution = std::make_unique<Execution>(exec, m_guest, [](const protocol::Message &) {});
    m_execution->start();
}

void Agent::warmedUp()
{
    m_guest.output.clear();
    m_ready = true;
    m_port.send(protocol::Ready{m_modules});
}

} // namespace glasshouse::guest
