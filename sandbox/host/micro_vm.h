// One QEMU process and the guest in it, from its start (boot, or restore from a template) to its end.
#pragma once

#include "sandbox/host/child_process.h"
#include "sandbox/host/confinement.h"
#include "sandbox/host/guest_channel.h"
#include "sandbox/host/qemu_command.h"
#include "sandbox/host/qmp_client.h"
#include "sandbox/host/vm.h"

#include <QElapsedTimer>
#include <QLocalSocket>

namespace glasshouse::sandbox {

struct MicroVmSpec
{
    QemuMachine machine;                // its descriptors are filled in at the start
    QString deviceFile;                 // to restore from, with Start::Incoming
    bool deviceFileHoldsMemory = false; // that is laid over what the machine's memory is otherwise
    Bubblewrap bubblewrap;              // empty: not confined

    bool operator==(const MicroVmSpec &) const = default;
};

// The whole command: QEMU and, if there is one, bubblewrap around it.
[[nodiscard]] ProcessSpec microVmProcess(const MicroVmSpec &spec);

class MicroVm : public Vm
{
    Q_OBJECT

public:
    explicit MicroVm(MicroVmSpec spec, QObject *parent = nullptr);

    void start(); // once

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] Accelerator accelerator() const override { return m_spec.machine.cpu.accelerator; }
    [[nodiscard]] bool isConfined() const override { return !m_spec.bubblewrap.isEmpty(); }
    [[nodiscard]] QVector<qint64> processes() const override;
    [[nodiscard]] bool hasAnswered() const override { return m_greeted; }
    [[nodiscard]] qint64 readyMs() const override { return m_readyMs; }
    [[nodiscard]] QmpClient &control() { return m_control; }

    void goOn(); // after migrated() or saveFailed(); wentOn() follows
    void send(const protocol::Message &message) override;
    void kill(const QString &reason) override;

Q_SIGNALS:
    void resumed();                 // the restored guest runs; what is sent to it waits for its greeting
    void greeted(bool kernelReady); // the guest answers; after a restore it can execute at once
    void migrated();                // restored, or saved
    void saveFailed();              // and it stands still
    void wentOn();

private:
    [[nodiscard]] Result<void> launch();
    void restore();
    void resume();
    void greet();
    void handleEvent(const QString &name, const QJsonObject &data);
    void handleMessage(const protocol::Message &message);
    void handleGreeting(const protocol::HelloOk &answer);
    void readConsole();
    void handleEnd();
    [[nodiscard]] QString endSentence() const;
    void finish(const QString &reason);

    MicroVmSpec m_spec;
    QString m_id;
    ChildProcess m_process;
    QLocalSocket m_controlSocket;
    QLocalSocket m_channelSocket;
    QmpClient m_control;
    GuestChannel m_channel;
    std::string m_nonce;
    QByteArray m_console; // the last of what the guest's kernel and QEMU said
    QString m_killReason;
    QElapsedTimer m_age;
    qint64 m_readyMs = 0;
    bool m_greeted = false;
    bool m_ended = false;
};

// Ends a VM that may be in the middle of its own signal.
void retire(std::unique_ptr<Vm> vm);

} // namespace glasshouse::sandbox
