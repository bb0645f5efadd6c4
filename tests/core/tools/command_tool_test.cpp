#include "core/tools/command_tool.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class CommandToolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsArgumentsAndPrintsTheAnswer();
    void runsInTheFolderOfTheProject();
    void failureIsWhatItPrintedOnStandardError();
    void failureWithoutWordsIsItsExitCode();
    void missingProgramIsASentence();
    void noShellReadsTheCommand();
    void keysOfTheEnvironmentStayOutside();
    void tooMuchOutputEndsIt();
    void timeLimitEndsItAndWhatItStarted();
    void cancelEndsIt();
    void deletedJobLeavesNoProcess();
    void argumentsAreCheckedAgainstTheSchema_data();
    void argumentsAreCheckedAgainstTheSchema();
    void hostileSchemaDoesNoHarm_data();
    void hostileSchemaDoesNoHarm();
    void consentIsForThisCommandAndItsFiles();
    void commandThatNobodyCouldReadIsRefused();

private:
    [[nodiscard]] ToolOutcome run(const QString &script, const QJsonObject &arguments = {});
    [[nodiscard]] CommandTool tool() const { return CommandTool(m_definition, m_folder->path()); }
    void write(const QString &name, const QByteArray &content) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    ToolDefinition m_definition;
};

void CommandToolTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_definition = {};
    m_definition.name = QStringLiteral("weather");
    m_definition.kind = QStringLiteral("command");
}

void CommandToolTest::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

ToolOutcome CommandToolTest::run(const QString &script, const QJsonObject &arguments)
{
    if (!script.isEmpty())
        m_definition.command = {QStringLiteral("sh"), QStringLiteral("-c"), script};
    const auto job = tool().start({{}, {}, {}, arguments});
    QSignalSpy finished(job.get(), &ToolJob::finished);
    if (!finished.wait(20'000))
        return {QStringLiteral("nothing"), true, {}};
    return finished.first().first().value<Result<ToolOutcome>>().value();
}

void CommandToolTest::readsArgumentsAndPrintsTheAnswer()
{
    const auto outcome = run(QStringLiteral("cat"), {{QStringLiteral("city"), QStringLiteral("Köln \"x\"")}});

    QVERIFY(!outcome.isError);
    QCOMPARE(outcome.text, QStringLiteral("{\"city\":\"Köln \\\"x\\\"\"}"));
}

void CommandToolTest::runsInTheFolderOfTheProject()
{
    write(QStringLiteral("data.txt"), "here\n");
    QCOMPARE(run(QStringLiteral("cat data.txt")).text, QStringLiteral("here"));
}

void CommandToolTest::failureIsWhatItPrintedOnStandardError()
{
    const auto outcome = run(QStringLiteral("echo 'No such city.' >&2; exit 3"));
    QVERIFY(outcome.isError);
    QCOMPARE(outcome.text, QStringLiteral("No such city."));
}

void CommandToolTest::failureWithoutWordsIsItsExitCode()
{
    const auto outcome = run(QStringLiteral("exit 3"));
    QVERIFY(outcome.isError);
    QCOMPARE(outcome.text, QStringLiteral("weather ended with exit code 3."));
}

void CommandToolTest::missingProgramIsASentence()
{
    m_definition.command = {QStringLiteral("./no-such-program")};
    const auto outcome = run({});
    QVERIFY(outcome.isError);
    QCOMPARE(outcome.text,
             QStringLiteral("The program \"./no-such-program\" of the tool weather is not on this machine."));
}

void CommandToolTest::noShellReadsTheCommand()
{
    m_definition.command = {QStringLiteral("echo"), QStringLiteral("a; echo b"), QStringLiteral("$HOME")};
    QCOMPARE(run({}).text, QStringLiteral("a; echo b $HOME"));
    QCOMPARE(tool().hostCommand(), QStringLiteral("echo \"a; echo b\" \"$HOME\""));
}

void CommandToolTest::keysOfTheEnvironmentStayOutside()
{
    qputenv("OPENAI_API_KEY", "sk-secret");
    const auto seen = run(QStringLiteral("env")).text;
    qunsetenv("OPENAI_API_KEY");

    QVERIFY(seen.contains(u"PATH="));
    QVERIFY(!seen.contains(u"sk-secret"));
}

void CommandToolTest::tooMuchOutputEndsIt()
{
    const auto outcome = run(QStringLiteral("yes"));
    QVERIFY(outcome.isError);
    QCOMPARE(outcome.text, QStringLiteral("weather printed more than 1 MiB and was ended."));
}

void CommandToolTest::timeLimitEndsItAndWhatItStarted()
{
    m_definition.timeoutMs = 300;
    const auto outcome = run(QStringLiteral("(sleep 2.7182; touch late) & wait"));
    QVERIFY(outcome.isError);
    QVERIFY2(outcome.text.contains(u"300 ms"), qUtf8Printable(outcome.text));
    m_definition.timeoutMs = 60'000;
    QVERIFY(run(QStringLiteral("ps -eo args | grep -c '[s]leep 2.7182' || true")).text == u"0");
}

void CommandToolTest::cancelEndsIt()
{
    m_definition.command = {QStringLiteral("sleep"), QStringLiteral("60")};
    const auto job = tool().start({});
    QSignalSpy finished(job.get(), &ToolJob::finished);
    QMetaObject::invokeMethod(
        job.get(), [&job] { job->cancel(); }, Qt::QueuedConnection);
    QVERIFY(finished.wait(5'000));
    QVERIFY(finished.first().first().value<Result<ToolOutcome>>().value().isError);
}

void CommandToolTest::deletedJobLeavesNoProcess()
{
    m_definition.command = {QStringLiteral("sh"), QStringLiteral("-c"),
                            QStringLiteral("echo $$ > pid; sleep 61")};
    auto job = tool().start({});
    QTRY_VERIFY(QFileInfo(m_folder->filePath(QStringLiteral("pid"))).size() > 0);
    job.reset();
    QTRY_VERIFY(run(QStringLiteral("kill -0 $(cat pid) 2>/dev/null && echo lives || echo gone")).text ==
                u"gone");
}

void CommandToolTest::argumentsAreCheckedAgainstTheSchema_data()
{
    QTest::addColumn<QJsonObject>("arguments");
    QTest::addColumn<QString>("why");
    QTest::newRow("fits") << QJsonObject{{QStringLiteral("city"), QStringLiteral("Rome")}} << QString();
    QTest::newRow("missing") << QJsonObject() << QStringLiteral("/city is required");
    QTest::newRow("type") << QJsonObject{{QStringLiteral("city"), 3}} << QStringLiteral("/city must be");
    QTest::newRow("unknown") << QJsonObject{{QStringLiteral("city"), QStringLiteral("Rome")},
                                            {QStringLiteral("x"), 1}}
                             << QStringLiteral("do not fit");
}

void CommandToolTest::argumentsAreCheckedAgainstTheSchema()
{
    QFETCH(QJsonObject, arguments);
    QFETCH(QString, why);
    const QJsonObject city{{QStringLiteral("type"), QStringLiteral("string")}};
    m_definition.parameters = {{QStringLiteral("type"), QStringLiteral("object")},
                               {QStringLiteral("properties"), QJsonObject{{QStringLiteral("city"), city}}},
                               {QStringLiteral("required"), QJsonArray{QStringLiteral("city")}},
                               {QStringLiteral("additionalProperties"), false}};

    const auto said = tool().whyInvalid(arguments).value_or(QString());

    QCOMPARE(said.isEmpty(), why.isEmpty());
    QVERIFY2(said.contains(why), qUtf8Printable(said));
}

void CommandToolTest::hostileSchemaDoesNoHarm_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<bool>("isUsable");
    QTest::newRow("pattern without end")
        << QByteArray(R"({"properties":{"a":{"pattern":"^(x+x+)+y$"}}})") << true;
    QTest::newRow("circle") << QByteArray(R"({"allOf":[{"$ref":"#"}]})") << false;
    QTest::newRow("remote") << QByteArray(R"({"$ref":"http://example.com/x.json"})") << false;
    QTest::newRow("wrong type") << QByteArray(R"({"properties":3})") << false;
    QTest::newRow("deep") << QByteArray(QByteArray(R"({"not":)").repeated(100) + "{}" + QByteArray(100, '}'))
                          << false;
    QTest::newRow("property named pattern")
        << QByteArray(R"({"properties":{"pattern":{"type":"string"}}})") << true;
}

void CommandToolTest::hostileSchemaDoesNoHarm()
{
    QFETCH(QByteArray, schema);
    QFETCH(bool, isUsable);
    m_definition.parameters = QJsonDocument::fromJson(schema).object();
    const QJsonObject arguments{{QStringLiteral("a"), QString(100'000, u'x')}};

    QCOMPARE(!tool().whyInvalid(arguments), isUsable);
}

void CommandToolTest::consentIsForThisCommandAndItsFiles()
{
    write(QStringLiteral("tool.sh"), "echo 1");
    m_definition.command = {QStringLiteral("sh"), QStringLiteral("tool.sh")};
    const auto agreed = tool().hostCommandHash();
    QCOMPARE(tool().hostCommandHash(), agreed);

    write(QStringLiteral("tool.sh"), "echo 2");
    QVERIFY(tool().hostCommandHash() != agreed);
}

void CommandToolTest::commandThatNobodyCouldReadIsRefused()
{
    m_definition.command = {QStringLiteral("sh"), QStringLiteral("-c"), QString(MostCommandCharacters, u'x')};
    QVERIFY(tool().whyInvalid({})->contains(u"longer than 1000 characters"));
    m_definition.command.last().chop(tool().hostCommand().size() - MostCommandCharacters);
    QVERIFY(!tool().whyInvalid({}));
}

QTEST_GUILESS_MAIN(CommandToolTest)
#include "command_tool_test.moc"
