// Copies of artifacts for other programs: under names that no file system and no shell takes amiss.
#pragma once

#include "core/model/message.h"

class QDir;

namespace glasshouse::ui {

// The last part of a guest's name.
[[nodiscard]] QString safeFileName(const QString &name);
// `name` in the folder, or with a number where one of that name is there already.
[[nodiscard]] QString freeFileName(const QDir &folder, const QString &name);
// Takes the place of what is there. Only the person may read the copy, and nobody can run it.
[[nodiscard]] Result<void> copyArtifact(const Artifact &artifact, const QString &target);

} // namespace glasshouse::ui
