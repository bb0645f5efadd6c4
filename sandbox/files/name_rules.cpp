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

Outcome<void> checkNewEntry(const TreePath &folder, std::string_view name)
{
    return checkNewName(name).and_then([&]() -> Outcome<void> {
        if (folder.child(name).text().size() > maxPathBytes)
            return failure(Errno::NameTooLong, "The path is longer than 4095 bytes.");
        return {};
    });
}

} // namespace glasshouse::sandbox
