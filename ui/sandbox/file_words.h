// What was done to a file, in words for a person.
#pragma once

#include "core/trace/files_accessed.h"
#include "ui/common/theme.h"

namespace glasshouse::ui {

struct FileWords
{
    QString done; // "read", "written", "created"
    QString icon; // Lucide name
    ColorRole color = ColorRole::TextDim;
};

[[nodiscard]] FileWords fileWords(const trace::FileTouch &touch); // of a refused one: that it was refused

// One access as the window keeps it, with who did it.
struct SeenTouch
{
    trace::FileTouch touch;
    QString who; // the node, else the agent; empty if unknown
};

} // namespace glasshouse::ui
