// One frame of the channel between host and guest, as bytes on the virtio-serial port.
//
//   offset  size  field (little endian)
//   0       2     magic 'G' 'H'
//   2       1     protocol version
//   3       1     FrameType
//   4       4     stream: 0 for the conversation itself, else the id of the execution or byte stream it
//   belongs to 8       4     payload length, at most maxPayload 12      n     payload: CBOR object or raw
//   bytes, see messages.h
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace glasshouse::protocol {

inline constexpr std::uint8_t protocolVersion = 1;
inline constexpr std::size_t headerSize = 12;

// Numbers are for ever. 0x30 to 0x3f: calls from the guest to tools on the host. 0x40 to 0x4f: byte streams
// that share the port (mounts, network).
enum class FrameType : std::uint8_t {
    Hello = 0x01,
    HelloOk = 0x02,
    Ready = 0x03,
    Ping = 0x04,
    Pong = 0x05,
    Shutdown = 0x06,
    AskUsage = 0x07,
    Usage = 0x08,
    SetTime = 0x09,
    Exec = 0x10,
    Output = 0x11,
    Credit = 0x12,
    Cancel = 0x13,
    ExecDone = 0x14,
    ArtifactBegin = 0x20,
    ArtifactData = 0x21,
    ArtifactEnd = 0x22,
    ArtifactRefused = 0x23,
    ToolCall = 0x30,
    ToolAnswer = 0x31,
    HoldClock = 0x32,
    Mount = 0x40,
    Mounted = 0x41,
    Unmount = 0x42,
    Authority = 0x43,
    Connect = 0x44,
    StreamData = 0x48,
    StreamCredit = 0x49,
    StreamEnd = 0x4a,
    StreamReset = 0x4b,
};

[[nodiscard]] bool isKnown(FrameType type);

enum class Side { Host, Guest };

[[nodiscard]] bool maySend(Side side, FrameType type);

struct Frame
{
    FrameType type = FrameType::Ping;
    std::uint32_t stream = 0;
    std::string payload;

    bool operator==(const Frame &) const = default;
};

struct FrameView // where it was received
{
    FrameType type = FrameType::Ping;
    std::uint32_t stream = 0;
    std::string_view payload;
};

// The payload must be within maxPayload: encode(Message) sees to it.
[[nodiscard]] std::string encodeFrame(const Frame &frame);
// Likewise, behind what is in `bytes` already.
void appendFrame(std::string &bytes, FrameType type, std::uint32_t stream, std::string_view payload);

} // namespace glasshouse::protocol
