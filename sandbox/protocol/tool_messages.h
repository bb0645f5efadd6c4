// Calls from code in the guest to tools on the host, while an execution runs. JSON only, never pickles.
#pragma once

#include <cstdint>
#include <string>

namespace glasshouse::protocol {

struct ToolCall // guest to host
{
    std::uint32_t execution = 0;
    std::uint32_t call = 0; // the guest's number for it, not in use by another call of the execution
    std::string name;       // at most maxToolName bytes
    std::string arguments;  // a JSON object as text, at most maxToolData bytes

    bool operator==(const ToolCall &) const = default;
};

struct ToolAnswer // host to guest; for a call that has ended it is ignored
{
    std::uint32_t execution = 0;
    std::uint32_t call = 0;
    bool failed = false;
    std::string value; // JSON text; if the call failed a sentence that becomes the message of an exception

    bool operator==(const ToolAnswer &) const = default;
};

struct HoldClock // host to guest: the time limit of the execution stands still while a person decides
{
    std::uint32_t execution = 0;
    bool held = false;

    bool operator==(const HoldClock &) const = default;
};

} // namespace glasshouse::protocol
