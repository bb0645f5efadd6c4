#include "core/tools/code_tool.h"
#include "core/tools/tool_registry.h"
#include "tests/fakes/fake_code_runner.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::test;

class CodeToolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void registersBothTools();
    void aliasesBecomeOneLanguage_data();
    void aliasesBecomeOneLanguage();
    void windowsLineEndsBecomeUnixOnes();
    void saysWhyArgumentsDoNotFit_data();
    void saysWhyArgumentsDoNotFit();
    void runsInTheSessionAndReports();
    void bashIsAlwaysBash();
    void sandboxErrorEndsTheJobWithIt();

private:
    std::unique_ptr<FakeCodeRunner> m_runner;
    std::unique_ptr<ToolRegistry> m_registry;
};

void CodeToolTest::init()
{
    m_registry.reset();
    m_runner = std::make_unique<FakeCodeRunner>();
    m_registry = std::make_unique<ToolRegistry>();
    addBuiltInTools(*m_registry, *m_runner);
}

void CodeToolTest::registersBothTools()
{
    QCOMPARE(m_registry->names(),
             (QStringList{QStringLiteral("execute_bash"), QStringLiteral("execute_code")}));
    QCOMPARE(m_registry->names(), builtInToolNames());
    QVERIFY(m_registry->find(QStringLiteral("execute_code"))->approvalMode() == ApprovalMode::AlwaysRequire);
    QVERIFY(!m_registry->find(QStringLiteral("nothing")));
}

void CodeToolTest::aliasesBecomeOneLanguage_data()
{
    QTest::addColumn<QString>("alias");
    QTest::addColumn<QString>("language");
    QTest::newRow("python3") << QStringLiteral("python3") << QStringLiteral("python");
    QTest::newRow("py") << QStringLiteral("py") << QStringLiteral("python");
    QTest::newRow("upper case") << QStringLiteral(" Python ") << QStringLiteral("python");
    QTest::newRow("sh") << QStringLiteral("sh") << QStringLiteral("bash");
    QTest::newRow("shell") << QStringLiteral("shell") << QStringLiteral("bash");
    QTest::newRow("js") << QStringLiteral("js") << QStringLiteral("javascript");
    QTest::newRow("ts") << QStringLiteral("ts") << QStringLiteral("typescript");
}

void CodeToolTest::aliasesBecomeOneLanguage()
{
    QFETCH(QString, alias);
    QFETCH(QString, language);
    const auto *tool = m_registry->find(QStringLiteral("execute_code"));
    const auto arguments =
        tool->canonical({{QStringLiteral("code"), QStringLiteral("1")}, {QStringLiteral("language"), alias}});

    QCOMPARE(arguments.value(u"language").toString(), language);
    QVERIFY(!tool->whyInvalid(arguments));
}

void CodeToolTest::windowsLineEndsBecomeUnixOnes()
{
    const auto *tool = m_registry->find(QStringLiteral("execute_code"));
    QCOMPARE(
        tool->canonical({{QStringLiteral("code"), QStringLiteral("a\r\nb\rc\n")}}).value(u"code").toString(),
        QStringLiteral("a\nb\rc\n"));
}

void CodeToolTest::saysWhyArgumentsDoNotFit_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QString>("word");
    QTest::newRow("no code") << QByteArray("{}") << QStringLiteral("\"code\"");
    QTest::newRow("empty code") << QByteArray(R"({"code": " "})") << QStringLiteral("not empty");
    QTest::newRow("code is a number") << QByteArray(R"({"code": 1})") << QStringLiteral("a text");
    QTest::newRow("language is a list")
        << QByteArray(R"({"code": "1", "language": []})") << QStringLiteral("must be a text");
    QTest::newRow("unknown language")
        << QByteArray(R"({"code": "1", "language": "cobol"})") << QStringLiteral("cobol");
    QTest::newRow("unknown argument")
        << QByteArray(R"({"code": "1", "sudo": true})") << QStringLiteral("\"sudo\"");
}

void CodeToolTest::saysWhyArgumentsDoNotFit()
{
    QFETCH(QByteArray, arguments);
    QFETCH(QString, word);
    const auto *tool = m_registry->find(QStringLiteral("execute_code"));

    const auto why = tool->whyInvalid(QJsonDocument::fromJson(arguments).object());
    QVERIFY(why);
    QVERIFY2(why->contains(word), qPrintable(*why));
}

void CodeToolTest::runsInTheSessionAndReports()
{
    m_runner->willPrint(QStringLiteral("5117\n"));
    auto *tool = m_registry->find(QStringLiteral("execute_code"));
    const auto job = tool->start(
        {QStringLiteral("c"), QStringLiteral("thread"), {}, {{QStringLiteral("code"), QStringLiteral("1")}}});
    QSignalSpy output(job.get(), &ToolJob::outputReceived);
    QSignalSpy finished(job.get(), &ToolJob::finished);
    QVERIFY(finished.wait(1000));

    QCOMPARE(m_runner->requests().first().session, QStringLiteral("thread"));
    QCOMPARE(output.size(), 1);
    QCOMPARE(finished.first().first().value<Result<ToolOutcome>>()->text, QStringLiteral("5117"));
}

void CodeToolTest::bashIsAlwaysBash()
{
    auto *tool = m_registry->find(QStringLiteral("execute_bash"));
    QCOMPARE(tool->codeArgument(), QStringLiteral("command"));
    QCOMPARE(tool->language({{QStringLiteral("language"), QStringLiteral("python")}}),
             QStringLiteral("bash"));
}

void CodeToolTest::sandboxErrorEndsTheJobWithIt()
{
    m_runner->willAnswer(fail(QStringLiteral("There is no image."), ErrorCode::SandboxUnavailable));
    auto *tool = m_registry->find(QStringLiteral("execute_code"));
    const auto job = tool->start(
        {QStringLiteral("c"), QStringLiteral("thread"), {}, {{QStringLiteral("code"), QStringLiteral("1")}}});
    QSignalSpy finished(job.get(), &ToolJob::finished);
    QVERIFY(finished.wait(1000));

    QVERIFY(finished.first().first().value<Result<ToolOutcome>>().error().code ==
            ErrorCode::SandboxUnavailable);
}

QTEST_GUILESS_MAIN(CodeToolTest)
#include "code_tool_test.moc"
