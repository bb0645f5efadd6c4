// What the tests of the OpenAI client share: the fake server as a process, and a call watched to its end.
#pragma once

#include "core/llm/openai_client.h"

#include "tests/core/llm/fake_openai_process.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

namespace glasshouse {

inline const QString Key = QStringLiteral("sk-test-0123456789abcdef");

// One call, watched to its end.
struct Watched
{
    explicit Watched(std::unique_ptr<ChatCall> started) : call(std::move(started))
    {
        QObject::connect(call.get(), &ChatCall::textReceived, call.get(), [this](const QString &delta) {
            text += delta;
            ++deltas;
        });
        QObject::connect(call.get(), &ChatCall::retrying, call.get(), [this] { ++retries; });
        QObject::connect(call.get(), &ChatCall::finished, call.get(),
                         [this](const Result<ChatResponse> &response) {
                             result = response;
                             ++ends;
                         });
    }

    [[nodiscard]] bool ended()
    {
        return QTest::qWaitFor([this] { return ends > 0; }, 20'000);
    }
    [[nodiscard]] QString error() const { return result && !*result ? result->error().message : QString(); }
    [[nodiscard]] ErrorCode code() const
    {
        return result && !*result ? result->error().code : ErrorCode::Failed;
    }

    std::unique_ptr<ChatCall> call;
    QString text;
    int deltas = 0;
    int retries = 0;
    int ends = 0;
    std::optional<Result<ChatResponse>> result;
};

inline OpenAiOptions impatient()
{
    OpenAiOptions options;
    options.connectTimeoutMs = 1000;
    options.firstByteTimeoutMs = 300;
    options.idleTimeoutMs = 300;
    options.lingerMs = 100;
    options.responseBytes = 8 * 1024 * 1024;
    options.retry.firstDelayMs = 1;
    return options;
}

inline ToolSpec executeCode()
{
    return {QStringLiteral("execute_code"),
            QStringLiteral("Runs Python."),
            {{QStringLiteral("type"), QStringLiteral("object")}}};
}

class OpenAiCase : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.start());
        m_client = std::make_unique<OpenAiClient>(connection(), Secret(Key), impatient());
    }

protected:
    [[nodiscard]] Connection connection() const
    {
        Connection server;
        server.name = QStringLiteral("test");
        server.baseUrl = m_server.baseUrl();
        server.keyVariable = QStringLiteral("TEST_KEY");
        return server;
    }
    [[nodiscard]] std::unique_ptr<ChatCall> startCall(const QString &model, const QVector<Message> &more = {})
    {
        ChatRequest request;
        request.model = model;
        request.agent = QStringLiteral("Tester");
        request.messages = QVector<Message>{{QStringLiteral("m1"),
                                             Role::User,
                                             {},
                                             QStringLiteral("Hello"),
                                             {},
                                             {},
                                             false,
                                             {},
                                             false,
                                             0}} +
                           more;
        request.tools = {executeCode()};
        return m_client->start(request);
    }
    [[nodiscard]] QJsonObject serverState()
    {
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply(
            network.get(QNetworkRequest(QUrl(m_server.address() + QStringLiteral("/state")))));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        finished.wait();
        return QJsonDocument::fromJson(reply->readAll()).object();
    }

    fakes::OpenAiProcess m_server;
    std::unique_ptr<OpenAiClient> m_client;
};

} // namespace glasshouse
