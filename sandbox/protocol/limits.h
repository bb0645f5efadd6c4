// The numbers both ends of the channel agree on.
#pragma once

#include <cstddef>
#include <cstdint>

namespace glasshouse::protocol {

// Name of the virtio-serial port: -device virtserialport,name=org.glasshouse.channel
inline constexpr char portName[] = "org.glasshouse.channel";

inline constexpr std::size_t maxCode = 1 << 20;           // bytes of code in one Exec
inline constexpr std::size_t maxPayload = maxCode + 4096; // bytes of one frame after its header
inline constexpr std::size_t maxChunk = 64 << 10;         // bytes of data in one Output or ArtifactData
inline constexpr int maxDepth = 64;                       // nesting of a CBOR payload
inline constexpr std::size_t maxName = 1024;              // bytes of an artifact's name
inline constexpr std::size_t maxText = 4096;              // bytes of any other text in a message
inline constexpr std::uint32_t warmUpId =
    0xffff'ffff; // of an Exec before the session's own, which count from 1
inline constexpr std::size_t maxToolName = 256;
inline constexpr std::size_t maxToolData = 1 << 20;     // bytes of JSON in one ToolCall or ToolAnswer
inline constexpr std::size_t maxCertificate = 64 << 10; // bytes of a certificate in PEM
inline constexpr std::uint32_t streamWindow = 256
                                              << 10;  // bytes of a connection on their way in one direction
inline constexpr std::uint32_t mountWindow = 1 << 20; // likewise of a mount, whose messages are large
inline constexpr int mostConnectsPerSecond = 500;     // the agent makes more of them wait
inline constexpr std::uint16_t proxyPort = 3128;
inline constexpr std::size_t nonceSize = 16;
inline constexpr std::size_t entropySize = 64;

} // namespace glasshouse::protocol
