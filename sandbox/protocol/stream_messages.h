// Byte streams that share the port with the conversation: one for each mount, one for each connection to the
// network.
//
// Connections come from programs that use the proxy variables: the agent listens on proxyPort of the guest's
// own loopback and hands every connection through. What may leave is decided on the host.
//
// The host numbers the streams of mounts (even), the guest those of connections (odd); a number is not used
// twice while its stream is open. Either side may have sent windowOf(stream) bytes that the other has not
// answered with StreamCredit. StreamEnd says that nothing more comes from its sender; StreamReset ends both
// directions at once. What arrives for a stream that has ended is ignored.
#pragma once

#include "sandbox/protocol/limits.h"

#include <cstdint>
#include <string>
#include <type_traits>

namespace glasshouse::protocol {

[[nodiscard]] constexpr std::uint32_t windowOf(std::uint32_t stream)
{
    return stream % 2 == 0 ? mountWindow : streamWindow;
}

struct Mount // host to guest: show a folder of the host; the stream carries 9P2000.L. Mounted follows
{
    std::uint32_t stream = 0;
    std::string path;      // in the guest, absolute: made if it is not there
    bool writable = false; // what access(2) says; the host itself refuses what must not be

    bool operator==(const Mount &) const = default;
};

struct Mounted // guest to host, after Mount and after Unmount
{
    std::uint32_t stream = 0;
    bool mounted = false;
    std::string problem; // a sentence; empty if what was asked for was done

    bool operator==(const Mounted &) const = default;
};

struct Unmount // host to guest: at once, also while files are open
{
    std::uint32_t stream = 0;

    bool operator==(const Unmount &) const = default;
};

struct Authority // host to guest: whose certificates to believe besides the usual ones, in PEM
{
    std::string certificate;

    bool operator==(const Authority &) const = default;
};

struct Connect // guest to host: a program in the guest has connected to the proxy
{
    std::uint32_t stream = 0;

    bool operator==(const Connect &) const = default;
};

struct StreamData
{
    std::uint32_t stream = 0;
    std::string bytes; // at most maxChunk

    bool operator==(const StreamData &) const = default;
};

struct StreamCredit // this many more bytes may come
{
    std::uint32_t stream = 0;
    std::uint32_t bytes = 0;

    bool operator==(const StreamCredit &) const = default;
};

struct StreamEnd
{
    std::uint32_t stream = 0;

    bool operator==(const StreamEnd &) const = default;
};

struct StreamReset
{
    std::uint32_t stream = 0;

    bool operator==(const StreamReset &) const = default;
};

// What the guest may send at any time, whether or not an execution runs.
template<typename Message>
inline constexpr bool isOfStreams =
    std::is_same_v<Message, Mounted> || std::is_same_v<Message, Connect> ||
    std::is_same_v<Message, StreamData> || std::is_same_v<Message, StreamCredit> ||
    std::is_same_v<Message, StreamEnd> || std::is_same_v<Message, StreamReset>;

} // namespace glasshouse::protocol
