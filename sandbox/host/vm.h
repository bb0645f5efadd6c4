// A running micro-VM as the sessions see it: messages in both directions, and its end. Tests use a fake.
#pragma once

#include "sandbox/host/sandbox_service.h"
#include "sandbox/protocol/messages.h"

namespace glasshouse::sandbox {

class Vm : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual QString id() const = 0;
    [[nodiscard]] virtual Accelerator accelerator() const = 0;
    [[nodiscard]] virtual bool isConfined() const = 0;
    // The guest has said something: what was sent to it before may have run.
    [[nodiscard]] virtual bool hasAnswered() const { return true; }
    [[nodiscard]] virtual qint64 readyMs() const { return 0; } // from its start to its greeting
    // Of this machine, outermost first: what confines it, then QEMU.
    [[nodiscard]] virtual QVector<qint64> processes() const = 0;
    virtual void send(const protocol::Message &message) = 0;
    // Ends it, because of `reason`, a sentence; ended() follows.
    virtual void kill(const QString &reason) = 0;

Q_SIGNALS:
    void messageReceived(const glasshouse::protocol::Message &message);
    void ended(const QString &reason); // a sentence; once, and nothing comes after it
};

} // namespace glasshouse::sandbox
