#include "core/model/sandbox_profile.h"

#include "core/base/json_reader.h"
#include "core/base/json_writer.h"
#include "core/model/limits.h"

namespace glasshouse {

namespace key {
constexpr QLatin1String Name("name");
constexpr QLatin1String Image("image");
constexpr QLatin1String MemoryMb("memory_mb");
constexpr QLatin1String CallTimeoutMs("call_timeout_ms");
constexpr QLatin1String CpuTimeMs("cpu_time_ms");
constexpr QLatin1String TimeToLiveMs("time_to_live_ms");
constexpr QLatin1String LifetimeMs("lifetime_ms");
constexpr QLatin1String OutputCharacters("output_characters");
constexpr QLatin1String PrintedBytes("printed_bytes");
constexpr QLatin1String OutputBytes("output_bytes");
constexpr QLatin1String OutputFiles("output_files");
constexpr QLatin1String Processes("processes");
constexpr QLatin1String ClearOutputPerCall("clear_output_per_call");
constexpr QLatin1String SharedBy("shared_by");
constexpr QLatin1String Mounts("mounts");
constexpr QLatin1String Allow("allow");
constexpr QLatin1String AsksForUnlisted("ask_for_unlisted");
} // namespace key

QJsonObject SandboxProfile::toJson() const
{
    const SandboxProfile byDefault;
    JsonWriter writer(extra);
    writer.always(key::Name, name);
    writer.always(key::Image, image);
    writer.unlessDefault(key::MemoryMb, memoryMb, byDefault.memoryMb);
    writer.unlessDefault(key::CallTimeoutMs, callTimeoutMs, byDefault.callTimeoutMs);
    writer.unlessDefault(key::CpuTimeMs, cpuTimeMs, byDefault.cpuTimeMs);
    writer.unlessDefault(key::TimeToLiveMs, timeToLiveMs, byDefault.timeToLiveMs);
    writer.unlessDefault(key::LifetimeMs, lifetimeMs, byDefault.lifetimeMs);
    writer.unlessDefault(key::OutputCharacters, outputCharacters, byDefault.outputCharacters);
    writer.unlessDefault(key::PrintedBytes, printedBytes, byDefault.printedBytes);
    writer.unlessDefault(key::OutputBytes, outputBytes, byDefault.outputBytes);
    writer.unlessDefault(key::OutputFiles, outputFiles, byDefault.outputFiles);
    writer.unlessDefault(key::Processes, processes, byDefault.processes);
    writer.unlessDefault(key::ClearOutputPerCall, clearOutputPerCall, byDefault.clearOutputPerCall);
    writer.unlessDefault(key::SharedBy, toString(sharedBy), toString(byDefault.sharedBy));
    writer.unlessEmpty(key::Mounts, access.mounts);
    writer.unlessEmpty(key::Allow, access.allow);
    writer.unlessDefault(key::AsksForUnlisted, access.asksForUnlisted, false);
    return writer.object();
}

Result<SandboxProfile> SandboxProfile::fromJson(const QJsonObject &json)
{
    JsonReader reader(json);
    SandboxProfile p;
    p.name = reader.requiredText(key::Name);
    p.image = reader.text(key::Image, p.image);
    p.memoryMb = reader.integer(key::MemoryMb, p.memoryMb, limits::LeastMemoryMb, limits::MemoryMb);
    p.callTimeoutMs = reader.integer(key::CallTimeoutMs, p.callTimeoutMs, 1, limits::CallTimeoutMs);
    p.cpuTimeMs = reader.integer(key::CpuTimeMs, p.cpuTimeMs, 0, limits::CallTimeoutMs);
    p.timeToLiveMs = reader.integer(key::TimeToLiveMs, p.timeToLiveMs, 1, limits::TimeToLiveMs);
    p.lifetimeMs = reader.integer(key::LifetimeMs, p.lifetimeMs, 0, limits::TimeToLiveMs);
    p.outputCharacters =
        reader.integer(key::OutputCharacters, p.outputCharacters, 0, limits::OutputCharacters);
    p.printedBytes = reader.whole(key::PrintedBytes, p.printedBytes, 1, limits::OutputBytes);
    p.outputBytes = reader.whole(key::OutputBytes, p.outputBytes, 0, limits::OutputBytes);
    p.outputFiles = reader.integer(key::OutputFiles, p.outputFiles, 0, limits::OutputFiles);
    p.processes = reader.integer(key::Processes, p.processes, 1, limits::Processes);
    p.clearOutputPerCall = reader.flag(key::ClearOutputPerCall, p.clearOutputPerCall);
    p.sharedBy = reader.word(key::SharedBy, p.sharedBy, sandboxSharingFromString);
    p.access.mounts = reader.list<FolderMount>(key::Mounts);
    p.access.allow = reader.list<AllowRule>(key::Allow);
    p.access.asksForUnlisted = reader.flag(key::AsksForUnlisted);
    p.extra = reader.unread();
    return reader.finish(p);
}

} // namespace glasshouse
