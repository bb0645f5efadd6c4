// Reads the CBOR object of a frame, field by field, without trusting it.
#pragma once

#include "sandbox/protocol/limits.h"
#include "sandbox/protocol/violation.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace glasshouse::protocol {

// One CBOR object, nested at most maxDepth deep, no key twice, no bytes after it. Never throws.
[[nodiscard]] std::variant<nlohmann::json, Violation> parsePayload(std::string_view bytes);

// The first field that is missing or wrong is kept in violation(); later reads answer empty values.
class FieldReader
{
public:
    explicit FieldReader(std::string_view payload);

    [[nodiscard]] std::string bytes(const char *key, std::size_t smallest, std::size_t largest);
    [[nodiscard]] std::string text(const char *key, std::size_t largest = maxText);
    [[nodiscard]] bool boolean(const char *key);

    template<typename Number>
    [[nodiscard]] Number number(const char *key, Number largest = std::numeric_limits<Number>::max())
    {
        return static_cast<Number>(integer(key, static_cast<std::int64_t>(std::numeric_limits<Number>::min()),
                                           static_cast<std::uint64_t>(largest)));
    }

    [[nodiscard]] const std::optional<Violation> &violation() const { return m_violation; }

private:
    [[nodiscard]] const nlohmann::json *find(const char *key);
    [[nodiscard]] std::int64_t integer(const char *key, std::int64_t smallest, std::uint64_t largest);
    void refuse(const char *key, const char *problem);

    nlohmann::json m_object;
    std::optional<Violation> m_violation;
};

} // namespace glasshouse::protocol
