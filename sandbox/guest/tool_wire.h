// The conversation between a program of the guest and the agent about a tool: a length (4 bytes, little
// endian) and that many bytes of JSON, {"name": "...", "arguments": {...}} one way and {"value": ...} or
// {"error": "..."} the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace glasshouse::guest {

inline constexpr std::size_t lengthSize = 4;

[[nodiscard]] std::uint32_t lengthAt(const std::string &bytes); // of the first lengthSize bytes
[[nodiscard]] std::string framed(const std::string &text);

// How deep objects and arrays are nested: counted before anything parses the text, so that hostile text costs
// no stack. Of text that is not JSON it is at least what a parser would get to.
[[nodiscard]] int depthOf(std::string_view json);

} // namespace glasshouse::guest
