// The sentences of a conversation's items: what a tool does, how far it is, how a run ended.
#pragma once

#include "core/trace/run_phase.h"
#include "ui/chat/conversation.h"

namespace glasshouse::ui {

[[nodiscard]] trace::RunPhase phaseOf(SectionPhase phase);
[[nodiscard]] trace::RunPhase phaseOf(ToolPhase phase);

[[nodiscard]] QString languageName(const QString &language); // "Python"
[[nodiscard]] QString runEndSentence(const RunEnd &end);
[[nodiscard]] QString toolSummary(const ToolCard &card); // "python, 18 lines, approved by you"
[[nodiscard]] QString toolRequest(const ToolCard &card); // "Wants to run Python, 24 lines"
[[nodiscard]] QString toolState(const ToolCard &card);   // "0.31 s", "running", "stopped after 60 s"
[[nodiscard]] QString toolIcon(const ToolCard &card);    // Lucide name

} // namespace glasshouse::ui
