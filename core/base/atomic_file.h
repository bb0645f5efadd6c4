// Whole-file reads and writes that either happen completely or not at all.
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace glasshouse {

// Regular files only, and none larger than `mostBytes`: a project may come from a stranger.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 mostBytes = qint64(1) << 30);

// Creates missing folders; on a full disk or any other failure the old file is still there, unchanged.
[[nodiscard]] Result<void> writeFileAtomically(const QString &path, const QByteArray &content);

} // namespace glasshouse
