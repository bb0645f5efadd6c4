// The colour table of mockups/README as data.
#pragma once

#include "ui/common/theme.h"

namespace glasshouse::ui {

[[nodiscard]] QColor tokenColor(ColorRole role, bool dark);

} // namespace glasshouse::ui
