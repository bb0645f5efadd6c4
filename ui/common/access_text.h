// What a sandbox may see of the world, in words short enough for a row or a chip.
#pragma once

#include "core/model/mount_rules.h"

#include <QString>

namespace glasshouse::ui {

[[nodiscard]] QString networkText(const SandboxAccess &access); // "no network", "reaches pypi.org, a.org"
// As the profile wants it: "reads nothing outside", "reads data, writes results".
[[nodiscard]] QString foldersText(const SandboxAccess &access);
// As it is on this machine: also "waits for your permission to read /srv/data", "cannot open lost".
[[nodiscard]] QString foldersText(const SandboxAccess &access, const QVector<FolderConsent> &consents);
[[nodiscard]] bool isClosed(const SandboxAccess &access); // neither of them

} // namespace glasshouse::ui
