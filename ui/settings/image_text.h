// The sentences about guest images.
#pragma once

#include "sandbox/host/image_workshop.h"

namespace glasshouse::ui {

[[nodiscard]] QString stateText(const sandbox::ImageEntry &entry);    // "Built on ..., 312 packages, 228 MB"
[[nodiscard]] QString recipeText(const sandbox::ImageRecipe &recipe); // "base with jq; six==1.16.0 from pip"
[[nodiscard]] QString
progressText(const sandbox::ImageProgress &progress); // "charts: Installing packages, 40 %, 2 min left"
[[nodiscard]] QString buildFailureText(const Error &error);
// Names everything that a stranger's template installs, and what it replaces.
[[nodiscard]] QString projectQuestion(const sandbox::ImageTemplate &value, const sandbox::ImageEntry &there);

} // namespace glasshouse::ui
