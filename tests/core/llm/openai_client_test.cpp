#include "tests/core/llm/openai_case.h"

using namespace glasshouse;

class OpenAiClientTest : public OpenAiCase
{
    Q_OBJECT

private Q_SLOTS:
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

    void keepsTheKeyOutOfText();

    void endsOnceWhenCancelled();
    void isSilentWhenDeleted();
    void mayBeDeletedFromItsOwnSignals_data();
    void mayBeDeletedFromItsOwnSignals();
    void outlivesItsClient();
};

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

void OpenAiClientTest::keepsTheKeyOutOfText()
{
    Watched call(startCall(u"echo-key"_qs));
    QVERIFY(call.ended());
    QCOMPARE(call.text, u"Your key is [key], is it not?"_qs);
    QCOMPARE((*call.result)->message.text, call.text);
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
