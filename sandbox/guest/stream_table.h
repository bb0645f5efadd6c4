// The byte streams that share the port with the conversation: pumps each between the host and a socket of the
// guest.
#pragma once

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/port.h"
#include "sandbox/protocol/stream_messages.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <poll.h>

namespace glasshouse::guest {

// Driven by the agent's loop: poll() what interests it, then tell it what happened. Nothing blocks; a host or
// a program that does not read makes the other end wait.
class StreamTable
{
public:
    explicit StreamTable(Port &port) : m_port(port) {}

    void add(std::uint32_t stream, Descriptor socket); // non-blocking from now on
    void drop(std::uint32_t stream);                   // without a word to the host
    void dropAll() { m_streams.clear(); }              // likewise: this host never heard of them
    [[nodiscard]] std::size_t size() const { return m_streams.size(); }
    [[nodiscard]] std::size_t descriptors() const { return m_streams.size(); }

    void receive(std::uint32_t stream, std::string_view bytes);
    void receive(const protocol::StreamCredit &credit);
    void receive(const protocol::StreamEnd &end);

    void addDescriptors(std::vector<pollfd> &descriptors) const;
    // From the first of those that addDescriptors() appended.
    void serve(const pollfd *first);

private:
    struct Stream
    {
        Descriptor socket;
        std::string waiting;        // from the host, not yet taken by the socket
        std::size_t written = 0;    // of `waiting`
        std::uint32_t credit = 0;   // bytes that the host can still take
        std::uint32_t consumed = 0; // bytes that the host does not know to be taken
        bool hostEnded = false;
        bool guestEnded = false;

        [[nodiscard]] bool isWriting() const { return written < waiting.size(); }
    };

    [[nodiscard]] bool mayRead(const Stream &stream) const;
    void serve(std::uint32_t number, short events);
    void write(std::uint32_t number, Stream &stream);
    void read(std::uint32_t number, Stream &stream);
    void grant(std::uint32_t number, Stream &stream);
    void reset(std::uint32_t number);
    void dropIfEnded(std::uint32_t number);

    Port &m_port;
    std::map<std::uint32_t, Stream> m_streams;
};

} // namespace glasshouse::guest
