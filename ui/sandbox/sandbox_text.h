// The sentences about the sandbox: its state, how fast it is, how it is confined.
#pragma once

#include "sandbox/host/sandbox_status.h"
#include "ui/common/theme.h"

namespace glasshouse::ui {

struct SandboxWords
{
    QString title; // "Sandbox ready"
    QString icon;  // Lucide name
    ColorRole role = ColorRole::TextDim;
};

[[nodiscard]] SandboxWords sandboxWords(sandbox::Status::State state);
[[nodiscard]] QString acceleratorText(sandbox::Accelerator accelerator); // "KVM", "software emulation"
[[nodiscard]] ColorRole acceleratorRole(sandbox::Accelerator accelerator);   // amber where it is slow
[[nodiscard]] QString confinementText(const sandbox::Status &status);
[[nodiscard]] QString standingText(const sandbox::Status &status);   // "software emulation, confined"; empty if unknown
[[nodiscard]] QString progressText(const sandbox::Status &status); // "Unpacking packages, 40 %, 3 min left"
[[nodiscard]] bool isBuilding(const sandbox::Status &status);

} // namespace glasshouse::ui
