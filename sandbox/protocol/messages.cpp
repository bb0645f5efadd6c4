#include "sandbox/protocol/messages.h"

#include "sandbox/protocol/limits.h"
#include "sandbox/protocol/payload.h"

#include <optional>

namespace glasshouse::protocol {

namespace {

using nlohmann::json;

json binary(const std::string &bytes)
{
    return json::binary({bytes.begin(), bytes.end()});
}

std::string littleEndian(std::uint32_t value)
{
    std::string bytes;
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

Frame frameOf(FrameType type, std::uint32_t stream, const json &payload)
{
    Frame frame{type, stream, {}};
    json::to_cbor(payload, frame.payload);
    return frame;
}

// One overload per message: what encode() puts into the frame.
struct FrameBuilder
{
    Frame operator()(const Hello &m) const
    {
        return frameOf(FrameType::Hello, 0,
                       {{"nonce", binary(m.nonce)}, {"entropy", binary(m.entropy)}, {"time_ms", m.timeMs}});
    }
    Frame operator()(const HelloOk &m) const
    {
        return frameOf(FrameType::HelloOk, 0,
                       {{"nonce", binary(m.nonce)}, {"version", m.version}, {"kernel_ready", m.kernelReady}});
    }
    Frame operator()(const Ready &m) const { return frameOf(FrameType::Ready, 0, {{"modules", m.modules}}); }
    Frame operator()(const Ping &m) const { return frameOf(FrameType::Ping, 0, {{"token", m.token}}); }
    Frame operator()(const Pong &m) const { return frameOf(FrameType::Pong, 0, {{"token", m.token}}); }
    Frame operator()(const Shutdown &) const { return frameOf(FrameType::Shutdown, 0, json::object()); }
    Frame operator()(const AskUsage &) const { return frameOf(FrameType::AskUsage, 0, json::object()); }
    Frame operator()(const SetTime &m) const
    {
        return frameOf(FrameType::SetTime, 0, {{"time_ms", m.timeMs}});
    }
    Frame operator()(const Usage &m) const
    {
        return frameOf(FrameType::Usage, 0,
                       {{"cpu_us", m.cpuUs},
                        {"call_cpu_us", m.callCpuUs},
                        {"call_ms", m.callMs},
                        {"memory_bytes", m.memoryBytes},
                        {"memory_limit_bytes", m.memoryLimitBytes},
                        {"processes", m.processes},
                        {"output_bytes", m.outputBytes},
                        {"output_files", m.outputFiles}});
    }
    Frame operator()(const Exec &m) const
    {
        return frameOf(FrameType::Exec, m.id,
                       {{"language", m.language},
                        {"code", binary(m.code)},
                        {"timeout_ms", m.timeoutMs},
                        {"cpu_ms", m.cpuMs},
                        {"processes", m.processes},
                        {"memory_mb", m.memoryMb},
                        {"output_bytes", m.outputBytes},
                        {"output_files", m.outputFiles},
                        {"clear_output", m.clearOutput},
                        {"credit", m.credit}});
    }
    Frame operator()(const Output &m) const
    {
        return {FrameType::Output, m.id, static_cast<char>(m.stream) + m.bytes};
    }
    Frame operator()(const Credit &m) const { return {FrameType::Credit, m.id, littleEndian(m.bytes)}; }
    Frame operator()(const Cancel &m) const { return {FrameType::Cancel, m.id, {}}; }
    Frame operator()(const ExecDone &m) const
    {
        return frameOf(FrameType::ExecDone, m.id,
                       {{"outcome", static_cast<std::uint8_t>(m.outcome)},
                        {"exit_code", m.exitCode},
                        {"duration_ms", m.durationMs},
                        {"state_lost", m.stateLost},
                        {"limits", m.limits}});
    }
    Frame operator()(const ArtifactBegin &m) const
    {
        return frameOf(FrameType::ArtifactBegin, m.id, {{"name", m.name}, {"size", m.size}});
    }
    Frame operator()(const ArtifactData &m) const { return {FrameType::ArtifactData, m.id, m.bytes}; }
    Frame operator()(const ArtifactEnd &m) const
    {
        return frameOf(FrameType::ArtifactEnd, m.id, {{"problem", m.problem}});
    }
    Frame operator()(const ArtifactRefused &m) const
    {
        return frameOf(FrameType::ArtifactRefused, m.id, {{"name", m.name}, {"reason", m.reason}});
    }
    Frame operator()(const ToolCall &m) const
    {
        return frameOf(FrameType::ToolCall, m.execution,
                       {{"call", m.call}, {"name", m.name}, {"arguments", binary(m.arguments)}});
    }
    Frame operator()(const ToolAnswer &m) const
    {
        return frameOf(FrameType::ToolAnswer, m.execution,
                       {{"call", m.call}, {"failed", m.failed}, {"value", binary(m.value)}});
    }
    Frame operator()(const HoldClock &m) const
    {
        return frameOf(FrameType::HoldClock, m.execution, {{"held", m.held}});
    }
    Frame operator()(const Mount &m) const
    {
        return frameOf(FrameType::Mount, m.stream, {{"path", m.path}, {"writable", m.writable}});
    }
    Frame operator()(const Mounted &m) const
    {
        return frameOf(FrameType::Mounted, m.stream, {{"mounted", m.mounted}, {"problem", m.problem}});
    }
    Frame operator()(const Unmount &m) const { return {FrameType::Unmount, m.stream, {}}; }
    Frame operator()(const Authority &m) const
    {
        return frameOf(FrameType::Authority, 0, {{"certificate", binary(m.certificate)}});
    }
    Frame operator()(const Connect &m) const { return {FrameType::Connect, m.stream, {}}; }
    Frame operator()(const StreamData &m) const { return {FrameType::StreamData, m.stream, m.bytes}; }
    Frame operator()(const StreamCredit &m) const
    {
        return {FrameType::StreamCredit, m.stream, littleEndian(m.bytes)};
    }
    Frame operator()(const StreamEnd &m) const { return {FrameType::StreamEnd, m.stream, {}}; }
    Frame operator()(const StreamReset &m) const { return {FrameType::StreamReset, m.stream, {}}; }
};

using Decoded = std::variant<Message, Violation>;

Violation badField(std::string detail)
{
    return {Violation::Kind::BadField, std::move(detail)};
}

Decoded decodeHello(FieldReader &fields)
{
    return Hello{fields.bytes("nonce", nonceSize, nonceSize),
                 fields.bytes("entropy", entropySize, entropySize), fields.number<std::int64_t>("time_ms")};
}

Decoded decodeHelloOk(FieldReader &fields)
{
    return HelloOk{fields.bytes("nonce", nonceSize, nonceSize), fields.text("version"),
                   fields.boolean("kernel_ready")};
}

Decoded decodeExec(std::uint32_t id, FieldReader &fields)
{
    Exec exec;
    exec.id = id;
    exec.language = fields.text("language");
    exec.code = fields.bytes("code", 0, maxCode);
    exec.timeoutMs = fields.number<std::uint32_t>("timeout_ms");
    exec.cpuMs = fields.number<std::uint32_t>("cpu_ms");
    exec.processes = fields.number<std::uint32_t>("processes");
    exec.memoryMb = fields.number<std::uint32_t>("memory_mb");
    exec.outputBytes = fields.number<std::uint64_t>("output_bytes");
    exec.outputFiles = fields.number<std::uint32_t>("output_files");
    exec.clearOutput = fields.boolean("clear_output");
    exec.credit = fields.number<std::uint32_t>("credit");
    return exec;
}

Decoded decodeExecDone(std::uint32_t id, FieldReader &fields)
{
    ExecDone done;
    done.id = id;
    done.outcome = static_cast<Outcome>(
        fields.number<std::uint8_t>("outcome", static_cast<std::uint8_t>(Outcome::Died)));
    done.exitCode = fields.number<std::int32_t>("exit_code");
    done.durationMs = fields.number<std::uint64_t>("duration_ms");
    done.stateLost = fields.boolean("state_lost");
    done.limits = fields.number<std::uint32_t>("limits", allHitLimits);
    return done;
}

Decoded decodeUsage(FieldReader &fields)
{
    Usage usage;
    usage.cpuUs = fields.number<std::uint64_t>("cpu_us", mostOfUsage);
    usage.callCpuUs = fields.number<std::uint64_t>("call_cpu_us", mostOfUsage);
    usage.callMs = fields.number<std::uint64_t>("call_ms", mostOfUsage);
    usage.memoryBytes = fields.number<std::uint64_t>("memory_bytes", mostOfUsage);
    usage.memoryLimitBytes = fields.number<std::uint64_t>("memory_limit_bytes", mostOfUsage);
    usage.processes = fields.number<std::uint32_t>("processes", mostEntries);
    usage.outputBytes = fields.number<std::uint64_t>("output_bytes", mostOfUsage);
    usage.outputFiles = fields.number<std::uint32_t>("output_files", mostEntries);
    return usage;
}

Decoded decodeFields(const Frame &frame, FieldReader &fields)
{
    switch (frame.type) {
    case FrameType::Hello:
        return decodeHello(fields);
    case FrameType::HelloOk:
        return decodeHelloOk(fields);
    case FrameType::Ready:
        return Ready{fields.text("modules")};
    case FrameType::Ping:
        return Ping{fields.number<std::uint64_t>("token")};
    case FrameType::Pong:
        return Pong{fields.number<std::uint64_t>("token")};
    case FrameType::Shutdown:
        return Shutdown{};
    case FrameType::AskUsage:
        return AskUsage{};
    case FrameType::Usage:
        return decodeUsage(fields);
    case FrameType::SetTime:
        return SetTime{fields.number<std::int64_t>("time_ms")};
    case FrameType::Exec:
        return decodeExec(frame.stream, fields);
    case FrameType::ExecDone:
        return decodeExecDone(frame.stream, fields);
    case FrameType::ArtifactBegin:
        return ArtifactBegin{frame.stream, fields.text("name", maxName),
                             fields.number<std::uint64_t>("size")};
    case FrameType::ArtifactEnd:
        return ArtifactEnd{frame.stream, fields.text("problem")};
    case FrameType::ArtifactRefused:
        return ArtifactRefused{frame.stream, fields.text("name"), fields.text("reason")};
    case FrameType::ToolCall:
        return ToolCall{frame.stream, fields.number<std::uint32_t>("call"), fields.text("name", maxToolName),
                        fields.bytes("arguments", 0, maxToolData)};
    case FrameType::ToolAnswer:
        return ToolAnswer{frame.stream, fields.number<std::uint32_t>("call"), fields.boolean("failed"),
                          fields.bytes("value", 0, maxToolData)};
    case FrameType::HoldClock:
        return HoldClock{frame.stream, fields.boolean("held")};
    case FrameType::Mount:
        return Mount{frame.stream, fields.text("path", maxName), fields.boolean("writable")};
    case FrameType::Mounted:
        return Mounted{frame.stream, fields.boolean("mounted"), fields.text("problem")};
    case FrameType::Authority:
        return Authority{fields.bytes("certificate", 0, maxCertificate)};
    default:
        return Violation{Violation::Kind::UnknownType, {}};
    }
}

Decoded decodeObject(const Frame &frame)
{
    FieldReader fields(frame.payload);
    Decoded decoded = decodeFields(frame, fields);
    if (fields.violation())
        return *fields.violation();
    return decoded;
}

Decoded decodeOutput(const Frame &frame)
{
    if (frame.payload.empty() || frame.payload.size() > maxChunk + 1)
        return badField("the output is empty or too long");
    const auto stream = static_cast<std::uint8_t>(frame.payload.front());
    if (stream != static_cast<std::uint8_t>(OutputStream::Stdout) &&
        stream != static_cast<std::uint8_t>(OutputStream::Stderr))
        return badField("the output belongs to no known stream");
    return Output{frame.stream, static_cast<OutputStream>(stream), frame.payload.substr(1)};
}

std::optional<std::uint32_t> numberIn(const Frame &frame)
{
    if (frame.payload.size() != 4)
        return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = 4; i-- > 0;)
        number = number << 8 | static_cast<std::uint8_t>(frame.payload[i]);
    return number;
}

template<typename CreditMessage> Decoded decodeCredit(const Frame &frame)
{
    const auto bytes = numberIn(frame);
    return bytes ? Decoded(CreditMessage{frame.stream, *bytes}) : badField("the credit is not four bytes");
}

template<typename DataMessage> Decoded decodeData(Frame &frame)
{
    if (frame.payload.empty() || frame.payload.size() > maxChunk)
        return badField("the data is empty or too long");
    return DataMessage{frame.stream, std::move(frame.payload)};
}

template<typename BareMessage> Decoded decodeBare(const Frame &frame)
{
    if (!frame.payload.empty())
        return badField("a payload where none belongs");
    return BareMessage{frame.stream};
}

bool belongsToStream(FrameType type)
{
    return static_cast<std::uint8_t>(type) >= static_cast<std::uint8_t>(FrameType::Exec) &&
           type != FrameType::Authority;
}

} // namespace

std::string encode(const Message &message)
{
    std::string bytes;
    appendEncoded(bytes, message);
    return bytes;
}

void appendEncoded(std::string &bytes, const Message &message)
{
    if (const auto *data = std::get_if<StreamData>(&message)) // most of what passes: it is copied once only
        return appendFrame(bytes, FrameType::StreamData, data->stream, data->bytes);
    const Frame frame = std::visit(FrameBuilder{}, message);
    appendFrame(bytes, frame.type, frame.stream, frame.payload);
}

std::optional<std::string_view> streamBytes(const FrameView &frame)
{
    if (frame.type != FrameType::StreamData || frame.stream == 0 || frame.payload.empty() ||
        frame.payload.size() > maxChunk)
        return std::nullopt;
    return frame.payload;
}

Decoded decode(Frame frame, Side from)
{
    if (!maySend(from, frame.type))
        return Violation{Violation::Kind::WrongSender, std::to_string(static_cast<int>(frame.type))};
    if (belongsToStream(frame.type) != (frame.stream != 0))
        return Violation{Violation::Kind::BadStream, std::to_string(frame.stream)};
    switch (frame.type) {
    case FrameType::Output:
        return decodeOutput(frame);
    case FrameType::Credit:
        return decodeCredit<Credit>(frame);
    case FrameType::StreamCredit:
        return decodeCredit<StreamCredit>(frame);
    case FrameType::Cancel:
        return decodeBare<Cancel>(frame);
    case FrameType::Unmount:
        return decodeBare<Unmount>(frame);
    case FrameType::Connect:
        return decodeBare<Connect>(frame);
    case FrameType::StreamEnd:
        return decodeBare<StreamEnd>(frame);
    case FrameType::StreamReset:
        return decodeBare<StreamReset>(frame);
    case FrameType::ArtifactData:
        return decodeData<ArtifactData>(frame);
    case FrameType::StreamData:
        return decodeData<StreamData>(frame);
    default:
        return decodeObject(frame);
    }
}

} // namespace glasshouse::protocol
