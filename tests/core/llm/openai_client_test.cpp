#include "core/llm/openai_client.h"

#include "tests/core/llm/fake_openai_process.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace glasshouse;

namespace {

const QString Key = QStringLiteral("sk-test-0123456789abcdef");

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

OpenAiOptions impatient()
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

ToolSpec executeCode()
{
    return {QStringLiteral("execute_code"),
            QStringLiteral("Runs Python."),
            {{QStringLiteral("type"), QStringLiteral("object")}}};
}

} // namespace

class OpenAiClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void streamsTextInDeltas();
    void readsTextThatIsCutAnywhere();
    void collectsTwoToolCallsOfOneTurn_data();
    void collectsTwoToolCallsOfOneTurn();
    void finishesTheRoundAfterBothToolResults_data();
    void finishesTheRoundAfterBothToolResults();
    void acceptsStreamsWithoutTheirEnd_data();
    void acceptsStreamsWithoutTheirEnd();
    void acceptsAnAnswerThatIsNotStreamed();
    void reportsUsage();
    void reusesTheConnection();
    void worksAfterTheServerClosedTheConnection();
    void leavesOutWhatTheServerRefuses();
    void sharesWhatItLearnedWithCallsInFlight();
    void usesTheOtherNameOfTheTokenLimit();

    void saysWhatToDo_data();
    void saysWhatToDo();
    void namesAServerThatIsNotThere();
    void namesAnAddressThatIsNone();
    void namesAServerWithoutTls();
    void asksForAKeyWhenThereIsNone();
    void refusesAKeyThatCannotBeSent();

    void retriesBeforeTheFirstDelta_data();
    void retriesBeforeTheFirstDelta();
    void neverRetriesAfterTextWasShown_data();
    void neverRetriesAfterTextWasShown();
    void givesUpAfterTheLastRetry();
    void doesNotWaitForAnHour();

    void keepsTheKeyOutOfText();
    void keepsTheKeyOutOfErrors();
    void sendsNothingToTheTargetOfARedirect();

    void endsOnceWhenCancelled();
    void isSilentWhenDeleted();
    void mayBeDeletedFromItsOwnSignals_data();
    void mayBeDeletedFromItsOwnSignals();
    void outlivesItsClient();

private:
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
    [[nodiscard]] QJsonObject serverState();

    fakes::OpenAiProcess m_server;
    std::unique_ptr<OpenAiClient> m_client;
};

void OpenAiClientTest::initTestCase()
{
    QVERIFY(m_server.start());
    m_client = std::make_unique<OpenAiClient>(connection(), Secret(Key), impatient());
}

QJsonObject OpenAiClientTest::serverState()
{
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(
        network.get(QNetworkRequest(QUrl(m_server.address() + QStringLiteral("/state")))));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    finished.wait();
    return QJsonDocument::fromJson(reply->readAll()).object();
}

void OpenAiClientTest::streamsTextInDeltas()
{
    Watched call(startCall(u"text"_qs));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.text, u"Hello from the server."_qs);
    QCOMPARE((*call.result)->message.text, call.text);
    QVERIFY((*call.result)->message.role == Role::Assistant);
    QVERIFY((*call.result)->finishReason == FinishReason::Stop);
    QVERIFY(!(*call.result)->message.scripted);
}

void OpenAiClientTest::readsTextThatIsCutAnywhere()
{
    Watched call(startCall(u"odd-splits"_qs));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.text, u"Grüße aus dem 🏠"_qs);
}

void OpenAiClientTest::collectsTwoToolCallsOfOneTurn_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : {"any-model", "close", "no-index", "no-id", "no-labels", "same-index"})
        QTest::newRow(model) << QString::fromLatin1(model);
}

void OpenAiClientTest::collectsTwoToolCallsOfOneTurn()
{
    QFETCH(QString, model);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    const Message &message = (*call.result)->message;
    QCOMPARE(message.text, u"I compute both."_qs);
    QVERIFY((*call.result)->finishReason == FinishReason::ToolCalls);
    QCOMPARE(message.toolCalls.size(), 2);
    QVERIFY(!message.toolCalls.at(0).id.isEmpty());
    QVERIFY(message.toolCalls.at(0).id != message.toolCalls.at(1).id);
    for (const ToolCall &toolCall : message.toolCalls)
        QCOMPARE(toolCall.name, u"execute_code"_qs);
    const auto code = [&](int i) {
        return QJsonDocument::fromJson(message.toolCalls.at(i).arguments.toUtf8())[u"code"].toString();
    };
    QCOMPARE(code(0), u"x = 6 * 7\nprint('first', x)"_qs);
    QCOMPARE(code(1), u"print('second', 1 + 1)"_qs);
}

void OpenAiClientTest::finishesTheRoundAfterBothToolResults_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("keep-alive") << u"any-model"_qs;
    QTest::newRow("close") << u"close"_qs;
}

void OpenAiClientTest::finishesTheRoundAfterBothToolResults()
{
    QFETCH(QString, model);
    Watched first(startCall(model));
    QVERIFY(first.ended());
    QVERIFY2(*first.result, qPrintable(first.error()));
    QVector<Message> more{(*first.result)->message};
    for (const ToolCall &toolCall : more.first().toolCalls) {
        Message answer;
        answer.role = Role::Tool;
        answer.toolCallId = toolCall.id;
        answer.text = u"printed by "_qs + toolCall.id;
        more.append(answer);
    }
    Watched second(startCall(model, more));
    QVERIFY(second.ended());
    QVERIFY2(*second.result, qPrintable(second.error()));
    QCOMPARE(second.text, u"Both calls ran. First: printed by call_1. Second: printed by call_2."_qs);
}

void OpenAiClientTest::acceptsStreamsWithoutTheirEnd_data()
{
    QTest::addColumn<QString>("model");
    QTest::newRow("no [DONE]") << u"no-done"_qs;
    QTest::newRow("no blank line after [DONE]") << u"no-blank"_qs;
}

void OpenAiClientTest::acceptsStreamsWithoutTheirEnd()
{
    QFETCH(QString, model);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.text, u"Hello from the server."_qs);
}

void OpenAiClientTest::acceptsAnAnswerThatIsNotStreamed()
{
    Watched call(startCall(u"not-streamed"_qs));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.text, u"All at once."_qs);
    QCOMPARE((*call.result)->usage, (Usage{42, 7}));
}

void OpenAiClientTest::reportsUsage()
{
    Watched call(startCall(u"text"_qs));
    QVERIFY(call.ended());
    QCOMPARE((*call.result)->usage, (Usage{42, 7}));
}

void OpenAiClientTest::reusesTheConnection()
{
    Watched first(startCall(u"text"_qs));
    QVERIFY(first.ended());
    const int before = serverState().value(u"connections").toInt();
    Watched second(startCall(u"text"_qs));
    QVERIFY(second.ended());
    // One more is the question itself.
    QCOMPARE(serverState().value(u"connections").toInt(), before + 1);
}

void OpenAiClientTest::worksAfterTheServerClosedTheConnection()
{
    for (int i = 0; i < 3; ++i) {
        Watched call(startCall(u"close"_qs));
        QVERIFY(call.ended());
        QVERIFY2(*call.result, qPrintable(call.error()));
    }
}

void OpenAiClientTest::leavesOutWhatTheServerRefuses()
{
    Watched call(startCall(u"no-usage-option"_qs));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.retries, 0);
    // Learned once, for all later calls of this client.
    Watched next(startCall(u"text"_qs));
    QVERIFY(next.ended());
    QVERIFY(!serverState().value(u"body").toObject().contains(u"stream_options"));
}

void OpenAiClientTest::sharesWhatItLearnedWithCallsInFlight()
{
    OpenAiClient client(connection(), Secret(Key), impatient());
    Watched first(client.start({u"no-usage-option"_qs, {}, {}, {}, {}, {}, {}}));
    Watched second(client.start({u"no-usage-option"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(first.ended());
    QVERIFY(second.ended());
    QVERIFY2(*first.result, qPrintable(first.error()));
    QVERIFY2(*second.result, qPrintable(second.error()));
}

void OpenAiClientTest::usesTheOtherNameOfTheTokenLimit()
{
    ChatRequest request;
    request.model = u"new-limit"_qs;
    request.maxOutputTokens = 100;
    Watched call(m_client->start(request));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(serverState().value(u"body").toObject().value(u"max_completion_tokens").toInt(), 100);
}

void OpenAiClientTest::saysWhatToDo_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *model, const char *says) {
        QTest::newRow(model) << QString::fromLatin1(model) << QString::fromUtf8(says);
    };
    row("401", "does not accept the key of connection “test”");
    row("403", "does not allow this key");
    row("404-model", "has no model “404-model”");
    row("404-path", "usually ends in /v1");
    row("400-context", "too long for model “400-context”");
    row("429", "wait a minute");
    row("429-quota", "check the plan and billing");
    row("500", "has a problem of its own (HTTP 500)");
    row("redirect", "redirects to http://127.0.0.2:9/v1/chat/completions.");
    row("hang", "sent nothing for 1 s");
    row("stall", "stopped in the middle of its answer");
    row("cut", "closed the connection before its answer was complete");
    row("cut-reset", "closed the connection before its answer was complete");
    row("malformed-event", "an event of its stream is not JSON");
    row("malformed-json", "its answer is not JSON");
    row("html", "its answer is not JSON (“<html>");
    row("empty", "its answer is empty");
    row("huge-line", "a line of more than");
    row("endless", "its answer is larger than 8 MB");
    row("error-in-stream", "The server says: Broke.");
}

void OpenAiClientTest::saysWhatToDo()
{
    QFETCH(QString, model);
    QFETCH(QString, says);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(says), qPrintable(call.error()));
    QCOMPARE(call.code(), ErrorCode::ModelUnavailable);
    QVERIFY2(call.error().endsWith(u'.'), qPrintable(call.error()));
}

void OpenAiClientTest::namesAServerThatIsNotThere()
{
    Connection nobody = connection();
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    nobody.baseUrl = u"http://127.0.0.1:%1/v1"_qs.arg(closed.serverPort());
    closed.close();
    OpenAiClient client(nobody, {}, impatient());
    Watched call(client.start({u"m"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().startsWith(u"Nothing answers at 127.0.0.1:"), qPrintable(call.error()));
    QCOMPARE(call.code(), ErrorCode::ModelUnavailable);
}

void OpenAiClientTest::namesAnAddressThatIsNone()
{
    for (const QString &url :
         {u"localhost:8080/v1"_qs, u"ftp://host/v1"_qs, QString(), u"https://user:pw@host/v1"_qs}) {
        Connection wrong = connection();
        wrong.baseUrl = url;
        OpenAiClient client(wrong, {}, impatient());
        Watched call(client.start({u"m"_qs, {}, {}, {}, {}, {}, {}}));
        QVERIFY(call.ended());
        QVERIFY2(call.error().contains(u"base URL"), qPrintable(call.error()));
        QVERIFY(!call.error().contains(u"pw"));
    }
}

void OpenAiClientTest::namesAServerWithoutTls()
{
    Connection wrong = connection();
    wrong.baseUrl.replace(u"http://"_qs, u"https://"_qs);
    OpenAiClient client(wrong, {}, impatient());
    Watched call(client.start({u"m"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().startsWith(u"No connection to 127.0.0.1:"), qPrintable(call.error()));
    QCOMPARE(call.code(), ErrorCode::ModelUnavailable);
}

void OpenAiClientTest::asksForAKeyWhenThereIsNone()
{
    OpenAiClient client(connection(), {}, impatient());
    Watched call(client.start({u"401"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"needs a key and none is set: set TEST_KEY"), qPrintable(call.error()));
}

void OpenAiClientTest::refusesAKeyThatCannotBeSent()
{
    OpenAiClient client(connection(), Secret(u"sk-0123456789\r\nX-Evil: 1"_qs), impatient());
    Watched call(client.start({u"text"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"copy it again"), qPrintable(call.error()));
}

void OpenAiClientTest::retriesBeforeTheFirstDelta_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : {"429-then-text", "500-then-text", "reset-then-text", "overloaded-then-text"})
        QTest::newRow(model) << QString::fromLatin1(model);
}

void OpenAiClientTest::retriesBeforeTheFirstDelta()
{
    QFETCH(QString, model);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.text, u"Hello from the server."_qs);
    QVERIFY(call.retries >= 1);
}

void OpenAiClientTest::neverRetriesAfterTextWasShown_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : {"cut", "cut-reset", "error-in-stream", "stall"})
        QTest::newRow(model) << QString::fromLatin1(model);
}

void OpenAiClientTest::neverRetriesAfterTextWasShown()
{
    QFETCH(QString, model);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QCOMPARE(call.text, u"This is the beg"_qs);
    QCOMPARE(call.retries, 0);
}

void OpenAiClientTest::givesUpAfterTheLastRetry()
{
    Watched call(startCall(u"500"_qs));
    QVERIFY(call.ended());
    QCOMPARE(call.retries, 3);
    QCOMPARE(call.ends, 1);
}

void OpenAiClientTest::doesNotWaitForAnHour()
{
    Watched call(startCall(u"429"_qs)); // with Retry-After: 3600
    QVERIFY(call.ended());
    QCOMPARE(call.retries, 0);
}

void OpenAiClientTest::keepsTheKeyOutOfText()
{
    Watched call(startCall(u"echo-key"_qs));
    QVERIFY(call.ended());
    QCOMPARE(call.text, u"Your key is [key], is it not?"_qs);
    QCOMPARE((*call.result)->message.text, call.text);
}

void OpenAiClientTest::keepsTheKeyOutOfErrors()
{
    Watched call(startCall(u"echo-key-error"_qs));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"The key [key] is wrong."), qPrintable(call.error()));
}

void OpenAiClientTest::sendsNothingToTheTargetOfARedirect()
{
    Watched call(startCall(u"redirect"_qs));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"Redirects are not followed"), qPrintable(call.error()));
    QVERIFY(!call.error().contains(u"key=x"));
}

void OpenAiClientTest::endsOnceWhenCancelled()
{
    Watched call(startCall(u"stall"_qs));
    QVERIFY(QTest::qWaitFor([&] { return call.deltas > 0; }));
    call.call->cancel();
    call.call->cancel();
    QCOMPARE(call.ends, 0); // from the event loop, never from inside cancel()
    QVERIFY(call.ended());
    QCOMPARE(call.code(), ErrorCode::Cancelled);
    Watched after(startCall(u"text"_qs));
    QVERIFY(after.ended());
    QCOMPARE(call.ends, 1);
}

void OpenAiClientTest::isSilentWhenDeleted()
{
    auto call = startCall(u"text"_qs);
    QSignalSpy texts(call.get(), &ChatCall::textReceived);
    QSignalSpy ends(call.get(), &ChatCall::finished);
    call.reset();
    Watched after(startCall(u"text"_qs));
    QVERIFY(after.ended());
    QCOMPARE(texts.size() + ends.size(), 0);
}

void OpenAiClientTest::mayBeDeletedFromItsOwnSignals_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("signal");
    for (const char *model : {"text", "not-streamed", "odd-splits"}) {
        QTest::addRow("%s, text", model) << QString::fromLatin1(model) << 0;
        QTest::addRow("%s, finished", model) << QString::fromLatin1(model) << 1;
    }
    QTest::addRow("500-then-text, retrying") << u"500"_qs << 2;
    QTest::addRow("401, finished") << u"401"_qs << 1;
}

void OpenAiClientTest::mayBeDeletedFromItsOwnSignals()
{
    QFETCH(QString, model);
    QFETCH(int, signal);
    // Its own client, so that the network manager goes with the call.
    auto client = std::make_unique<OpenAiClient>(connection(), Secret(Key), impatient());
    auto call = client->start({model, {}, {}, {}, {}, {}, {}});
    client.reset();
    bool deleted = false;
    const auto drop = [&] {
        call.reset();
        deleted = true;
    };
    if (signal == 0)
        connect(call.get(), &ChatCall::textReceived, this, drop);
    else if (signal == 1)
        connect(call.get(), &ChatCall::finished, this, drop);
    else
        connect(call.get(), &ChatCall::retrying, this, drop);
    QTRY_VERIFY(deleted);
    Watched after(startCall(u"text"_qs));
    QVERIFY(after.ended());
}

void OpenAiClientTest::outlivesItsClient()
{
    auto client = std::make_unique<OpenAiClient>(connection(), Secret(Key), impatient());
    Watched call(client->start({u"text"_qs, {}, {}, {}, {}, {}, {}}));
    client.reset();
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
}

QTEST_GUILESS_MAIN(OpenAiClientTest)
#include "openai_client_test.moc"
