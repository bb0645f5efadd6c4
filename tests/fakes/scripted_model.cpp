#include "tests/fakes/scripted_model.h"

#include "tests/fakes/openai_scenarios.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace glasshouse::fakes {

namespace {

QJsonObject codeCall(int number, const QString &code)
{
    const QJsonDocument arguments(QJsonObject{{QStringLiteral("code"), code}});
    const QJsonObject function{{QStringLiteral("name"), QStringLiteral("execute_code")},
                               {QStringLiteral("arguments"), QString::fromUtf8(arguments.toJson())}};
    return {{QStringLiteral("id"), QStringLiteral("call_%1").arg(number)},
            {QStringLiteral("type"), QStringLiteral("function")},
            {QStringLiteral("function"), function}};
}

bool endsWithAPerson(const QByteArray &body)
{
    const auto messages = QJsonDocument::fromJson(body).object().value(u"messages").toArray();
    return messages.last().toObject().value(u"role").toString() == u"user";
}

} // namespace

ScriptedModel::ScriptedModel()
{
    connect(&m_server, &QTcpServer::newConnection, this, &ScriptedModel::accept);
    m_server.listen(QHostAddress::LocalHost);
}

Connection ScriptedModel::connection() const
{
    Connection connection;
    connection.name = QStringLiteral("scripted");
    connection.title = QStringLiteral("Scripted");
    connection.baseUrl = QStringLiteral("http://127.0.0.1:%1/v1").arg(m_server.serverPort());
    connection.defaultModel = QStringLiteral("scripted-1");
    return connection;
}

void ScriptedModel::accept()
{
    QTcpSocket *socket = m_server.nextPendingConnection();
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        m_buffers.remove(socket);
        socket->deleteLater();
    });
}

void ScriptedModel::read(QTcpSocket *socket)
{
    QByteArray &buffer = m_buffers[socket];
    buffer += socket->readAll();
    while (const auto request = takeRequest(buffer)) {
        const QByteArray body = answerTo(request->body);
        socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                      QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
}

QByteArray ScriptedModel::answerTo(const QByteArray &body)
{
    const bool calls = endsWithAPerson(body) && !code.isEmpty();
    QJsonObject message{
        {QStringLiteral("role"), QStringLiteral("assistant")},
        {QStringLiteral("content"), calls ? QStringLiteral("I run it.") : QStringLiteral("Done.")}};
    if (calls) {
        message.insert(QStringLiteral("tool_calls"), QJsonArray{codeCall(++m_calls, code.first())});
        if (code.size() > 1)
            code.removeFirst();
    }
    const QJsonObject choice{
        {QStringLiteral("index"), 0},
        {QStringLiteral("message"), message},
        {QStringLiteral("finish_reason"), calls ? QStringLiteral("tool_calls") : QStringLiteral("stop")}};
    return QJsonDocument(QJsonObject{{QStringLiteral("object"), QStringLiteral("chat.completion")},
                                     {QStringLiteral("choices"), QJsonArray{choice}}})
        .toJson(QJsonDocument::Compact);
}

} // namespace glasshouse::fakes
