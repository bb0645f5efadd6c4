// glasshousectl as people and programs use it: the real program, a real micro-VM, a real model server process.

#include "tests/app/ctl_program.h"
#include "tests/core/llm/fake_openai_process.h"

#include <QTest>

using glasshouse::tests::CtlOutcome;
using glasshouse::tests::CtlProgram;

class CtlStoriesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void salesSampleLeavesAChart()
    {
        const auto outcome = run({sample(u"sales-analysis"_qs), u"--agent"_qs, u"DataAnalyst"_qs, u"--input"_qs,
                                  u"Create the data and chart sales by region"_qs, u"--approve"_qs, u"all"_qs, u"--output"_qs,
                                  m_program.home(u"out"_qs)});
        QCOMPARE(outcome.exitCode, 0);
        const auto artifacts = outcome.result().value(u"artifacts"_qs).toArray();
        const auto chart = std::find_if(artifacts.begin(), artifacts.end(), [](const QJsonValue &artifact) {
            return artifact[u"mime"_qs].toString() == u"image/png"_qs;
        });
        QVERIFY(chart != artifacts.end());
        QVERIFY((*chart)[u"size"_qs].toInteger() > 5'000);
        QVERIFY(QFile::exists((*chart)[u"path"_qs].toString()));
    }

    void nothingRunsWithoutApproval()
    {
        const auto outcome = run({sample(u"sales-analysis"_qs), u"--agent"_qs, u"DataAnalyst"_qs, u"--input"_qs,
                                  u"Create the data and chart sales by region"_qs, u"--approve"_qs, u"none"_qs});
        QCOMPARE(outcome.exitCode, 3);
        QCOMPARE(outcome.count(u"exec_started"_qs), 0);
    }

    void leavesTheRequestPendingWhenNobodyIsThereToAsk()
    {
        const auto outcome = run({sample(u"danger"_qs), u"--agent"_qs, u"Janitor"_qs, u"--input"_qs, u"delete all files in /app"_qs});
        QCOMPARE(outcome.exitCode, 3);
        QCOMPARE(outcome.count(u"exec_started"_qs), 0);
        QVERIFY(outcome.errors.contains(u"nobody is there to ask"_qs));
    }

    void theNextMessageUsesTheVariablesOfAnEarlierProgram()
    {
        const auto first = run({sample(u"primes"_qs), u"--agent"_qs, u"MathTutor"_qs, u"--input"_qs,
                                u"Compute the sum of the first 50 primes"_qs, u"--approve"_qs, u"all"_qs});
        QCOMPARE(first.exitCode, 0);
        QVERIFY(first.printed().contains(u"5117"_qs));
        const auto second = run({sample(u"primes"_qs), u"--agent"_qs, u"MathTutor"_qs, u"--thread"_qs,
                                 first.result().value(u"thread_id"_qs).toString(), u"--input"_qs,
                                 u"Now the mean and standard deviation of those primes"_qs, u"--approve"_qs, u"all"_qs});
        QCOMPARE(second.exitCode, 0);
        QVERIFY(second.printed().contains(u"102.34"_qs));
    }

    void saysWhichLimitTheCodeHit()
    {
        const auto outcome = m_program.run({u"exec"_qs, u"--limit"_qs, u"cpu_time_ms=300"_qs, endlessLoop()});
        QCOMPARE(outcome.exitCode, 1);
        const auto limits = outcome.result().value(u"limits"_qs).toArray();
        QCOMPARE(limits.size(), 1);
        QVERIFY(limits.first().toString().contains(u"0.3 s of processor time"_qs));
    }

    void refusesALimitThatIsNone_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown") << u"colour=3"_qs << u"The keys are: call_timeout_ms"_qs;
        QTest::newRow("no number") << u"processes=many"_qs << u"KEY=NUMBER"_qs;
        QTest::newRow("nothing") << u"processes"_qs << u"KEY=NUMBER"_qs;
        QTest::newRow("too little") << u"memory_mb=1"_qs << u"must be a whole number between 128"_qs;
    }

    void refusesALimitThatIsNone()
    {
        QFETCH(QString, limit);
        QFETCH(QString, sentence);
        const auto outcome = m_program.run({u"exec"_qs, u"--limit"_qs, limit, endlessLoop()});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.errors.contains(sentence), qPrintable(outcome.errors));
    }

    void aModelServerMayAskForTwoToolsInOneTurn_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("keep-alive") << u"any"_qs;
        QTest::newRow("closing connections") << u"close"_qs;
    }

    void aModelServerMayAskForTwoToolsInOneTurn()
    {
        QFETCH(QString, model);
        glasshouse::fakes::OpenAiProcess server;
        QVERIFY(server.start());
        m_program.setEnvironment(u"OPENAI_BASE_URL"_qs, server.baseUrl());
        const auto outcome = run({sample(u"sales-analysis"_qs), u"--agent"_qs, u"DataAnalyst"_qs, u"--input"_qs, u"hello"_qs,
                                  u"--model"_qs, u"openai:"_qs + model, u"--approve"_qs, u"all"_qs});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.count(u"exec_finished"_qs), 2);
        QVERIFY(outcome.count(u"text_delta"_qs) > 1);
    }

    void saysThatNoModelServerAnswers()
    {
        m_program.setEnvironment(u"OPENAI_BASE_URL"_qs, u"http://127.0.0.1:9/v1"_qs);
        const auto outcome = run({sample(u"sales-analysis"_qs), u"--agent"_qs, u"DataAnalyst"_qs, u"--input"_qs, u"hello"_qs,
                                  u"--model"_qs, u"openai:any"_qs, u"--approve"_qs, u"all"_qs});
        QCOMPARE(outcome.exitCode, 5);
        QVERIFY(outcome.errors.contains(u"127.0.0.1:9"_qs));
    }

    void namesTheAgentsThereAre()
    {
        const auto outcome = run({sample(u"primes"_qs), u"--agent"_qs, u"Nobody"_qs, u"--input"_qs, u"x"_qs});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.errors.contains(u"MathTutor"_qs));
    }

    void namesTheFaultOfABrokenProject()
    {
        QTemporaryDir project;
        QFile file(project.filePath(u"glasshouse.json"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"name\": \"broken\",,}");
        file.close();
        const auto outcome = run({project.path(), u"--agent"_qs, u"A"_qs, u"--input"_qs, u"x"_qs});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.errors.contains(u"glasshouse.json"_qs));
        QVERIFY(outcome.errors.contains(u"line 1"_qs));
    }

    void approvalOfEverythingStartsNoProgramOfThisMachine()
    {
        const auto outcome = priceCheck({});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.errors.contains(u"--allow-program price"_qs), qPrintable(outcome.errors));
        QVERIFY(!outcome.printed().contains(u"Alder: "_qs));
    }

    void codeInTheSandboxCallsTheToolsOfTheProject()
    {
        const auto outcome = priceCheck({u"--allow-program"_qs, u"price"_qs});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.printed().contains(u"Cheapest: Birch, 466.00"_qs), qPrintable(outcome.printed()));
        QVERIFY(outcome.printed().contains(u"Skipped: Cedar (Cedar does not sell this product.)"_qs));
        const auto isNested = [](const QJsonObject &line) {
            return line.value(u"type").toString() == u"tool_call_started" && line.contains(u"parent");
        };
        QCOMPARE(std::count_if(outcome.lines.begin(), outcome.lines.end(), isNested), 12);
    }

    void runsAWorkflowToItsReport()
    {
        const auto outcome = run({sample(u"research-pipeline"_qs), u"--workflow"_qs, u"research-pipeline"_qs, u"--input"_qs,
                                  u"What are the top three factors behind customer lifetime value?"_qs, u"--approve"_qs, u"all"_qs});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.count(u"node_finished"_qs), 5);
        QVERIFY(!outcome.result().value(u"output"_qs).toString().isEmpty());
    }

private:
    [[nodiscard]] CtlOutcome priceCheck(const QStringList &options)
    {
        return run(QStringList{sample(u"price-check"_qs), u"--agent"_qs, u"Buyer"_qs, u"--input"_qs,
                               u"Which supplier is cheapest for our whole shopping list?"_qs, u"--approve"_qs,
                               u"all"_qs} +
                   options);
    }
    [[nodiscard]] static QString sample(const QString &name) { return CtlProgram::sample(name); }
    [[nodiscard]] QString endlessLoop() const
    {
        QFile code(m_program.home(u"loop.py"_qs));
        return code.open(QIODevice::WriteOnly) && code.write("while True: pass\n") > 0 ? code.fileName() : QString();
    }
    [[nodiscard]] CtlOutcome run(const QStringList &arguments) { return m_program.run(QStringList{u"run"_qs} + arguments); }

    CtlProgram m_program;
};

QTEST_GUILESS_MAIN(CtlStoriesTest)
#include "ctl_stories_test.moc"
