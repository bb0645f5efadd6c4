// Whole-file reads and writes that either happen completely or not at all.
#pragma once

#include "core/base/result.h"

#include <QByteArray>

class QFileDevice;

namespace glasshouse {

// Regular files only, and none larger than `mostBytes`: a project may come from a stranger.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 mostBytes = qint64(1) << 30);

// All of `bytes`, or false and the reason in errorString(). Open `file` Unbuffered: a full disk ends a write
// early without an error, and only the next write tells it.
[[nodiscard]] bool writeAll(QFileDevice &file, QByteArrayView bytes);

// Creates missing folders; on a full disk or any other failure the old file is still there, unchanged.
[[nodiscard]] Result<void> writeFileAtomically(const QString &path, const QByteArray &content);

} // namespace glasshouse
