// The guest's end of the way out: accepts connections on the guest's own loopback and hands them to the host.
#pragma once

#include "sandbox/guest/port.h"
#include "sandbox/guest/stream_table.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace glasshouse::guest {

class Proxy
{
public:
    using Clock = std::chrono::steady_clock;

    Proxy(Port &port, StreamTable &streams) : m_port(port), m_streams(streams) {}

    void listen(); // throws GuestError
    [[nodiscard]] int descriptor() const;
    [[nodiscard]] std::optional<Clock::time_point> deadline() const; // when it may go on accepting
    void acceptWaiting();

    // Adds a certificate to those that programs of the guest believe.
    static void trust(const protocol::Authority &authority);

private:
    [[nodiscard]] bool mayAccept() const;

    Port &m_port;
    StreamTable &m_streams;
    Descriptor m_listener;
    std::uint32_t m_next = 1;   // odd numbers are the guest's
    Clock::time_point m_second; // the one in which the connections are counted ends here
    int m_accepted = 0;
};

} // namespace glasshouse::guest
