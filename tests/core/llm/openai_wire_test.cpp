// The pure parts of the OpenAI client: requests, answers, errors, retries and secrets.
#include "core/llm/openai_answer.h"
#include "core/llm/openai_request.h"
#include "core/llm/retry_policy.h"
#include "core/llm/secret.h"

#include <QJsonDocument>
#include <QTest>

using namespace glasshouse;

namespace {

Message message(Role role, const QString &text, const QVector<ToolCall> &calls = {},
                const QString &answers = {})
{
    Message result;
    result.role = role;
    result.text = text;
    result.toolCalls = calls;
    result.toolCallId = answers;
    return result;
}

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(QByteArray(text).replace('\'', '"')).object();
}

QJsonArray sent(const QVector<Message> &messages)
{
    ChatRequest request;
    request.agent = u"Me"_qs;
    request.messages = messages;
    return openAiMessages(request);
}

ChatResponse answerOf(std::initializer_list<const char *> chunks)
{
    OpenAiAnswer answer;
    for (const char *chunk : chunks)
        (void)answer.add(json(chunk));
    return answer.response();
}

} // namespace

class OpenAiWireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsAConversation();
    void answersEveryToolCallExactlyOnce();
    void keepsMalformedArgumentsAsData();
    void namesOnlyOtherAgents();
    void sendsOnlyWhatIsSet();
    void adaptsToWhatTheServerBlames_data();
    void adaptsToWhatTheServerBlames();

    void takesArgumentsThatAreAnObject();
    void takesContentInParts();
    void fillsInWhatACallLacks();
    void doesNotTrustStopWhenToolsAreAskedFor();
    void refusesAnEndlessAnswer();
    void survivesChunksOfAnyShape_data();
    void survivesChunksOfAnyShape();

    void readsRetryAfter_data();
    void readsRetryAfter();
    void backsOffWithJitter();

    void scrubsEveryFormOfAKey();
    void leavesShortWordsAlone();
    void holdsBackOnlyWhatCouldBeTheKey();
};

void OpenAiWireTest::mapsAConversation()
{
    ChatRequest request;
    request.instructions = u"Be brief."_qs;
    request.messages = {
        message(Role::User, u"Hi"_qs),
        message(Role::Assistant, {}, {{u"c1"_qs, u"execute_code"_qs, u"{\"code\":\"1\"}"_qs}}),
        message(Role::Tool, u"1"_qs, {}, u"c1"_qs), message(Role::Assistant, u"One."_qs)};
    const QJsonArray expected =
        json("{'m': [{'role': 'system', 'content': 'Be brief.'},"
             "{'role': 'user', 'content': 'Hi'},"
             "{'role': 'assistant', 'content': null, 'tool_calls': [{'id': 'c1', 'type': 'function',"
             " 'function': {'name': 'execute_code', 'arguments': '{\\'code\\':\\'1\\'}'}}]},"
             "{'role': 'tool', 'tool_call_id': 'c1', 'content': '1'},"
             "{'role': 'assistant', 'content': 'One.'}]}")[u"m"]
            .toArray();
    QVERIFY(!expected.isEmpty());
    QCOMPARE(openAiMessages(request), expected);
}

void OpenAiWireTest::answersEveryToolCallExactlyOnce()
{
    const ToolCall first{u"c1"_qs, u"t"_qs, u"{}"_qs};
    const ToolCall second{u"c2"_qs, u"t"_qs, u"{}"_qs};
    const QJsonArray messages =
        sent({message(Role::Tool, u"stray"_qs, {}, u"c0"_qs), message(Role::Assistant, {}, {first, second}),
              message(Role::Tool, u"done"_qs, {}, u"c2"_qs), message(Role::Tool, u"again"_qs, {}, u"c2"_qs),
              message(Role::User, u"Go on"_qs)});
    QStringList answered;
    for (const QJsonValue &each : messages)
        answered.append(each[u"tool_call_id"].toString());
    QCOMPARE(answered, (QStringList{QString(), u"c2"_qs, u"c1"_qs, QString()}));
    QVERIFY(messages.at(2)[u"content"].toString().contains(u"did not run"));
}

void OpenAiWireTest::keepsMalformedArgumentsAsData()
{
    const QJsonArray messages =
        sent({message(Role::Assistant, {}, {{u"c1"_qs, u"t"_qs, u"{\"code\": "_qs}})});
    const QString arguments = messages.at(0)[u"tool_calls"][0][u"function"][u"arguments"].toString();
    QCOMPARE(QJsonDocument::fromJson(arguments.toUtf8())[u"malformed_arguments"].toString(),
             u"{\"code\": "_qs);
}

void OpenAiWireTest::namesOnlyOtherAgents()
{
    Message mine = message(Role::Assistant, u"a"_qs);
    mine.author = u"Me"_qs;
    Message theirs = mine;
    theirs.author = u"Other"_qs;
    Message odd = mine;
    odd.author = u"Anna Ö"_qs;
    const QJsonArray messages = sent({mine, theirs, odd});
    QVERIFY(messages.at(0)[u"name"].isUndefined());
    QCOMPARE(messages.at(1)[u"name"].toString(), u"Other"_qs);
    QVERIFY(messages.at(2)[u"name"].isUndefined());
}

void OpenAiWireTest::sendsOnlyWhatIsSet()
{
    ChatRequest request;
    request.model = u"m"_qs;
    QCOMPARE(openAiRequest(request, {}).keys(),
             (QStringList{u"messages"_qs, u"model"_qs, u"stream"_qs, u"stream_options"_qs}));
    request.temperature = 0.5;
    request.maxOutputTokens = 9;
    const QJsonObject other = openAiRequest(request, {false, true, false});
    QCOMPARE(other.keys(),
             (QStringList{u"max_completion_tokens"_qs, u"messages"_qs, u"model"_qs, u"stream"_qs}));
}

void OpenAiWireTest::adaptsToWhatTheServerBlames_data()
{
    QTest::addColumn<QString>("refusal");
    QTest::addColumn<bool>("adapts");
    QTest::newRow("usage") << u"Unknown parameter: 'stream_options'."_qs << true;
    QTest::newRow("limit") << u"Use 'max_completion_tokens' instead."_qs << true;
    QTest::newRow("temperature") << u"'temperature' does not support 0.2 with this model."_qs << true;
    QTest::newRow("something else") << u"Invalid schema for function 'x'."_qs << false;
}

void OpenAiWireTest::adaptsToWhatTheServerBlames()
{
    QFETCH(QString, refusal);
    QFETCH(bool, adapts);
    const auto next = adapted({}, refusal);
    QCOMPARE(next.has_value(), adapts);
    if (next) // the same complaint about what is no longer sent must not lead to an endless loop
        QVERIFY(!adapted(*next, refusal));
}

void OpenAiWireTest::takesArgumentsThatAreAnObject()
{
    const auto response = answerOf({"{'choices': [{'message': {'tool_calls': [{'id': 'a', 'function': "
                                    "{'name': 't', 'arguments': {'x': 1}}}]}}]}"});
    QCOMPARE(response.message.toolCalls.first().arguments, u"{\"x\":1}"_qs);
}

void OpenAiWireTest::takesContentInParts()
{
    const auto response = answerOf({"{'choices': [{'delta': {'content': [{'type': 'text', 'text': 'a'}, "
                                    "{'type': 'text', 'text': 'b'}]}}]}"});
    QCOMPARE(response.message.text, u"ab"_qs);
}

void OpenAiWireTest::fillsInWhatACallLacks()
{
    const auto response =
        answerOf({"{'choices': [{'delta': {'tool_calls': [{'index': 0, 'function': {'name': 't'}}]}}]}"});
    QCOMPARE(response.message.toolCalls.first().arguments, u"{}"_qs);
    QVERIFY(response.message.toolCalls.first().id.startsWith(u"call_"));
}

void OpenAiWireTest::doesNotTrustStopWhenToolsAreAskedFor()
{
    const auto response = answerOf({"{'choices': [{'delta': {'tool_calls': [{'index': 0, 'function': "
                                    "{'name': 't'}}]}, 'finish_reason': 'stop'}]}"});
    QVERIFY(response.finishReason == FinishReason::ToolCalls);
}

void OpenAiWireTest::refusesAnEndlessAnswer()
{
    const QJsonObject delta{{u"content"_qs, QString(1024 * 1024, u'x')}};
    const QJsonObject chunk{{u"choices"_qs, QJsonArray{QJsonObject{{u"delta"_qs, delta}}}}};
    OpenAiAnswer answer;
    int taken = 0;
    while (taken < 100 && answer.add(chunk))
        ++taken;
    QCOMPARE(taken, 16);
}

void OpenAiWireTest::survivesChunksOfAnyShape_data()
{
    QTest::addColumn<QByteArray>("chunk");
    for (const char *chunk : {"{}", "{'choices': null}", "{'choices': [1]}", "{'choices': [{'delta': 'x'}]}",
                              "{'usage': 5}", "{'choices': [{'delta': {'tool_calls': {}}}]}",
                              "{'choices': [{'delta': {'tool_calls': [null, 3]}}]}",
                              "{'choices': [{'delta': {'tool_calls': [{'index': -1e99}]}}]}",
                              "{'choices': [{'delta': {'content': {}}}]}"})
        QTest::newRow(chunk) << QByteArray(chunk);
}

void OpenAiWireTest::survivesChunksOfAnyShape()
{
    QFETCH(QByteArray, chunk);
    OpenAiAnswer answer;
    const auto added = answer.add(json(chunk.constData()));
    QVERIFY(added);
    QCOMPARE(*added, QString());
    QCOMPARE(answer.response().message.text, QString());
}

void OpenAiWireTest::readsRetryAfter_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("milliseconds"); // -1: nothing
    QTest::newRow("seconds") << QByteArray("120") << qint64(120'000);
    QTest::newRow("fraction") << QByteArray("0.5") << qint64(500);
    QTest::newRow("date") << QByteArray("Wed, 21 Oct 2015 07:28:30 GMT") << qint64(30'000);
    QTest::newRow("past date") << QByteArray("Wed, 21 Oct 2015 07:00:00 GMT") << qint64(0);
    for (const char *nonsense : {"", "soon", "-1", "nan", "1e300", "Wed, 99 Oct 2015"})
        QTest::addRow("“%s”", nonsense) << QByteArray(nonsense) << qint64(-1);
}

void OpenAiWireTest::readsRetryAfter()
{
    QFETCH(QByteArray, header);
    QFETCH(qint64, milliseconds);
    const QDateTime now(QDate(2015, 10, 21), QTime(7, 28), Qt::UTC);
    QCOMPARE(retryAfterMs(header, now).value_or(-1), milliseconds);
}

void OpenAiWireTest::backsOffWithJitter()
{
    RetryPolicy policy;
    policy.random = [] { return 0.0; };
    QCOMPARE(policy.delayMs(0), 250);
    QCOMPARE(policy.delayMs(2), 1000);
    policy.random = [] { return 1.0; };
    QCOMPARE(policy.delayMs(2), 2000);
    QCOMPARE(policy.delayMs(1000), policy.longestDelayMs);
}

void OpenAiWireTest::scrubsEveryFormOfAKey()
{
    const Secret secret(u" sk-ab+cd/efgh \n"_qs);
    QCOMPARE(secret.value(), u"sk-ab+cd/efgh"_qs);
    QCOMPARE(secret.scrubbed(u"a sk-ab+cd/efgh b SK-AB+CD/EFGH c"_qs), u"a [key] b [key] c"_qs);
    QCOMPARE(secret.scrubbed(u"?k=sk-ab%2Bcd%2Fefgh"_qs), u"?k=[key]"_qs);
    QCOMPARE(secret.scrubbed(u"Basic c2stYWIrY2QvZWZnaA=="_qs), u"Basic [key]=="_qs);
}

void OpenAiWireTest::leavesShortWordsAlone()
{
    QCOMPARE(Secret(u"none"_qs).scrubbed(u"none of them"_qs), u"none of them"_qs);
}

void OpenAiWireTest::holdsBackOnlyWhatCouldBeTheKey()
{
    SecretFilter filter(Secret(u"sk-secret-key"_qs));
    QCOMPARE(filter.feed(u"plain text "_qs), u"plain text "_qs);
    QCOMPARE(filter.feed(u"and sk-sec"_qs), u"and "_qs);
    QCOMPARE(filter.feed(u"ond"_qs), u"sk-second"_qs);
    QCOMPARE(filter.feed(u" sk-secret"_qs), u" "_qs);
    QCOMPARE(filter.feed(u"-key!"_qs), u"[key]!"_qs);
    QCOMPARE(filter.feed(u"sk-"_qs), QString());
    QCOMPARE(filter.finish(), u"sk-"_qs);
}

QTEST_APPLESS_MAIN(OpenAiWireTest)
#include "openai_wire_test.moc"
