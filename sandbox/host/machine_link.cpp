#include "sandbox/host/machine_link.h"

#include "sandbox/host/descriptor.h"
#include "sandbox/host/loopback_link.h"
#include "sandbox/host/machine_proof.h"
#include "sandbox/host/qmp_client.h"

#include <QLocalSocket>

namespace glasshouse::sandbox {

namespace {

class InheritedLink : public MachineLink
{
public:
    QIODevice &control() override { return m_control; }
    QIODevice &channel() override { return m_channel; }

    Result<void> open(QemuMachine &machine) override
    {
        auto control = makeSocketPair();
        auto channel = makeSocketPair();
        if (!control || !channel)
            return fail((control ? channel : control).error());
        m_theirControl = std::move(control->theirs);
        m_theirChannel = std::move(channel->theirs);
        machine.control = m_theirControl.get();
        machine.channel = m_theirChannel.get();
        if (!m_control.setSocketDescriptor(control->ours.release()) ||
            !m_channel.setSocketDescriptor(channel->ours.release()))
            return fail(QStringLiteral("Could not connect to the sandbox."));
        return {};
    }

    void establish(QmpClient &client) override
    {
        Q_UNUSED(client)
        m_theirControl.reset(); // QEMU has its own copies, and its end must be the last one
        m_theirChannel.reset();
        Q_EMIT established();
    }

private:
    QLocalSocket m_control;
    QLocalSocket m_channel;
    Descriptor m_theirControl;
    Descriptor m_theirChannel;
};

class LoopbackMachineLink : public MachineLink
{
public:
    QIODevice &control() override { return m_control.socket(); }
    QIODevice &channel() override { return m_channel.socket(); }

    Result<void> open(QemuMachine &machine) override
    {
        const auto control = m_control.open();
        const auto channel = m_channel.open();
        if (!control || !channel)
            return fail((control ? channel : control).error());
        m_token = newMachineToken();
        machine.loopback = {*control, *channel, m_token};
        return {};
    }

    void establish(QmpClient &client) override
    {
        m_client = &client;
        connect(&m_control, &LoopbackLink::connected, this, &LoopbackMachineLink::askForProof);
        connect(&m_channel, &LoopbackLink::connected, this, &LoopbackMachineLink::askForProof);
    }

private:
    // Any program of this machine can connect; nothing is said to either before both have proven themselves.
    void askForProof()
    {
        if (++m_connected < 2)
            return;
        m_client->execute(QStringLiteral("query-uuid"), {}, [this](const Result<QJsonValue> &answer) {
            m_hasToken = answer && provesToken(*answer, m_token);
        });
        m_client->execute(QStringLiteral("query-chardev"), {}, [this](const Result<QJsonValue> &answer) {
            const quint16 peer = m_channel.socket().peerPort();
            if (m_hasToken && answer && provesPeer(*answer, QStringLiteral("channel"), peer))
                Q_EMIT established();
            else
                Q_EMIT failed(QStringLiteral("Another program connected in the place of the sandbox."));
        });
    }

    LoopbackLink m_control;
    LoopbackLink m_channel;
    QString m_token;
    QmpClient *m_client = nullptr;
    int m_connected = 0;
    bool m_hasToken = false;
};

} // namespace

std::unique_ptr<MachineLink> makeMachineLink(MachineLink::Kind kind)
{
    if (kind == MachineLink::Kind::Loopback)
        return std::make_unique<LoopbackMachineLink>();
    return std::make_unique<InheritedLink>();
}

void flushNow(QIODevice &socket)
{
    if (auto *local = qobject_cast<QLocalSocket *>(&socket))
        local->flush();
    else if (auto *tcp = qobject_cast<QAbstractSocket *>(&socket))
        tcp->flush();
}

} // namespace glasshouse::sandbox
