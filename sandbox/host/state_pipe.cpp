#include "sandbox/host/state_pipe.h"

#include "sandbox/host/descriptor.h"
#include "sandbox/host/qmp_client.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <atomic>
#include <chrono>
#include <future>

namespace glasshouse::sandbox {

namespace {

void migrate(QmpClient &control, const QString &uri, const StatePipe::Refusal &refused)
{
    control.execute(QStringLiteral("migrate"), {{QStringLiteral("uri"), uri}},
                    [refused](const Result<QJsonValue> &answer) {
                        if (!answer)
                            refused(answer.error());
                    });
}

class InheritedPipe : public StatePipe
{
public:
    Result<void> open() override
    {
        auto pair = makeSocketPair();
        if (!pair)
            return fail(pair.error());
        m_ours = std::move(pair->ours);
        m_theirs = std::make_shared<Descriptor>(std::move(pair->theirs));
        if (!m_file.open(m_ours.get(), QIODevice::ReadOnly | QIODevice::Unbuffered))
            return fail(m_file.errorString());
        return {};
    }

    // The copy that QEMU gets must be the last one open, or the reader would wait for more.
    void fill(QmpClient &control, const Refusal &refused) override
    {
        control.giveDescriptor(QStringLiteral("state"), m_theirs->get(),
                               [theirs = m_theirs, refused](const Result<QJsonValue> &answer) {
                                   theirs->reset();
                                   if (!answer)
                                       refused(answer.error());
                               });
        migrate(control, QStringLiteral("fd:state"), refused);
    }

    qint64 read(char *to, qint64 most) override { return m_file.read(to, most); }
    void stop() override { m_ours.shutDown(); }

private:
    Descriptor m_ours;
    std::shared_ptr<Descriptor> m_theirs;
    QFile m_file;
};

// Takes whoever connects first; QEMU, if it comes second, is refused and says so.
class FirstCaller : public QTcpServer
{
public:
    [[nodiscard]] std::future<qintptr> caller() { return m_caller.get_future(); }

protected:
    void incomingConnection(qintptr handle) override
    {
        close();
        m_caller.set_value(handle);
    }

private:
    std::promise<qintptr> m_caller;
};

// QEMU connects to a port of this program.
class LoopbackPipe : public StatePipe
{
public:
    ~LoopbackPipe() override
    {
        if (m_caller.valid() && m_caller.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
            QTcpSocket().setSocketDescriptor(m_caller.get()); // that nobody read: closes it
    }

    Result<void> open() override
    {
        m_caller = m_server.caller();
        if (!m_server.listen(QHostAddress::LocalHost))
            return fail(m_server.errorString(), ErrorCode::SandboxUnavailable);
        return {};
    }

    void fill(QmpClient &control, const Refusal &refused) override
    {
        migrate(control, QStringLiteral("tcp:127.0.0.1:%1").arg(m_server.serverPort()), refused);
    }

    qint64 read(char *to, qint64 most) override
    {
        if (!m_socket && !accept())
            return 0;
        const qint64 count = waitForBytes() ? m_socket->read(to, most) : 0;
        if (count <= 0)
            m_socket.reset(); // by the thread that made it
        return count;
    }

    void stop() override { m_stopped = true; }

private:
    static constexpr std::chrono::milliseconds slice{50}; // after which it is seen that nobody wants more

    bool accept()
    {
        if (!m_caller.valid())
            return false;
        while (m_caller.wait_for(slice) != std::future_status::ready)
            if (m_stopped)
                return false;
        m_socket = std::make_unique<QTcpSocket>();
        return m_socket->setSocketDescriptor(m_caller.get());
    }

    // False at the end.
    bool waitForBytes()
    {
        while (!m_stopped && m_socket->bytesAvailable() == 0)
            if (!m_socket->waitForReadyRead(slice.count()) &&
                m_socket->state() != QAbstractSocket::ConnectedState)
                return m_socket->bytesAvailable() > 0;
        return !m_stopped;
    }

    FirstCaller m_server;
    std::future<qintptr> m_caller;
    std::unique_ptr<QTcpSocket> m_socket; // the reader's
    std::atomic<bool> m_stopped = false;
};

} // namespace

std::unique_ptr<StatePipe> makeStatePipe(MachineLink::Kind kind)
{
    if (kind == MachineLink::Kind::Loopback)
        return std::make_unique<LoopbackPipe>();
    return std::make_unique<InheritedPipe>();
}

} // namespace glasshouse::sandbox
