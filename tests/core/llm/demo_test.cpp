#include "core/llm/demo/demo_answer.h"
#include "core/llm/demo/demo_client.h"
#include "core/llm/demo/demo_template.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;

namespace {

const QString RegionOutput =
    QStringLiteral("Rows: 500\nNorth: 91,074.81\nWest: 72,061.82\nSouth: 63,074.24\nEast: 41,646.16\n"
                   "Top region: North with 34.0% of 267,857.03\nTop product: Laptop\n\n"
                   "Files in /output:\n- chart.png (image/png, 29,807 bytes)");

// A chat with a scripted agent, as the agent loop would lead it.
class Chat
{
public:
    explicit Chat(const QString &agent) : m_library(builtInDemoLibrary().value())
    {
        m_request.agent = agent;
        m_request.tools = {{QStringLiteral("execute_code"), {}, {}},
                           {QStringLiteral("execute_bash"), {}, {}}};
    }

    Message say(const QString &text)
    {
        Message message;
        message.role = Role::User;
        message.text = text;
        return next(message);
    }

    Message answerCall(const QString &text, bool isError = false)
    {
        Message message;
        message.role = Role::Tool;
        message.toolCallId = m_request.messages.last().toolCalls.first().id;
        message.text = text;
        message.isError = isError;
        return next(message);
    }

    [[nodiscard]] ChatRequest &request() { return m_request; }

private:
    Message next(const Message &message)
    {
        m_request.messages.append(message);
        const Message answer = demoAnswer(m_library, m_request);
        m_request.messages.append(answer);
        return answer;
    }

    DemoLibrary m_library;
    ChatRequest m_request;
};

QString codeOf(const Message &message)
{
    return QJsonDocument::fromJson(message.toolCalls.value(0).arguments.toUtf8())[u"code"].toString();
}

const QString AskForRegions = QStringLiteral("Create the data and chart sales by region");
const QString AskForTrend = QStringLiteral("Now the monthly trend, and flag the outliers");

} // namespace

class DemoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsEveryAgentOfTheSamples();
    void quotesTheRealOutput();
    void buildsOnTheEarlierTurn();
    void makesTheDataFirstWhenThereIsNone();
    void takesARejectionWithItsReason();
    void takesARejectionWithoutReason();
    void quotesAnError();
    void explainsALostState();
    void ownsUpToEditedCode();
    void computesThePrimes();
    void asksBeforeItDeletes();
    void handsFiguresFromTheAnalystToTheWriter();
    void inventsNoFiguresWhenTheAnalysisWasRejected();
    void classifiesInTheAgreedForm_data();
    void classifiesInTheAgreedForm();
    void saysThatItIsScriptedWhenItKnowsNoAnswer();
    void saysWhichToolIsMissing();
    void givesTheSameAnswerToTheSameConversation();
    void leavesNoPlaceholderInAnyScript();

    void fillsPlaceholders_data();
    void fillsPlaceholders();

    void streamsInSmallDeltasAndMarksTheMessage();
    void endsOnceWhenCancelled();
    void isSilentWhenDeleted();
};

void DemoTest::knowsEveryAgentOfTheSamples()
{
    const auto library = builtInDemoLibrary();
    QVERIFY2(library, library ? "" : qPrintable(library.error().message));
    const QDir samples(QStringLiteral(GLASSHOUSE_SOURCE_DIR "/resources/samples"));
    int agents = 0;
    for (const QString &sample : samples.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QString &file :
             QDir(samples.filePath(sample + u"/agents"_qs)).entryList({u"*.agent.json"_qs})) {
            const QString agent = file.section(u'.', 0, 0);
            QVERIFY2(library->scriptFor(agent)->agents.contains(agent), qPrintable(agent));
            ++agents;
        }
    }
    QVERIFY(agents > 0);
}

void DemoTest::quotesTheRealOutput()
{
    Chat chat(u"DataAnalyst"_qs);
    const Message asks = chat.say(AskForRegions);
    QCOMPARE(asks.toolCalls.size(), 1);
    QCOMPARE(asks.toolCalls.first().name, u"execute_code"_qs);
    QVERIFY(codeOf(asks).contains(u"/output/chart.png"));
    QVERIFY(asks.scripted);
    const Message answer = chat.answerCall(RegionOutput);
    QVERIFY(answer.toolCalls.isEmpty());
    QVERIFY2(answer.text.contains(u"**North is ahead** with 34.0% of 267,857.03"), qPrintable(answer.text));
    QVERIFY(answer.text.contains(u"| East | 41,646.16 |"));
    QVERIFY(answer.text.contains(u"The best-selling product is Laptop."));
}

void DemoTest::buildsOnTheEarlierTurn()
{
    Chat chat(u"DataAnalyst"_qs);
    chat.say(AskForRegions);
    chat.answerCall(RegionOutput);
    const Message asks = chat.say(AskForTrend);
    QVERIFY(codeOf(asks).contains(u"df.set_index"));
    QVERIFY(!codeOf(asks).contains(u"DataFrame("));
    const Message answer = chat.answerCall(
        u"Months: 12, mean 22,321.42 per month\nBest month: October with 34,680.85\nWeakest "
        "month: February with 17,014.31\nOutlier: October with 34,680.85 (z = +2.50)\nOutliers: 1"_qs);
    QVERIFY2(
        answer.text.contains(
            u"**October** was the strongest month with 34,680.85, and February the weakest with 17,014.31"),
        qPrintable(answer.text));
    QVERIFY2(answer.text.contains(u"October with 34,680.85 (z = +2.50)"), qPrintable(answer.text));
}

void DemoTest::makesTheDataFirstWhenThereIsNone()
{
    Chat chat(u"DataAnalyst"_qs);
    QVERIFY(codeOf(chat.say(AskForTrend)).contains(u"DataFrame("));
}

void DemoTest::takesARejectionWithItsReason()
{
    Chat chat(u"DataAnalyst"_qs);
    chat.say(AskForRegions);
    const Message answer = chat.answerCall(
        u"This call was reviewed and rejected, so it did not run. Reason: Use our real data."_qs, true);
    QVERIFY2(answer.text.contains(u"Your reason: Use our real data."), qPrintable(answer.text));
    QVERIFY(answer.toolCalls.isEmpty());
}

void DemoTest::takesARejectionWithoutReason()
{
    Chat chat(u"MathTutor"_qs);
    chat.say(u"Compute the sum of the first 50 primes"_qs);
    const Message answer = chat.answerCall(
        u"This call was reviewed and rejected, so it did not run. No reason was given."_qs, true);
    QVERIFY2(answer.text.contains(u"Your reason: none was given"), qPrintable(answer.text));
}

void DemoTest::quotesAnError()
{
    Chat chat(u"DataAnalyst"_qs);
    chat.say(AskForRegions);
    const Message answer =
        chat.answerCall(u"stderr:\nZeroDivisionError: division by zero\n[Failed with exit code 1.]"_qs, true);
    QVERIFY2(answer.text.contains(u"ZeroDivisionError: division by zero"), qPrintable(answer.text));
    QVERIFY(answer.toolCalls.isEmpty());
}

void DemoTest::explainsALostState()
{
    Chat chat(u"DataAnalyst"_qs);
    chat.say(AskForRegions);
    chat.answerCall(RegionOutput);
    chat.say(AskForTrend);
    const Message answer =
        chat.answerCall(u"stderr:\nTraceback:\nNameError: name 'df' is not defined"_qs, true);
    QVERIFY2(answer.text.contains(u"`NameError: name 'df' is not defined`"), qPrintable(answer.text));
}

void DemoTest::ownsUpToEditedCode()
{
    Chat chat(u"DataAnalyst"_qs);
    chat.say(AskForRegions);
    const Message answer = chat.answerCall(
        u"A person edited this call before approving it. What ran was:\n```python\nprint(6)\n```\n\n"
        "Its outcome:\n6"_qs);
    QVERIFY2(answer.text.contains(u"You changed the code before it ran"), qPrintable(answer.text));
    QVERIFY2(answer.text.contains(u"```\n6\n```"), qPrintable(answer.text));
}

void DemoTest::computesThePrimes()
{
    Chat chat(u"MathTutor"_qs);
    QVERIFY(
        !chat.say(u"Compute the sum of the first 50 primes"_qs).text.contains(u"5117")); // only code knows it
    QVERIFY(chat.answerCall(u"Count: 50, last: 229\nSum: 5117"_qs).text.contains(u"**5117**"));
    QVERIFY(codeOf(chat.say(u"Now the mean and standard deviation of those primes"_qs))
                .contains(u"statistics.mean(primes)"));
    const Message answer = chat.answerCall(
        u"Numbers: 50, from 2 to 229\nMean: 102.34\nStandard deviation (population): 69.2259\n"
        "Standard deviation (sample): 69.9287"_qs);
    QVERIFY2(answer.text.contains(u"**102.34**") && answer.text.contains(u"**69.2259**"),
             qPrintable(answer.text));
}

void DemoTest::asksBeforeItDeletes()
{
    Chat chat(u"Janitor"_qs);
    const Message asks = chat.say(u"Delete all files in /app"_qs);
    QCOMPARE(asks.toolCalls.first().name, u"execute_bash"_qs);
    QCOMPARE(asks.toolCalls.first().arguments, u"{\"command\":\"rm -rf /app/*\"}"_qs);
    const Message answer =
        chat.answerCall(u"This call was reviewed and rejected, so it did not run. Reason: No!"_qs, true);
    QVERIFY2(answer.text.contains(u"nothing was deleted"), qPrintable(answer.text));
}

void DemoTest::handsFiguresFromTheAnalystToTheWriter()
{
    Chat researcher(u"Researcher"_qs);
    const Message brief =
        researcher.say(u"What are the top three factors behind customer lifetime value?"_qs);
    Chat analyst(u"Analyst"_qs);
    QVERIFY(codeOf(analyst.say(brief.text)).contains(u"lstsq"));
    const Message analysis = analyst.answerCall(
        u"Customers: 2000, mean lifetime value: 403.79\nFactor 1: tenure months, effect +0.59 ± "
        "0.02\nFactor 2: basket value, effect +0.42 ± 0.02\nFactor 3: orders per year, effect "
        "+0.40 ± 0.02\nFactor 4: discount share, effect -0.20 ± 0.02\nFactor 5: support "
        "tickets, effect -0.05 ± 0.02\nExplained variance: 75.1%"_qs);
    Chat writer(u"Writer"_qs);
    const QString report = writer.say(analysis.text).text;
    for (const char *figure :
         {"**tenure months** (effect +0.59 ± 0.02)", "75.1%", "403.79", "2000 synthetic customers"})
        QVERIFY2(report.contains(QString::fromUtf8(figure)), qPrintable(report));
    QVERIFY2(!report.contains(u"not stated"), qPrintable(report));
}

void DemoTest::inventsNoFiguresWhenTheAnalysisWasRejected()
{
    Chat analyst(u"Analyst"_qs);
    analyst.say(u"brief"_qs);
    const Message analysis = analyst.answerCall(
        u"This call was reviewed and rejected, so it did not run. Reason: Too slow."_qs, true);
    Chat writer(u"Writer"_qs);
    const QString report = writer.say(analysis.text).text;
    QVERIFY2(report.startsWith(u"# No report yet") && report.contains(u"Too slow."), qPrintable(report));
}

void DemoTest::classifiesInTheAgreedForm_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("category");
    QTest::newRow("billing") << u"I was charged twice for my subscription."_qs << u"billing"_qs;
    QTest::newRow("technical") << u"The app crashes when I export a report."_qs << u"technical"_qs;
    QTest::newRow("other") << u"Thank you, great work!"_qs << u"other"_qs;
}

void DemoTest::classifiesInTheAgreedForm()
{
    QFETCH(QString, message);
    QFETCH(QString, category);
    Chat chat(u"Classifier"_qs);
    QCOMPARE(chat.say(message).text, u"category: "_qs + category + u"\n\n"_qs + message);
}

void DemoTest::saysThatItIsScriptedWhenItKnowsNoAnswer()
{
    for (const char *agent : {"DataAnalyst", "MathTutor", "Janitor", "SomebodyNew"}) {
        Chat chat(QString::fromLatin1(agent));
        const Message answer = chat.say(u"What is the meaning of life?"_qs);
        QVERIFY2(answer.text.contains(u"scripted") && answer.text.contains(u"offline demo"),
                 qPrintable(answer.text));
        QVERIFY(answer.toolCalls.isEmpty());
    }
}

void DemoTest::saysWhichToolIsMissing()
{
    Chat chat(u"DataAnalyst"_qs);
    chat.request().tools.clear();
    const Message answer = chat.say(AskForRegions);
    QVERIFY(answer.toolCalls.isEmpty());
    QVERIFY2(answer.text.contains(u"execute_code"), qPrintable(answer.text));
}

void DemoTest::givesTheSameAnswerToTheSameConversation()
{
    Chat first(u"DataAnalyst"_qs);
    Chat second(u"DataAnalyst"_qs);
    QCOMPARE(first.say(AskForRegions), second.say(AskForRegions));
    QCOMPARE(first.answerCall(RegionOutput), second.answerCall(RegionOutput));
    QVERIFY(first.say(AskForTrend).toolCalls.first().id !=
            second.request().messages.at(1).toolCalls.first().id);
}

void DemoTest::leavesNoPlaceholderInAnyScript()
{
    const DemoLibrary library = builtInDemoLibrary().value();
    for (const DemoScript &script : library.scripts) {
        for (const DemoTopic &topic : script.topics) {
            QVERIFY2(topic.needs.isEmpty() || script.topic(topic.needs), qPrintable(topic.needs));
            for (const DemoStep &step : topic.steps) {
                for (const QString &text : {step.say, step.sayIfEdited, step.sayIfRejected})
                    QVERIFY2(!fillTemplate(text, {}).contains(u"{{"), qPrintable(text));
            }
        }
    }
}

void DemoTest::fillsPlaceholders_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("filled");
    const auto row = [](const char *text, const char *filled) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(filled);
    };
    row("[{{tool_output}}]", "[a: 1\nb: 2]");
    row("{{line:2}}, {{last_line}}", "b: 2, b: 2");
    row("{{line:9}}", "(not printed)");
    row("{{match:^a: (\\d)$}}{{match:b}}", "1b");
    row("{{match:^c: (.+)$ ?? nothing}}", "nothing");
    row("{{match:^c: (.+)$ ?? }}.", ".");
    row("{{input_match:(\\w+)}} {{input}} {{reason}}", "hello hello you why");
    row("{{match:(}}", "(not printed)");
    row("no { placeholder }}", "no { placeholder }}");
}

void DemoTest::fillsPlaceholders()
{
    QFETCH(QString, text);
    QFETCH(QString, filled);
    QCOMPARE(fillTemplate(text, {u"a: 1\nb: 2\n"_qs, u"hello you"_qs, u"why"_qs}), filled);
}

void DemoTest::streamsInSmallDeltasAndMarksTheMessage()
{
    DemoClient client({0, 0});
    QVERIFY(client.isScripted());
    Chat chat(u"DataAnalyst"_qs);
    chat.say(AskForRegions);
    ChatRequest request = chat.request();
    request.messages.removeLast();
    const auto call = client.start(request);
    QString text;
    int deltas = 0;
    connect(call.get(), &ChatCall::textReceived, this, [&](const QString &delta) {
        text += delta;
        ++deltas;
    });
    std::optional<Result<ChatResponse>> result;
    connect(call.get(), &ChatCall::finished, this,
            [&](const Result<ChatResponse> &response) { result = response; });
    QTRY_VERIFY(result);
    QVERIFY(deltas > 10);
    QCOMPARE((*result)->message.text, text);
    QVERIFY((*result)->message.scripted);
    QVERIFY(!(*result)->message.id.isEmpty());
    QVERIFY((*result)->finishReason == FinishReason::ToolCalls);
    QCOMPARE((*result)->usage, Usage());
}

void DemoTest::endsOnceWhenCancelled()
{
    DemoClient client({60'000, 60'000});
    const auto call = client.start({});
    QVector<Result<ChatResponse>> results;
    connect(call.get(), &ChatCall::finished, this,
            [&](const Result<ChatResponse> &response) { results.append(response); });
    call->cancel();
    call->cancel();
    QVERIFY(results.isEmpty());
    QTRY_COMPARE(results.size(), 1);
    QCOMPARE(results.first().error().code, ErrorCode::Cancelled);
}

void DemoTest::isSilentWhenDeleted()
{
    DemoClient client({0, 0});
    auto call = client.start({});
    QSignalSpy texts(call.get(), &ChatCall::textReceived);
    call.reset();
    const auto other = client.start({});
    QSignalSpy ended(other.get(), &ChatCall::finished);
    QVERIFY(ended.wait());
    QCOMPARE(texts.size(), 0);
}

QTEST_GUILESS_MAIN(DemoTest)
#include "demo_test.moc"
