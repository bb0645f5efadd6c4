// A model on loopback that says what a test wants: each message of a person makes it call execute_code with
// the next piece of code; when it has the result it is done.
#pragma once

#include "core/llm/connection.h"

#include <QHash>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>

namespace glasshouse::fakes {

class ScriptedModel : public QObject
{
    Q_OBJECT

public:
    ScriptedModel();

    [[nodiscard]] Connection connection() const; // named "scripted"
    QStringList code;                            // taken from the front; the last one stays

private:
    void accept();
    void read(QTcpSocket *socket);
    [[nodiscard]] QByteArray answerTo(const QByteArray &body);

    QHash<QTcpSocket *, QByteArray> m_buffers; // before the server, whose sockets let go of them when it ends
    QTcpServer m_server;
    int m_calls = 0;
};

} // namespace glasshouse::fakes
