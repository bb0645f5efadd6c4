// What a restored VM does while it waits: runs what a first call usually runs, once. Under emulation the
// first pass through any code costs ten times the second, and here nobody waits for it.
#pragma once

#include "sandbox/host/vm.h"

namespace glasshouse::sandbox {

class WarmUp : public QObject
{
    Q_OBJECT

public:
    // `vm` outlives it.
    explicit WarmUp(Vm &vm, QObject *parent = nullptr);
    void start();

Q_SIGNALS:
    void finished();

private:
    void handle(const protocol::Message &message);

    Vm &m_vm;
};

} // namespace glasshouse::sandbox
