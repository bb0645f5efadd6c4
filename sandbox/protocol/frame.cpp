#include "sandbox/protocol/frame.h"

namespace glasshouse::protocol {

namespace {

void appendLittleEndian(std::string &bytes, std::uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<char>(value >> shift & 0xff));
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
    bytes += "GH";
    bytes.push_back(static_cast<char>(protocolVersion));
    bytes.push_back(static_cast<char>(type));
    appendLittleEndian(bytes, stream);
    appendLittleEndian(bytes, static_cast<std::uint32_t>(payload.size()));
    bytes += payload;
}

} // namespace glasshouse::protocol
