// Lets code in the guest call tools of the host: one socket that programs connect to, one call at a time on
// each connection.
// tool_wire.h says how they talk.
#pragma once

#include "sandbox/guest/port.h"
#include "sandbox/protocol/tool_messages.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <poll.h>

namespace glasshouse::guest {

// Driven by the agent's loop. What comes from the programs is believed only as far as the host checks it.
class ToolServer
{
public:
    explicit ToolServer(Port &port) : m_port(port) {}

    void listen(); // throws GuestError

    // Calls belong to the execution that runs; those of one that ended get an error.
    void setExecution(std::optional<std::uint32_t> execution);
    void receive(const protocol::ToolAnswer &answer);

    void addDescriptors(std::vector<pollfd> &descriptors) const;
    [[nodiscard]] std::size_t descriptors() const { return 1 + m_connections.size(); }
    void serve(const pollfd *first); // from the first of those that addDescriptors() appended

private:
    struct Connection
    {
        Descriptor socket;
        std::string incoming;
        std::string outgoing;
        bool waits = false; // for the answer to its call
    };

    [[nodiscard]] bool isFull() const;
    void drop(std::uint32_t number);
    void acceptWaiting();
    void read(std::uint32_t number, Connection &connection);
    void takeRequest(std::uint32_t number, Connection &connection);
    void call(std::uint32_t number, Connection &connection, const std::string &request);
    void answer(Connection &connection, const std::string &json);
    [[nodiscard]] static bool write(Connection &connection);

    Port &m_port;
    Descriptor m_listener;
    std::map<std::uint32_t, Connection> m_connections; // the number is that of its call as well
    std::set<std::uint32_t> m_abandoned; // the program went away, and the host still works on its call
    std::uint32_t m_next = 1;
    std::optional<std::uint32_t> m_execution;
};

} // namespace glasshouse::guest
