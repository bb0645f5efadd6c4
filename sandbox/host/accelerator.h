// What runs the guest's instructions: a hypervisor of the system, or QEMU's translator.
#pragma once

#include <QString>

namespace glasshouse::sandbox {

enum class Accelerator { Unknown, Kvm, Whpx, Tcg };

[[nodiscard]] QString toString(Accelerator accelerator); // "kvm", "whpx", "tcg"

} // namespace glasshouse::sandbox
