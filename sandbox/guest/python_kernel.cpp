#include "sandbox/guest/python_kernel.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/user_process.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

using nlohmann::json;

constexpr std::size_t maxPacket = 16 << 10;
constexpr std::size_t headerSize = 9; // letter, number, length: see kernel.py
constexpr int zygoteDescriptorInChild = 3;

[[noreturn]] void runZygote(int socket)
{
    std::vector<std::string> arguments{"/usr/bin/python3", pythonKernelPath, "zygote",
                                       std::to_string(zygoteDescriptorInChild)};
    std::vector<std::string> environment = userEnvironment();
    // dup2() onto itself would leave the close-on-exec flag in place
    const int copy = fcntl(socket, F_DUPFD, 10);
    dup2(copy, zygoteDescriptorInChild);
    close(copy);
    execve("/usr/bin/python3", pointersTo(arguments).data(), pointersTo(environment).data());
    logLine("python3 cannot be started");
    _exit(1);
}

void sendDescriptors(const Descriptor &socket, const std::array<int, 4> &descriptors)
{
    char tag = 's';
    iovec data{&tag, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptors);
    std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof descriptors);
    if (sendmsg(socket.get(), &message, MSG_NOSIGNAL) < 0)
        throwErrno("the Python process cannot be asked to start a kernel");
}

std::uint32_t numberAt(const std::string &bytes, std::size_t offset)
{
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;)
        number = number << 8 | static_cast<std::uint8_t>(bytes[offset + i]);
    return number;
}

void appendNumber(std::string &bytes, std::uint32_t number)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<char>(number >> shift & 0xff));
}

int integerIn(const json &message, const char *key)
{
    const auto found = message.find(key);
    return found != message.end() && found->is_number_integer() ? found->get<int>() : 0;
}

std::string textIn(const json &message, const char *key)
{
    const auto found = message.is_object() ? message.find(key) : message.end();
    return found != message.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

void PythonKernel::startZygote()
{
    Ends ends = makeSocketPair(SOCK_SEQPACKET);
    const pid_t child = fork();
    if (child < 0)
        throwErrno("the Python process cannot be started");
    if (child == 0)
        runZygote(ends.second.get());
    m_zygote = std::move(ends.first);
    setNonBlocking(m_zygote);
}

void PythonKernel::spawn()
{
    Ends commands = makePipe();
    Ends answers = makePipe();
    Ends output = makePipe();
    Ends error = makePipe();
    sendDescriptors(m_zygote,
                    {commands.first.get(), answers.second.get(), output.second.get(), error.second.get()});
    m_id = 0;
    m_commands = std::move(commands.second);
    m_answers = std::move(answers.first);
    m_output = std::move(output.first);
    m_error = std::move(error.first);
    m_outgoing.clear();
    m_incoming.clear();
    m_asked = 0;
    m_isDistrusted = false;
    for (const Descriptor *end : {&m_commands, &m_answers, &m_output, &m_error})
        setNonBlocking(*end);
}

void PythonKernel::execute(int cell, const std::string &code)
{
    send('E', static_cast<std::uint32_t>(cell), code);
}

void PythonKernel::reseed()
{
    send('R', 0, {});
}

void PythonKernel::send(char operation, std::uint32_t number, const std::string &text)
{
    ++m_asked;
    m_outgoing.push_back(operation);
    appendNumber(m_outgoing, number);
    appendNumber(m_outgoing, static_cast<std::uint32_t>(text.size()));
    m_outgoing += text;
    writeWaiting();
}

void PythonKernel::writeWaiting()
{
    while (!m_outgoing.empty()) {
        const ssize_t sent = write(m_commands.get(), m_outgoing.data(), m_outgoing.size());
        if (sent <= 0)
            break;
        m_outgoing.erase(0, static_cast<std::size_t>(sent));
    }
}

std::optional<KernelEvent> PythonKernel::readZygote()
{
    std::array<char, maxPacket> packet;
    const ssize_t size = recv(m_zygote.get(), packet.data(), packet.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return std::nullopt;
    if (size <= 0)
        throw GuestError("the Python process ended");
    const json message = json::parse(packet.data(), packet.data() + size, nullptr, false);
    const std::string operation = textIn(message, "op");
    if (operation == "preloaded")
        return KernelPreloaded{textIn(message, "modules")};
    const int process = integerIn(message, "pid");
    if (operation == "spawned") {
        m_id = process;
        return KernelSpawned{};
    }
    if (operation != "ended" || process != m_id)
        return std::nullopt;
    m_id = 0;
    const int code = integerIn(message, "exit_code");
    return KernelDied{code < 0 ? 128 - code : code};
}

void PythonKernel::readAnswers()
{
    std::array<char, 256> buffer;
    const ssize_t size = read(m_answers.get(), buffer.data(), buffer.size());
    if (size > 0)
        m_incoming.append(buffer.data(), static_cast<std::size_t>(size));
    else if (size == 0 || (errno != EAGAIN && errno != EINTR))
        distrustControl(); // it closed its end or died: its death is told by the zygote
}

std::optional<KernelEvent> PythonKernel::takeAnswer()
{
    if (m_incoming.size() < headerSize)
        return std::nullopt;
    if (m_asked == 0) { // the code has written here itself
        distrustControl();
        return std::nullopt;
    }
    --m_asked;
    const char operation = m_incoming.front();
    const std::uint32_t number = numberAt(m_incoming, 1);
    const std::uint32_t length = numberAt(m_incoming, 5);
    m_incoming.erase(0, headerSize);
    if (operation == 'D' && length == 0)
        return KernelDone{static_cast<int>(number & 0xff)};
    if (operation == 'R' && length == 0)
        return KernelReseeded{};
    distrustControl();
    return std::nullopt;
}

void PythonKernel::distrustControl()
{
    m_isDistrusted = true;
    m_commands.reset();
    m_answers.reset();
    m_outgoing.clear();
    m_incoming.clear();
    if (m_id > 0)
        kill(m_id, SIGKILL);
}

} // namespace glasshouse::guest
