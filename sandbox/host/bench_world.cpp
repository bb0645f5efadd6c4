#include "sandbox/host/bench_world.h"

#include "core/base/atomic_file.h"

#include <QDir>
#include <QTcpSocket>

namespace glasshouse::sandbox {

namespace {

// To whoever connects and says anything.
void serve(QTcpSocket *socket)
{
    QObject::connect(
        socket, &QTcpSocket::readyRead, socket,
        [socket] {
            socket->readAll();
            socket->write(QByteArray(BenchWorld::transferBytes, 'x'));
        },
        Qt::SingleShotConnection);
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

} // namespace

BenchWorld::BenchWorld()
{
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (auto *socket = m_server.nextPendingConnection())
            serve(socket);
    });
}

BenchWorld::~BenchWorld()
{
    QMetaObject::invokeMethod(
        &m_server,
        [this] {
            m_server.close();
            m_server.moveToThread(nullptr);
        },
        m_thread.isRunning() ? Qt::BlockingQueuedConnection : Qt::DirectConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<void> BenchWorld::make()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        return fail(
            QStringLiteral("No server could be started on loopback: %1.").arg(m_server.errorString()));
    auto written =
        writeFileAtomically(m_folder.filePath(QStringLiteral("large")), QByteArray(transferBytes, 'x'));
    for (int i = 0; written && i < smallFiles; ++i)
        written = writeFileAtomically(m_folder.filePath(QStringLiteral("%1/%2").arg(m_smallFolder).arg(i)),
                                      "small");
    m_server.moveToThread(&m_thread);
    m_thread.start();
    return written;
}

Result<QByteArray> BenchWorld::renameSmallFolder(int number)
{
    const QString name = QStringLiteral("small%1").arg(number);
    if (!QDir(m_folder.path()).rename(m_smallFolder, name))
        return fail(
            QStringLiteral("The folder %1 could not be renamed.").arg(m_folder.filePath(m_smallFolder)));
    m_smallFolder = name;
    return QByteArrayLiteral("/input/") + name.toLatin1();
}

SessionSetup BenchWorld::setup() const
{
    SessionSetup setup;
    setup.mounts = {{QStringLiteral("/input"), {m_folder.path(), false, {}}}};
    if (const auto entry = gateway::parseAllowEntry(QString::fromLatin1(server())))
        setup.network.allowList = setup.network.allowList.with(*entry);
    return setup;
}

QByteArray BenchWorld::server() const
{
    return "127.0.0.1:" + QByteArray::number(m_server.serverPort());
}

} // namespace glasshouse::sandbox
