// Tries a connection out: lists the server's models and names what is wrong if it cannot be used.
#pragma once

#include "core/llm/chat_client.h"
#include "core/llm/connection.h"
#include "core/llm/openai_error.h"
#include "core/llm/openai_options.h"
#include "core/llm/secret.h"

#include <QNetworkAccessManager>
#include <QPointer>
#include <QTimer>

namespace glasshouse {

struct ConnectionReport
{
    QStringList models; // sorted; empty where the server lists none but answers
    QString summary;    // a sentence, e.g. "127.0.0.1:8080 answers and offers 12 models."

    bool operator==(const ConnectionReport &) const = default;
};

// Starts when control returns to the event loop; deleting it cancels. One finished().
class ConnectionTest : public QObject
{
    Q_OBJECT

public:
    ConnectionTest(const Connection &connection, const QString &key, const OpenAiOptions &options = {},
                   QObject *parent = nullptr);
    ~ConnectionTest() override;

    void cancel(); // finished() with ErrorCode::Cancelled

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::ConnectionReport> &report);

private:
    void start();
    void listModels();
    void onTimeout();
    void onListFinished();
    void takeList(const QJsonObject &list);
    void askModel(); // for servers that answer but do not list their models
    void dropReply();
    void end(Result<ConnectionReport> report);

    Connection m_connection;
    Secret m_key;
    OpenAiOptions m_options;
    CallTarget m_target;
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
    QTimer m_timer;
    std::unique_ptr<ChatClient> m_client;
    std::unique_ptr<ChatCall> m_call;
    bool m_ended = false;
};

} // namespace glasshouse
