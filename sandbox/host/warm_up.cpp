#include "sandbox/host/warm_up.h"

#include "sandbox/protocol/limits.h"

namespace glasshouse::sandbox {

namespace {

constexpr quint32 deadlineMs = 20'000;

// Leaves no name, no file and no random number behind.
constexpr char code[] = R"(
def warm_up():
    print("ready", sum(value * value for value in range(10)), f"{3.14159:.2f}", {"a": [1, 2]})
    try:
        import numpy as np, pandas as pd, matplotlib.pyplot as plt
    except ImportError:
        return
    frame = pd.DataFrame({"a": np.arange(5), "b": list("vwxyz")})
    print(frame["a"].sum(), frame.groupby("b")["a"].sum().max(), pd.isna(None), plt.get_backend())

warm_up()
del warm_up
)";

} // namespace

WarmUp::WarmUp(Vm &vm, QObject *parent) : QObject(parent), m_vm(vm)
{
    connect(&m_vm, &Vm::messageReceived, this, &WarmUp::handle);
}

void WarmUp::start()
{
    protocol::Exec exec;
    exec.id = protocol::warmUpId;
    exec.language = "python";
    exec.code = code;
    exec.timeoutMs = deadlineMs;
    exec.credit = 64 << 10;
    m_vm.send(exec);
}

void WarmUp::handle(const protocol::Message &message)
{
    if (const auto *done = std::get_if<protocol::ExecDone>(&message);
        done && done->id == protocol::warmUpId) {
        disconnect(&m_vm, nullptr, this, nullptr);
        Q_EMIT finished();
    }
}

} // namespace glasshouse::sandbox
