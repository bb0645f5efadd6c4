// call_tool, the command: calls a tool of the host from a shell.
//   call_tool NAME                     without arguments
//   call_tool NAME '{"city": "Rome"}'  one JSON object; - reads it from standard input
//   call_tool NAME city=Rome days=3    a value is JSON if it reads as JSON, else a text
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace glasshouse::guest {

// Prints the answer as JSON and returns 0; the sentence of a failure goes to standard error with 1, wrong
// usage with 2.
[[nodiscard]] int runToolCommand(const std::vector<std::string> &arguments);

// The request as JSON text; nothing if the arguments are not of the forms above.
[[nodiscard]] std::optional<std::string> toolRequest(const std::vector<std::string> &arguments);

} // namespace glasshouse::guest
