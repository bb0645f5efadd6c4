// One QEMU process and the guest in it, from its start (boot, or restore from a template) to its end.
#pragma once

#include "sandbox/host/child_process.h"
#include "sandbox/host/confinement.h"
#include "sandbox/host/guest_channel.h"
#include "sandbox/host/machine_link.h"
#include "sandbox/host/qemu_command.h"
#include "sandbox/host/qmp_client.h"
#include "sandbox/host/state_sender.h"
#include "sandbox/host/vm.h"

#include <QElapsedTimer>

namespace glasshouse::sandbox {

struct MicroVmSpec
{
    QemuMachine machine;                // its descriptors are filled in at the start
    QString deviceFile;                 // to restore from, with Start::Incoming
    bool deviceFileHoldsMemory = false; // that is laid over what the machine's memory is otherwise
    Bubblewrap bubblewrap;              // empty: not confined
    MachineLink::Kind link = MachineLink::own;

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
    [[nodiscard]] MachineLink::Kind link() const { return m_spec.link; }

    void goOn(); // after migrated() or saveFailed(); wentOn() follows
    void send(const protocol::Message &message) override;
    void kill(const QString &reason) override;

Q_SIGNALS:
    void resumed();    // the restored guest runs; what is sent to it waits for its greeting
    void greeted();    // the guest answers
    void ready();      // and can execute: after a restore at once, else when its interpreter is up
    void migrated();   // restored, or saved
    void saveFailed(); // and it stands still
    void wentOn();

private:
    [[nodiscard]] Result<void> launch();
    void begin();
    void restore();
    void receiveState(const QString &uri);
    void sendState();
    void resume();
    void greet();
    void handleEvent(const QString &name, const QJsonObject &data);
    void handleMessage(const protocol::Message &message);
    void handleGreeting(const protocol::HelloOk &answer);
    void handleReadiness();
    void readConsole();
    void handleEnd();
    [[nodiscard]] QString endSentence() const;
    void finish(const QString &reason);

    MicroVmSpec m_spec;
    QString m_id;
    ChildProcess m_process;
    std::unique_ptr<MachineLink> m_link;
    std::unique_ptr<StateSender> m_stateSender;
    QmpClient m_control;
    GuestChannel m_channel;
    std::string m_nonce;
    QByteArray m_console; // the last of what the guest's kernel and QEMU said
    QString m_killReason;
    QElapsedTimer m_age;
    qint64 m_readyMs = 0;
    bool m_greeted = false;
    bool m_ready = false;
    bool m_ended = false;
};

// Ends a VM that may be in the middle of its own signal.
void retire(std::unique_ptr<Vm> vm);

} // namespace glasshouse::sandbox
