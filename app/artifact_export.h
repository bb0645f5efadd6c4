// Copies artifacts out of the store into a folder that a person chose.
#pragma once

#include "core/model/message.h"

namespace glasshouse {

// Writes each artifact under its own name below `folder` and answers with the paths changed to the copies.
// Names come from the guest: one that would leave the folder is refused.
[[nodiscard]] Result<QVector<Artifact>> exportArtifacts(const QVector<Artifact> &artifacts, const QString &folder);

} // namespace glasshouse
