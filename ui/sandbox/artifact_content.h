// The widget for an artifact's content: a picture, a table, a tree or text.
#pragma once

#include "ui/sandbox/artifact_view.h"

#include <functional>

namespace glasshouse::ui {

// `reportFact` is told what turns out later, e.g. a picture's size. The widget belongs to `parent`.
[[nodiscard]] QWidget *makeArtifactContent(const Theme *theme, const Artifact &artifact,
                                           const std::function<void(const QString &)> &reportFact,
                                           QWidget *parent);

} // namespace glasshouse::ui
