#include "core/llm/demo/demo_client.h"
#include "core/llm/recording_client.h"
#include "core/llm/replay_client.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

namespace {

ChatRequest ask(const QString &text, const QString &agent = QStringLiteral("DataAnalyst"))
{
    ChatRequest request;
    request.agent = agent;
    request.model = QStringLiteral("scripted");
    Message message;
    message.id = QString::number(QDateTime::currentMSecsSinceEpoch()); // must not count
    message.text = text;
    request.messages = {message};
    return request;
}

Result<ChatResponse> answered(ChatClient &client, const ChatRequest &request)
{
    const auto call = client.start(request);
    std::optional<Result<ChatResponse>> result;
    QObject::connect(call.get(), &ChatCall::finished, call.get(),
                     [&](const Result<ChatResponse> &response) { result = response; });
    if (!QTest::qWaitFor([&] { return result.has_value(); }))
        return fail(QStringLiteral("The call did not end."));
    return *result;
}

} // namespace

class TrafficTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replaysWhatWasRecorded();
    void answersAgentsInAnyOrder();
    void namesTheFirstDifference();
    void namesACallTooMany();
    void recordsFailuresToo();
    void keepsKeysOut();
    void isReadableByItsOwnerOnly();
    void namesTheDamagedLine();
    void failsWhereItCannotWrite();
    void endsOnceWhenCancelled();

private:
    // Records one scripted answer per request.
    void record(const QVector<ChatRequest> &requests, const QVector<Secret> &secrets = {})
    {
        auto client =
            RecordingChatClient::open(std::make_unique<DemoClient>(DemoPacing{0, 0}), path(), secrets);
        QVERIFY(client);
        QVERIFY((*client)->isScripted());
        for (const ChatRequest &request : requests)
            QVERIFY(answered(**client, request));
    }
    [[nodiscard]] QString path() const
    {
        return m_folder->filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".jsonl"_qs);
    }
    [[nodiscard]] ReplayChatClient replay() const { return ReplayChatClient(readRecording(path()).value()); }

    std::unique_ptr<QTemporaryDir> m_folder = std::make_unique<QTemporaryDir>();
};

void TrafficTest::replaysWhatWasRecorded()
{
    record({ask(u"one"_qs), ask(u"two"_qs)});
    ReplayChatClient client = replay();
    DemoClient original({0, 0});
    for (const QString &text : {u"one"_qs, u"two"_qs}) {
        const auto response = answered(client, ask(text));
        QVERIFY2(response, response ? "" : qPrintable(response.error().message));
        QCOMPARE(response->message.text, answered(original, ask(text))->message.text);
        QVERIFY(response->message.scripted);
    }
}

void TrafficTest::answersAgentsInAnyOrder()
{
    record({ask(u"a"_qs, u"Classifier"_qs), ask(u"b"_qs, u"Concierge"_qs)});
    ReplayChatClient client = replay();
    QVERIFY(answered(client, ask(u"b"_qs, u"Concierge"_qs)));
    QVERIFY(answered(client, ask(u"a"_qs, u"Classifier"_qs)));
}

void TrafficTest::namesTheFirstDifference()
{
    record({ask(u"one"_qs)});
    ReplayChatClient client = replay();
    const auto response = answered(client, ask(u"uno"_qs));
    QVERIFY(!response);
    QCOMPARE(response.error().message,
             u"The replay differs from the recording in call 1 of DataAnalyst: /messages/0/content is "
             "“uno”, the recording has “one”."_qs);
}

void TrafficTest::namesACallTooMany()
{
    record({ask(u"one"_qs)});
    ReplayChatClient client = replay();
    QVERIFY(answered(client, ask(u"one"_qs)));
    const auto response = answered(client, ask(u"one"_qs));
    QVERIFY(!response);
    QVERIFY2(response.error().message.contains(u"makes call 2 to the model, the recording has 1"),
             qPrintable(response.error().message));
}

void TrafficTest::recordsFailuresToo()
{
    auto broken = std::make_unique<DemoClient>(
        fail(QStringLiteral("No script."), ErrorCode::ModelUnavailable), DemoPacing{0, 0});
    const auto recording = RecordingChatClient::open(std::move(broken), path());
    QVERIFY(recording);
    QVERIFY(!answered(**recording, ask(u"x"_qs)));
    ReplayChatClient client = replay();
    const auto response = answered(client, ask(u"x"_qs));
    QVERIFY(!response);
    QVERIFY(response.error() == (Error{u"No script."_qs, ErrorCode::ModelUnavailable}));
}

void TrafficTest::keepsKeysOut()
{
    // The classifier repeats the message, so the key is in the request and in the response.
    record({ask(u"my key is sk-secret-0123456789"_qs, u"Classifier"_qs)},
           {Secret(u"sk-secret-0123456789"_qs)});
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.contains("my key is [key]"));
    QVERIFY(!content.contains("sk-secret"));
}

void TrafficTest::isReadableByItsOwnerOnly()
{
    record({ask(u"x"_qs)});
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    QVERIFY(!(QFileInfo(path()).permissions() & others));
}

void TrafficTest::namesTheDamagedLine()
{
    record({ask(u"x"_qs)});
    QFile file(path());
    QVERIFY(file.open(QIODevice::Append));
    file.write("{\"request\": {\"agent\"\n");
    file.close();
    const auto calls = readRecording(path());
    QVERIFY(!calls);
    QVERIFY2(calls.error().message.contains(u"damaged in line 2"), qPrintable(calls.error().message));
}

void TrafficTest::failsWhereItCannotWrite()
{
    const auto client =
        RecordingChatClient::open(std::make_unique<DemoClient>(), m_folder->filePath(u"missing/x.jsonl"_qs));
    QVERIFY(!client);
    QVERIFY(client.error().message.contains(u"cannot be written"));
}

void TrafficTest::endsOnceWhenCancelled()
{
    record({ask(u"x"_qs)});
    ReplayChatClient client = replay();
    const auto call = client.start(ask(u"x"_qs));
    QVector<Result<ChatResponse>> results;
    connect(call.get(), &ChatCall::finished, this,
            [&](const Result<ChatResponse> &response) { results.append(response); });
    call->cancel();
    QVERIFY(results.isEmpty());
    QTRY_COMPARE(results.size(), 1);
    QVERIFY(results.first().error().code == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TrafficTest)
#include "traffic_test.moc"
