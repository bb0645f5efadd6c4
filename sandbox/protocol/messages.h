// Everything host and guest say to each other, as values.
//
// The conversation: after each start or restore the host sends Hello, the guest answers HelloOk (and, once
// per boot, Ready when the Python kernel has imported its modules: the moment to take the template). Then one
// execution at a time: Exec, any number of Output, the new and changed files of /output as ArtifactBegin,
// Data..., End or ArtifactRefused, last ExecDone. Exec grants the first credit; the guest never has more
// unacknowledged Output and ArtifactData bytes than the host granted. Credit and Cancel for a call
// that has ended are ignored. After a restore Exec may follow right behind Hello. One micro-VM holds one
// session. Beside it tools are called (tool_messages.h) and byte streams flow (stream_messages.h).
#pragma once

#include "sandbox/protocol/frame.h"
#include "sandbox/protocol/stream_messages.h"
#include "sandbox/protocol/tool_messages.h"
#include "sandbox/protocol/usage_messages.h"
#include "sandbox/protocol/violation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace glasshouse::protocol {

// Host to guest, first message after every start and restore. The guest sets its clock and reseeds every
// generator before it answers, so clones of one template differ.
struct Hello
{
    std::string nonce;       // nonceSize fresh random bytes, returned by HelloOk
    std::string entropy;     // entropySize random bytes
    std::int64_t timeMs = 0; // wall clock, since the epoch

    bool operator==(const Hello &) const = default;
};

struct HelloOk
{
    std::string nonce;
    std::string version;      // of the agent
    bool kernelReady = false; // the Python kernel has imported its modules

    bool operator==(const HelloOk &) const = default;
};

struct Ready // guest to host, once per boot
{
    std::string modules; // what the Python kernel imported: "numpy 1.24.2, pandas 1.5.3, matplotlib 3.6.3"

    bool operator==(const Ready &) const = default;
};

struct Ping
{
    std::uint64_t token = 0;

    bool operator==(const Ping &) const = default;
};

struct Pong
{
    std::uint64_t token = 0;

    bool operator==(const Pong &) const = default;
};

struct Shutdown // the guest powers off; the host may as well kill the micro-VM
{
    bool operator==(const Shutdown &) const = default;
};

struct SetTime // host to guest, after it stood still: its clock did too
{
    std::int64_t timeMs = 0; // wall clock, since the epoch

    bool operator==(const SetTime &) const = default;
};

struct Exec
{
    std::uint32_t id = 0;
    std::string language; // python, bash, javascript, typescript or an alias
    std::string code;     // UTF-8, at most maxCode bytes
    std::uint32_t timeoutMs = 60'000;
    std::uint32_t processes = 128;        // processes and threads of user code
    std::uint32_t memoryMb = 0;           // of user code; 0: what the guest can spare
    std::uint64_t outputBytes = 64 << 20; // of files taken from /output
    std::uint32_t outputFiles = 1'000;
    bool clearOutput = false; // empty /output first
    std::uint32_t credit = 0; // first grant, in bytes
    std::uint32_t cpuMs = 0;  // of user code; 0: as long as the call may take

    bool operator==(const Exec &) const = default;
};

enum class OutputStream : std::uint8_t { Stdout = 1, Stderr = 2 };

struct Output
{
    std::uint32_t id = 0;
    OutputStream stream = OutputStream::Stdout;
    std::string bytes; // at most maxChunk; may split a UTF-8 character

    bool operator==(const Output &) const = default;
};

struct Credit // host to guest: this many more bytes of Output and ArtifactData may come
{
    std::uint32_t id = 0;
    std::uint32_t bytes = 0;

    bool operator==(const Credit &) const = default;
};

struct Cancel // ends the execution like a timeout does; ExecDone still follows
{
    std::uint32_t id = 0;

    bool operator==(const Cancel &) const = default;
};

enum class Outcome : std::uint8_t { Completed = 0, TimedOut = 1, OutOfMemory = 2, Cancelled = 3, Died = 4 };

struct ExecDone
{
    std::uint32_t id = 0;
    Outcome outcome =
        Outcome::Completed;    // Completed with any exit code; Died: killed by a signal or os._exit
    std::int32_t exitCode = 0; // 128 + signal if a signal ended it
    std::uint64_t durationMs = 0;
    bool stateLost = false;   // the Python kernel had to be restarted: variables of earlier calls are gone
    std::uint32_t limits = 0; // that the call hit: HitLimit, or-ed

    bool operator==(const ExecDone &) const = default;
};

struct ArtifactBegin // a regular file of /output that is new or changed since the last call
{
    std::uint32_t id = 0;
    std::string name;       // relative to /output, passes artifactNameProblem()
    std::uint64_t size = 0; // bytes that follow, if it can be read to its end

    bool operator==(const ArtifactBegin &) const = default;
};

struct ArtifactData
{
    std::uint32_t id = 0;
    std::string bytes; // at most maxChunk

    bool operator==(const ArtifactData &) const = default;
};

struct ArtifactEnd
{
    std::uint32_t id = 0;
    std::string problem; // empty: complete. Else why not ("changed while it was read"): drop what came

    bool operator==(const ArtifactEnd &) const = default;
};

struct ArtifactRefused
{
    std::uint32_t id = 0;
    std::string name; // escaped, for display only
    std::string reason;

    bool operator==(const ArtifactRefused &) const = default;
};

using Message = std::variant<Hello, HelloOk, Ready, Ping, Pong, Shutdown, Exec, Output, Credit, Cancel,
                             ExecDone, ArtifactBegin, ArtifactData, ArtifactEnd, ArtifactRefused, ToolCall,
                             ToolAnswer, HoldClock, AskUsage, Usage, SetTime, Mount, Mounted, Unmount,
                             Authority, Connect, StreamData, StreamCredit, StreamEnd, StreamReset>;

// The bytes of one frame. Data over maxChunk and text over its cap are the caller's to split or cut.
[[nodiscard]] std::string encode(const Message &message);
void appendEncoded(std::string &bytes, const Message &message);

// The bytes of a stream, as StreamData has them, where the frame is. None: decode() tells what else it is, or
// what is wrong with it.
[[nodiscard]] std::optional<std::string_view> streamBytes(const FrameView &frame);

// `from` is the side whose bytes these are.
[[nodiscard]] std::variant<Message, Violation> decode(Frame frame, Side from);

} // namespace glasshouse::protocol
