// Programs for user code that the agent brings along, so that they need no new image.
#pragma once

#include <string>
#include <string_view>

namespace glasshouse::guest {

[[nodiscard]] std::string_view nodeClient();       // call_tool() for JavaScript
[[nodiscard]] std::string_view packageInstaller(); // install_package, in Python

// Puts them and the call_tool command (which is `agent` by another name) into the system at `root`.
void installPrograms(const std::string &root, const std::string &agent); // throws GuestError

} // namespace glasshouse::guest
