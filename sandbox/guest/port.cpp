#include "sandbox/guest/port.h"

#include "sandbox/guest/guest_error.h"
#include "sandbox/protocol/limits.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr std::size_t compactAfter =
    1 << 20; // sent bytes that are kept: dropping them each time moves the rest
constexpr ssize_t driverBuffer = 4096;
constexpr int polls = 5'000;
constexpr useconds_t pollInterval = 1'000;

std::string findPort()
{
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator("/sys/class/virtio-ports", error)) {
        std::string name;
        std::getline(std::ifstream(entry.path() / "name"), name);
        if (name == protocol::portName)
            return "/dev/" + entry.path().filename().string();
    }
    return {};
}

} // namespace

Descriptor openPort()
{
    for (int i = 0; i < polls; ++i) {
        const std::string path = findPort();
        Descriptor descriptor(path.empty() ? -1 : open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
        if (descriptor.isOpen())
            return descriptor;
        usleep(pollInterval);
    }
    throw GuestError("the channel to the host did not appear");
}

void Port::holdBack()
{
    m_isHeld = true;
}

void Port::release(const protocol::Message &first)
{
    m_isHeld = false;
    m_isMute = false;
    protocol::appendEncoded(m_outgoing, first);
    m_outgoing += std::exchange(m_held, {});
    writeWaiting();
}

void Port::send(const protocol::Message &message)
{
    if (std::string *to = outgoing()) {
        protocol::appendEncoded(*to, message);
        writeWaiting();
    }
}

void Port::sendBytes(std::uint32_t stream, std::string_view bytes)
{
    if (std::string *to = outgoing()) {
        protocol::appendFrame(*to, protocol::FrameType::StreamData, stream, bytes);
        writeWaiting();
    }
}

std::string *Port::outgoing()
{
    if (m_isHeld)
        return &m_held;
    if (m_isMute)
        return nullptr;
    if (m_sent > compactAfter) {
        m_outgoing.erase(0, m_sent);
        m_sent = 0;
    }
    return &m_outgoing;
}

void Port::writeWaiting()
{
    while (m_sent < m_outgoing.size()) {
        const ssize_t written =
            write(m_descriptor.get(), m_outgoing.data() + m_sent, m_outgoing.size() - m_sent);
        if (written <= 0)
            return; // full, or no host: poll() tells when it goes on
        m_sent += static_cast<std::size_t>(written);
    }
    m_outgoing.clear();
    m_sent = 0;
}

void Port::readAvailable()
{
    // The driver hands out one buffer of 4 KiB at a time: as many full ones as are there, but not for ever.
    std::array<char, 64 << 10> buffer;
    std::size_t filled = 0;
    ssize_t size = driverBuffer;
    while (size == driverBuffer && buffer.size() - filled >= std::size_t(driverBuffer) &&
           (size = read(m_descriptor.get(), buffer.data() + filled, buffer.size() - filled)) > 0)
        filled += static_cast<std::size_t>(size);
    if (filled > 0) {
        m_connected = true;
        m_parser.append({buffer.data(), filled});
    } else if (size == 0) {
        noteHangUp();
    } else if (errno != EAGAIN && errno != EINTR) {
        throwErrno("the channel to the host cannot be read");
    }
}

void Port::noteHangUp()
{
    m_connected = false;
    m_parser = {};
    m_outgoing.clear();
    m_isMute = true;
    m_held.clear();
    m_isHeld = false;
    m_sent = 0;
}

std::optional<protocol::FrameView> Port::next()
{
    const auto frame = m_parser.nextView();
    if (m_parser.violation())
        throw GuestError("protocol violation by the host: " + protocol::describe(*m_parser.violation()));
    return frame;
}

protocol::Message Port::messageIn(const protocol::FrameView &frame)
{
    auto decoded =
        protocol::decode({frame.type, frame.stream, std::string(frame.payload)}, protocol::Side::Host);
    if (const auto *violation = std::get_if<protocol::Violation>(&decoded))
        throw GuestError("protocol violation by the host: " + protocol::describe(*violation));
    return std::get<protocol::Message>(std::move(decoded));
}

} // namespace glasshouse::guest
