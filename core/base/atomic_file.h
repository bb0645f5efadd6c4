// Whole-file reads and writes that either happen completely or not at all.
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace glasshouse {

[[nodiscard]] Result<QByteArray> readFile(const QString &path);

// Creates missing folders; on a full disk or any other failure the old file is still there, unchanged.
[[nodiscard]] Result<void> writeFileAtomically(const QString &path, const QByteArray &content);

} // namespace glasshouse
