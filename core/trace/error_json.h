// Errors inside events: the sentence under "error" and, where a caller branches on it, the code under
// "error_code".
#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace glasshouse::trace {

[[nodiscard]] QString toString(ErrorCode code);                // "failed", "model_unavailable", ...
[[nodiscard]] ErrorCode errorCodeFromString(QStringView text); // Failed for anything unknown

void insertError(QJsonObject &data, const Error &error);
[[nodiscard]] Error errorFrom(const QJsonObject &data);

} // namespace glasshouse::trace
