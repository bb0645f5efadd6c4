// How a state is shown: never by colour alone, always also by an icon and a word.
#pragma once

#include "core/trace/run_phase.h"
#include "ui/common/theme.h"

namespace glasshouse::ui {

struct StateStyle
{
    ColorRole color = ColorRole::TextFaint;
    QString icon; // Lucide name
    QString word; // translated: "running", "waiting for you"
};

[[nodiscard]] StateStyle stateStyle(trace::RunPhase phase);

// A RunSummary's status word as a phase; an unknown word is Idle.
[[nodiscard]] trace::RunPhase phaseOfStatus(QStringView status);

} // namespace glasshouse::ui
