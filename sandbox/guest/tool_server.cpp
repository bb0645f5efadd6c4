#include "sandbox/guest/tool_server.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/guest/tool_wire.h"
#include "sandbox/protocol/limits.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

using nlohmann::json;

constexpr std::size_t mostConnections = 64; // more wait in the listener
constexpr std::size_t mostRequest =
    protocol::maxToolData + 1024; // the name and the frame around the arguments

std::string errorJson(const std::string &sentence)
{
    return json{{"error", sentence}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

void ToolServer::listen()
{
    m_listener = Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, toolSocketPath, sizeof address.sun_path - 1);
    if (bind(m_listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        chmod(toolSocketPath, 0666) != 0 || ::listen(m_listener.get(), int(mostConnections)) != 0)
        throwErrno("tools cannot be offered");
}

void ToolServer::setExecution(std::optional<std::uint32_t> execution)
{
    m_execution = execution;
    m_abandoned.clear();
    for (auto &[number, connection] : m_connections)
        if (std::exchange(connection.waits, false))
            answer(connection, errorJson("The call of the tool ended with the code that made it."));
}

void ToolServer::receive(const protocol::ToolAnswer &message)
{
    m_abandoned.erase(message.call);
    const auto found = m_connections.find(message.call);
    if (message.execution != m_execution || found == m_connections.end() || !found->second.waits)
        return;
    found->second.waits = false;
    answer(found->second, message.failed ? errorJson(message.value) : "{\"value\":" + message.value + "}");
}

void ToolServer::addDescriptors(std::vector<pollfd> &descriptors) const
{
    descriptors.push_back({isFull() ? -1 : m_listener.get(), POLLIN, 0});
    for (const auto &[number, connection] : m_connections) {
        const int events = connection.outgoing.empty() ? POLLIN : POLLOUT;
        descriptors.push_back({connection.socket.get(), static_cast<short>(events), 0});
    }
}

void ToolServer::serve(const pollfd *first)
{
    const pollfd *ready = first + 1;
    for (auto at = m_connections.begin(); at != m_connections.end(); ++ready) {
        const auto current = at++; // which may go
        if (ready->revents & POLLOUT && !write(current->second))
            drop(current->first);
        else if (ready->revents & (POLLIN | POLLHUP | POLLERR))
            read(current->first, current->second);
    }
    if (first->revents != 0)
        acceptWaiting();
}

// The host counts calls until it has answered them, so those that nobody waits for any more count as well.
bool ToolServer::isFull() const
{
    return m_connections.size() + m_abandoned.size() >= mostConnections;
}

void ToolServer::drop(std::uint32_t number)
{
    if (m_connections[number].waits)
        m_abandoned.insert(number);
    m_connections.erase(number);
}

void ToolServer::acceptWaiting()
{
    while (!isFull()) {
        Descriptor socket(accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket.isOpen())
            return;
        m_connections[m_next++].socket = std::move(socket);
    }
}

void ToolServer::read(std::uint32_t number, Connection &connection)
{
    std::array<char, protocol::maxChunk> buffer;
    const ssize_t size = recv(connection.socket.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0 || connection.incoming.size() > lengthSize + mostRequest) {
        drop(number);
        return;
    }
    connection.incoming.append(buffer.data(), static_cast<std::size_t>(size));
    takeRequest(number, connection);
}

void ToolServer::takeRequest(std::uint32_t number, Connection &connection)
{
    if (connection.waits || connection.incoming.size() < lengthSize)
        return;
    const std::size_t length = lengthAt(connection.incoming);
    if (length > mostRequest)
        return answer(connection, errorJson("The arguments of a tool may be 1 MiB of JSON at most."));
    if (connection.incoming.size() < lengthSize + length)
        return;
    const std::string request = connection.incoming.substr(lengthSize, length);
    connection.incoming.erase(0, lengthSize + length);
    call(number, connection, request);
}

void ToolServer::call(std::uint32_t number, Connection &connection, const std::string &request)
{
    if (depthOf(request) > protocol::maxDepth + 1) // the request is one around the arguments
        return answer(connection, errorJson("The arguments of a tool may be nested 64 levels deep at most."));
    const json parsed = json::parse(request, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("name") || !parsed["name"].is_string() ||
        !parsed.contains("arguments") || !parsed["arguments"].is_object())
        return answer(connection, errorJson("A tool needs a name and an object of arguments."));
    const std::string name = parsed["name"];
    const std::string arguments = parsed["arguments"].dump(-1, ' ', false, json::error_handler_t::replace);
    if (name.size() > protocol::maxToolName || arguments.size() > protocol::maxToolData)
        return answer(connection, errorJson("The arguments of a tool may be 1 MiB of JSON at most."));
    if (!m_execution)
        return answer(connection, errorJson("Tools can be called only while a call of the sandbox runs."));
    connection.waits = true;
    m_port.send(protocol::ToolCall{*m_execution, number, name, arguments});
}

void ToolServer::answer(Connection &connection, const std::string &text)
{
    connection.outgoing += framed(text);
    (void)write(connection); // a connection that broke is noticed by the next poll()
}

bool ToolServer::write(Connection &connection)
{
    while (!connection.outgoing.empty()) {
        const ssize_t size = send(connection.socket.get(), connection.outgoing.data(),
                                  connection.outgoing.size(), MSG_NOSIGNAL);
        if (size < 0)
            return errno == EAGAIN || errno == EINTR;
        connection.outgoing.erase(0, static_cast<std::size_t>(size));
    }
    return true;
}

} // namespace glasshouse::guest
