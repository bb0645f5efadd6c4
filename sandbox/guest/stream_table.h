// The byte streams that share the port with the conversation: pumps each between the host and a socket of the
// guest.
#pragma once

#include "sandbox/guest/descriptor.h"
#include "sandbox/guest/p9_relay.h"
#include "sandbox/guest/port.h"
#include "sandbox/protocol/stream_messages.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <poll.h>

namespace glasshouse::guest {

// Driven by the agent's loop: poll() what interests it, then tell it what happened. Nothing blocks; a host or
// a program that does not read makes the other end wait.
class StreamTable
{
public:
    explicit StreamTable(Port &port) : m_port(port) {}

    // `ends.first` is read and `ends.second` written, or a socket is `ends.first` alone. Non-blocking from
    // now on.
    void add(std::uint32_t stream, Ends ends);
    void addMount(std::uint32_t stream, Ends ends); // likewise, of a 9P client
    void drop(std::uint32_t stream);                // without a word to the host
    void dropAll() { m_streams.clear(); }           // likewise: this host never heard of them
    [[nodiscard]] std::size_t size() const { return m_streams.size(); }
    [[nodiscard]] std::size_t descriptors() const { return 2 * m_streams.size(); }

    // The host said something that is not for the client of this mount; 0: of none.
    void noteWords(std::uint32_t but = 0);
    void receive(protocol::StreamData data);
    void receive(const protocol::StreamCredit &credit);
    void receive(const protocol::StreamEnd &end);

    void addDescriptors(std::vector<pollfd> &descriptors) const;
    // From the first of those that addDescriptors() appended.
    void serve(const pollfd *first);

private:
    struct Stream
    {
        Ends ends;
        std::string waiting;       // from the host, not yet taken by the socket
        std::size_t written = 0;   // of `waiting`
        std::uint32_t credit = 0;  // bytes that the host can still take
        std::int64_t consumed = 0; // bytes that the host does not know to be taken
        std::optional<P9Relay> relay = {};
        bool hostEnded = false;
        bool guestEnded = false;

        [[nodiscard]] bool isWriting() const { return written < waiting.size(); }
        [[nodiscard]] bool isSocket() const { return !ends.second.isOpen(); }
        [[nodiscard]] int output() const { return isSocket() ? ends.first.get() : ends.second.get(); }
    };

    [[nodiscard]] bool mayRead(const Stream &stream) const;
    void serve(std::uint32_t number, short input, short output);
    void write(std::uint32_t number, Stream &stream);
    void read(std::uint32_t number, Stream &stream);
    [[nodiscard]] static std::size_t mostToRead(const Stream &stream);
    void send(std::uint32_t number, Stream &stream, std::string bytes);
    void give(Stream &stream, std::string bytes);
    void grant(std::uint32_t number, Stream &stream);
    void reset(std::uint32_t number);
    void dropIfEnded(std::uint32_t number);

    Port &m_port;
    std::map<std::uint32_t, Stream> m_streams;
};

} // namespace glasshouse::guest
