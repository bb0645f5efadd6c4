// What a sandbox may see of the world, in words short enough for a row or a chip.
#pragma once

#include "core/model/sandbox_access.h"

#include <QString>

namespace glasshouse::ui {

[[nodiscard]] QString networkText(const SandboxAccess &access); // "no network", "reaches pypi.org, a.org"
[[nodiscard]] QString
foldersText(const SandboxAccess &access); // "reads nothing outside", "reads data, writes results"
[[nodiscard]] bool isClosed(const SandboxAccess &access); // neither of them

} // namespace glasshouse::ui
