// What a model sent as a tool's arguments: hostile text that is to be one JSON object of bounded size and
// depth.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace glasshouse {

inline constexpr qsizetype MaxArgumentBytes = 1 << 20;
inline constexpr int MaxArgumentDepth = 64;

// The error is a sentence for the model. No text at all means no arguments.
[[nodiscard]] Result<QJsonObject> parseArguments(const QString &text);

// For code that called a tool: `text` itself if it is JSON that fits into the caps above, else a JSON string.
[[nodiscard]] QByteArray jsonValueOf(const QString &text);

} // namespace glasshouse
