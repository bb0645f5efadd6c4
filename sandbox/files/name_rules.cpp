#include "sandbox/files/name_rules.h"

#include "sandbox/protocol/artifact_name.h"

namespace glasshouse::sandbox {

Outcome<void> checkName(std::string_view name)
{
    if (name.empty())
        return failure(Errno::NoEntry, "The name is empty.");
    if (name == "." || name == "..")
        return failure(Errno::NotPermitted, "The name is \".\" or \"..\".");
    if (name.find('/') != std::string_view::npos)
        return failure(Errno::Invalid, "The name has a slash.");
    if (name.find('\0') != std::string_view::npos)
        return failure(Errno::Invalid, "The name has a NUL byte.");
    if (name.size() > maxNameBytes)
        return failure(Errno::NameTooLong, "The name is longer than 255 bytes.");
    return {};
}

Outcome<void> checkNewName(std::string_view name)
{
    return checkName(name).and_then([&]() -> Outcome<void> {
        if (auto problem = protocol::artifactNameProblem(name))
            return failure(Errno::Invalid, "Not created: " + *problem + ".");
        return {};
    });
}

} // namespace glasshouse::sandbox
