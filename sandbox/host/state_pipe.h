// What QEMU says while it saves itself, on its way to a thread of this program: QEMU itself may write no
// file.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/machine_link.h"

#include <functional>

namespace glasshouse::sandbox {

class StatePipe
{
public:
    using Refusal = std::function<void(const Error &error)>;

    virtual ~StatePipe() = default;

    [[nodiscard]] virtual Result<void> open() = 0;
    // Has QEMU write everything into it and then close it. `refused` is not called after the client is gone.
    virtual void fill(QmpClient &control, const Refusal &refused) = 0;
    // Waits for the next bytes; 0 at the end, after stop() too, and negative if it broke. For one thread.
    [[nodiscard]] virtual qint64 read(char *to, qint64 most) = 0;
    virtual void stop() = 0; // from any thread
};

[[nodiscard]] std::unique_ptr<StatePipe> makeStatePipe(MachineLink::Kind kind);

} // namespace glasshouse::sandbox
