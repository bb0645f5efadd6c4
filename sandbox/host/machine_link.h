// The two connections to a QEMU process, its control (QMP) and the guest's frames: sockets that it inherits,
// or, where processes inherit none (Windows), connections that it opens to this program over loopback.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/qemu_command.h"

#include <QIODevice>
#include <QObject>

#include <memory>

namespace glasshouse::sandbox {

class QmpClient;

class MachineLink : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Inherited, Loopback };
#ifdef Q_OS_WIN
    static constexpr Kind own = Kind::Loopback;
#else
    static constexpr Kind own = Kind::Inherited;
#endif

    using QObject::QObject;

    [[nodiscard]] virtual QIODevice &control() = 0;
    [[nodiscard]] virtual QIODevice &channel() = 0;

    // 1. Before QEMU is started: tells `machine` what to connect to.
    [[nodiscard]] virtual Result<void> open(QemuMachine &machine) = 0;
    // 2. Once it is started; established() or failed() follows. `client` is the one over control().
    virtual void establish(QmpClient &client) = 0;

Q_SIGNALS:
    void established();                   // and it is that QEMU
    void failed(const QString &sentence); // once, and it was not
};

[[nodiscard]] std::unique_ptr<MachineLink> makeMachineLink(MachineLink::Kind kind);

// Writes what waits now, not when the event loop has come round to it.
void flushNow(QIODevice &socket);

} // namespace glasshouse::sandbox
