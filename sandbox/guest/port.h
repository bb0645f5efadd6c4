// The guest's end of the channel: frames in, frames out, never blocking.
#pragma once

#include "sandbox/guest/descriptor.h"
#include "sandbox/protocol/frame_parser.h"
#include "sandbox/protocol/messages.h"

#include <optional>
#include <string>
#include <string_view>

namespace glasshouse::guest {

// Across a restore the port answers end of file until the new host end is connected; bytes of the old
// conversation are then dropped on both ways. Throws GuestError on a violation: the host is not what it
// should be.
class Port
{
public:
    explicit Port(Descriptor descriptor) : m_descriptor(std::move(descriptor)) {}

    [[nodiscard]] int descriptor() const { return m_descriptor.get(); }
    [[nodiscard]] bool wantsToWrite() const { return m_sent < m_outgoing.size(); }
    [[nodiscard]] bool isConnected() const { return m_connected; }

    [[nodiscard]] std::size_t unsent() const
    {
        return m_outgoing.size() - m_sent;
    } // bytes that wait for the host

    void send(const protocol::Message &message);
    void sendBytes(std::uint32_t stream, std::string_view bytes); // at most maxChunk, as StreamData
    // What is sent from now on leaves behind `first` of release(): nothing may come before a greeting's
    // answer.
    void holdBack();
    void release(const protocol::Message &first);
    void writeWaiting();
    void readAvailable();
    void noteHangUp();
    // What was received, until anything else is asked of this.
    [[nodiscard]] std::optional<protocol::FrameView> next();
    [[nodiscard]] static protocol::Message messageIn(const protocol::FrameView &frame);

private:
    [[nodiscard]] std::string *outgoing(); // none: what is sent is dropped

    Descriptor m_descriptor;
    protocol::FrameParser m_parser;
    std::string m_outgoing;
    std::string m_held;
    std::size_t m_sent = 0; // of m_outgoing
    bool m_connected = true;
    bool m_isHeld = false;
    bool m_isMute = false; // since the end of an old conversation: a new host first says Hello
};

// Waits for the device to appear. Throws GuestError.
[[nodiscard]] Descriptor openPort();

} // namespace glasshouse::guest
