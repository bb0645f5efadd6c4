// Conditions of edges and switch cases: data that the engine evaluates, never code that it runs.
//
//   {"path": "/text", "operator": "contains", "value": "refund"}
//   {"and": [CONDITION, ...]}   {"or": [CONDITION, ...]}   {"not": CONDITION}   {} (always)
//
// `path` is a JSON pointer (RFC 6901) into {"text": the message, "author": the agent that wrote it,
// "json": the message as JSON, if it is JSON}. Comparison of texts ignores case; "matches" is a regular
// expression.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace glasshouse {

namespace condition_operator {
inline constexpr QLatin1String Equals("equals");
inline constexpr QLatin1String NotEquals("not_equals");
inline constexpr QLatin1String Contains("contains");
inline constexpr QLatin1String NotContains("not_contains");
inline constexpr QLatin1String StartsWith("starts_with");
inline constexpr QLatin1String EndsWith("ends_with");
inline constexpr QLatin1String Matches("matches");
inline constexpr QLatin1String Greater("greater");
inline constexpr QLatin1String Less("less");
inline constexpr QLatin1String Exists("exists"); // needs no value
} // namespace condition_operator

// In the order in which a person is offered them.
[[nodiscard]] QStringList conditionOperators();

struct ConditionFault
{
    QString pointer; // JSON pointer inside the condition
    QString message; // a sentence: what is wrong and what to do

    bool operator==(const ConditionFault &) const = default;
};

// The first thing that keeps `condition` from being evaluated; nothing if it is well formed.
[[nodiscard]] std::optional<ConditionFault> whyNotACondition(const QJsonObject &condition);

} // namespace glasshouse
