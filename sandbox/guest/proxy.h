// The guest's end of the way out: accepts connections on the guest's own loopback and hands them to the host.
#pragma once

#include "sandbox/guest/port.h"
#include "sandbox/guest/stream_table.h"

#include <cstdint>

namespace glasshouse::guest {

class Proxy
{
public:
    Proxy(Port &port, StreamTable &streams) : m_port(port), m_streams(streams) {}

    void listen(); // throws GuestError
    [[nodiscard]] int descriptor() const;
    void acceptWaiting();

    // Adds a certificate to those that programs of the guest believe.
    static void trust(const protocol::Authority &authority);

private:
    Port &m_port;
    StreamTable &m_streams;
    Descriptor m_listener;
    std::uint32_t m_next = 1; // odd numbers are the guest's
};

} // namespace glasshouse::guest
