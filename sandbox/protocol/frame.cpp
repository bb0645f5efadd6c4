#include "sandbox/protocol/frame.h"

#include <array>

namespace glasshouse::protocol {

namespace {

void putLittleEndian(char *to, std::uint32_t value)
{
    for (int i = 0; i < 4; ++i)
        to[i] = static_cast<char>(value >> 8 * i & 0xff);
}

} // namespace

bool isKnown(FrameType type)
{
    const auto number = static_cast<std::uint8_t>(type);
    return (number >= 0x01 && number <= 0x09) || (number >= 0x10 && number <= 0x14) ||
           (number >= 0x20 && number <= 0x23) || (number >= 0x30 && number <= 0x32) ||
           (number >= 0x40 && number <= 0x44) || (number >= 0x48 && number <= 0x4b);
}

bool maySend(Side side, FrameType type)
{
    switch (type) {
    case FrameType::Hello:
    case FrameType::Ping:
    case FrameType::Shutdown:
    case FrameType::AskUsage:
    case FrameType::SetTime:
    case FrameType::Exec:
    case FrameType::Credit:
    case FrameType::Cancel:
    case FrameType::ToolAnswer:
    case FrameType::HoldClock:
    case FrameType::Mount:
    case FrameType::Unmount:
    case FrameType::Authority:
        return side == Side::Host;
    case FrameType::StreamData:
    case FrameType::StreamCredit:
    case FrameType::StreamEnd:
    case FrameType::StreamReset:
        return true;
    default:
        return side == Side::Guest;
    }
}

std::string encodeFrame(const Frame &frame)
{
    std::string bytes;
    bytes.reserve(headerSize + frame.payload.size());
    appendFrame(bytes, frame.type, frame.stream, frame.payload);
    return bytes;
}

void appendFrame(std::string &bytes, FrameType type, std::uint32_t stream, std::string_view payload)
{
    std::array<char, headerSize> header{'G', 'H', static_cast<char>(protocolVersion),
                                        static_cast<char>(type)};
    putLittleEndian(header.data() + 4, stream);
    putLittleEndian(header.data() + 8, static_cast<std::uint32_t>(payload.size()));
    bytes.append(header.data(), header.size());
    bytes += payload;
}

} // namespace glasshouse::protocol
