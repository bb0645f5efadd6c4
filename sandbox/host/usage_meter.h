// Asks a running micro-VM once a second what its code uses.
#pragma once

#include "sandbox/host/vm.h"

#include <QTimer>

namespace glasshouse::sandbox {

class UsageMeter : public QObject
{
    Q_OBJECT

public:
    explicit UsageMeter(Vm &vm); // which outlives it

Q_SIGNALS:
    void measured(const glasshouse::protocol::Usage &usage);

private:
    void ask();
    void handle(const protocol::Message &message);

    Vm &m_vm;
    QTimer m_timer;
    bool m_waiting = false;
};

// Beside what the session's limits allow. A call that has `printedBytes` printed so far runs, or none does.
[[nodiscard]] Usage toUsage(const protocol::Usage &usage, const Limits &limits, qint64 printedBytes);

} // namespace glasshouse::sandbox
