// An OpenAI-compatible server as its own process, for tests over a real network connection. It prints its
// port as the first line and serves until its standard input closes. The model's name chooses what it does;
// any name that is not a scenario gets the tool round trip (two calls of execute_code in one turn, then a
// final text).
#include "tests/fakes/openai_scenarios.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTextStream>
#include <QTimer>

#include <unistd.h>

using namespace glasshouse::fakes;

namespace {

// Writes the pieces of one answer one by one, so that they arrive one by one.
class Writer : public QObject
{
public:
    Writer(QTcpSocket *socket, const Answer &answer) : QObject(socket), m_socket(socket), m_answer(answer)
    {
        connect(&m_timer, &QTimer::timeout, this, &Writer::writeNext);
        m_timer.start(answer.pieceIntervalMs);
    }

private:
    void writeNext()
    {
        if (!m_answer.pieces.isEmpty()) {
            m_socket->write(m_answer.pieces.takeFirst());
            m_socket->flush();
            return;
        }
        m_timer.stop();
        if (m_answer.ending == Ending::Close)
            m_socket->disconnectFromHost();
        else if (m_answer.ending == Ending::Reset)
            m_socket->abort();
    }

    QTcpSocket *m_socket;
    Answer m_answer;
    QTimer m_timer;
};

class Server : public QObject
{
public:
    Server() { connect(&m_server, &QTcpServer::newConnection, this, &Server::accept); }

    [[nodiscard]] bool listen() { return m_server.listen(QHostAddress::LocalHost); }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    void accept()
    {
        ++m_state.connections;
        QTcpSocket *socket = m_server.nextPendingConnection();
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            socket->deleteLater();
        });
    }

    void read(QTcpSocket *socket)
    {
        QByteArray &buffer = m_buffers[socket];
        buffer += socket->readAll();
        while (const auto request = takeRequest(buffer))
            new Writer(socket, answerTo(*request, m_state)); // owned by the socket
    }

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    ServerState m_state;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    Server server;
    if (!server.listen())
        return 1;
    QTextStream(stdout) << server.port() << Qt::endl;

    // Whoever started this keeps our standard input open; when they end, however they end, so do we.
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [&app] {
        char bytes[256];
        if (read(STDIN_FILENO, bytes, sizeof bytes) <= 0)
            app.quit();
    });
    return app.exec();
}
