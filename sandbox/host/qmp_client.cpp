#include "sandbox/host/qmp_client.h"

#include "core/base/json.h"
#include "sandbox/host/descriptor.h"
#include "sandbox/host/machine_link.h"

#include <QLocalSocket>

namespace glasshouse::sandbox {

namespace {

constexpr qsizetype longestLine = 1 << 20; // QEMU may be in the guest's hands

QString errorSentence(const QJsonObject &error)
{
    return QStringLiteral("QEMU refused: %1").arg(error.value(QStringLiteral("desc")).toString());
}

} // namespace

QmpClient::QmpClient(QIODevice &socket, QObject *parent) : QObject(parent), m_socket(socket)
{
    connect(&m_socket, &QIODevice::readyRead, this, &QmpClient::readLines);
}

void QmpClient::execute(const QString &command, const QJsonObject &arguments, Reply reply)
{
    enqueue(command, arguments, -1, std::move(reply));
}

void QmpClient::giveDescriptor(const QString &name, int descriptor, Reply reply)
{
    enqueue(QStringLiteral("getfd"), {{QStringLiteral("fdname"), name}}, descriptor, std::move(reply));
}

void QmpClient::enqueue(const QString &command, const QJsonObject &arguments, int descriptor, Reply reply)
{
    QJsonObject object{{QStringLiteral("execute"), command}};
    if (!arguments.isEmpty())
        object.insert(QStringLiteral("arguments"), arguments);
    m_replies.push_back(std::move(reply));
    const Command next{toCompactJson(object) + '\n', descriptor};
    if (m_greeted)
        send(next);
    else
        m_waiting.push_back(next);
}

void QmpClient::send(const Command &command)
{
    if (command.descriptor < 0) {
        m_socket.write(command.line);
        return;
    }
    flushNow(m_socket); // the descriptor goes around Qt's buffer; what is in it comes first
    const auto *socket = qobject_cast<QLocalSocket *>(&m_socket);
    const auto number = socket ? static_cast<int>(socket->socketDescriptor()) : -1;
    const auto sent = sendWithDescriptor(number, command.line, command.descriptor);
    if (!sent)
        giveUp(sent.error().message);
}

void QmpClient::readLines()
{
    m_buffer += m_socket.readAll();
    for (qsizetype end = m_buffer.indexOf('\n'); end >= 0 && !m_failed; end = m_buffer.indexOf('\n')) {
        const QByteArray line = m_buffer.left(end);
        m_buffer.remove(0, end + 1);
        handle(line);
    }
    if (m_buffer.size() > longestLine)
        giveUp(QStringLiteral("a line of more than 1 MiB"));
}

void QmpClient::handle(const QByteArray &line)
{
    const auto parsed = parseJsonObject(line);
    if (!parsed)
        return giveUp(parsed.error().message);
    const QJsonObject &object = *parsed;
    if (object.contains(QStringLiteral("QMP")))
        greet();
    else if (object.contains(QStringLiteral("event")))
        Q_EMIT eventReceived(object.value(QStringLiteral("event")).toString(),
                             object.value(QStringLiteral("data")).toObject());
    else if (object.contains(QStringLiteral("error")))
        answer(fail(errorSentence(object.value(QStringLiteral("error")).toObject())));
    else if (object.contains(QStringLiteral("return")))
        answer(object.value(QStringLiteral("return")));
    else
        giveUp(QStringLiteral("an object that is neither answer nor event"));
}

void QmpClient::greet()
{
    if (m_greeted)
        return giveUp(QStringLiteral("a second greeting"));
    m_greeted = true;
    m_socket.write("{\"execute\":\"qmp_capabilities\"}\n");
    m_replies.push_front({});
    for (const Command &command : m_waiting)
        send(command);
    m_waiting.clear();
}

void QmpClient::answer(const Result<QJsonValue> &result)
{
    if (m_replies.empty())
        return giveUp(QStringLiteral("an answer to nothing"));
    const Reply reply = std::move(m_replies.front());
    m_replies.pop_front();
    if (reply)
        reply(result);
}

void QmpClient::giveUp(const QString &reason)
{
    if (m_failed)
        return;
    m_failed = true;
    Q_EMIT failed(QStringLiteral("QEMU's control connection broke its protocol: %1.").arg(reason));
}

} // namespace glasshouse::sandbox
