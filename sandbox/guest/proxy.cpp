#include "sandbox/guest/proxy.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/guest/layout.h"
#include "sandbox/protocol/limits.h"

#include <fstream>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace glasshouse::guest {

namespace {

constexpr std::size_t mostStreams = 320; // more connections wait in the listener
constexpr int backlog = 256;

} // namespace

void Proxy::listen()
{
    m_listener = Descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(protocol::proxyPort);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(m_listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        ::listen(m_listener.get(), backlog) != 0)
        throwErrno("the proxy cannot listen");
    std::ofstream(authorityPath, std::ios::app)
        .close(); // node warns in each program about a file that is not there
}

int Proxy::descriptor() const
{
    return mayAccept() ? m_listener.get() : -1;
}

// More than this in a second would end the sandbox: a program that asks for them waits instead.
bool Proxy::mayAccept() const
{
    return m_streams.size() < mostStreams &&
           (m_accepted < protocol::mostConnectsPerSecond || Clock::now() >= m_second);
}

std::optional<Proxy::Clock::time_point> Proxy::deadline() const
{
    return m_accepted < protocol::mostConnectsPerSecond || Clock::now() >= m_second ? std::nullopt
                                                                                    : std::optional(m_second);
}

void Proxy::acceptWaiting()
{
    if (Clock::now() >= m_second) {
        m_second = Clock::now() + std::chrono::seconds(1);
        m_accepted = 0;
    }
    while (mayAccept()) {
        Descriptor connection(accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!connection.isOpen())
            return;
        ++m_accepted;
        m_port.send(protocol::Connect{m_next});
        m_streams.add(m_next, std::move(connection));
        m_next += 2;
    }
}

void Proxy::trust(const protocol::Authority &authority)
{
    std::ofstream(authorityPath, std::ios::trunc) << authority.certificate;
    std::ofstream(certificatesPath, std::ios::app) << '\n' << authority.certificate;
}

} // namespace glasshouse::guest
