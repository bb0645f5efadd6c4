#include "core/tools/code_report.h"

#include <QTest>

using namespace glasshouse;

class CodeReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersOutputFilesErrors();
    void namesHowManyCharactersWereCut();
    void saysWhichLimitsWereHit();
    void silenceIsSaid();
    void everyEndingButCompletedIsAnError_data();
    void everyEndingButCompletedIsAnError();
};

void CodeReportTest::ordersOutputFilesErrors()
{
    CodeOutcome outcome;
    outcome.standardOutput = QStringLiteral("total 7\n");
    outcome.standardError = QStringLiteral("a warning\n");
    outcome.artifacts = {{QStringLiteral("chart.png"), {}, 12'345, QStringLiteral("image/png"), {}}};
    outcome.refused = {{QStringLiteral("link"), QStringLiteral("symbolic links are not kept")}};

    const auto report = reportOf(outcome);

    QCOMPARE(report.text,
             QStringLiteral("total 7\n\nFiles in /output:\n- chart.png (image/png, 12,345 bytes)\n"
                            "- link was not kept: symbolic links are not kept\n\nstderr:\na warning"));
    QVERIFY(!report.isError);
    QCOMPARE(report.artifacts, outcome.artifacts);
}

void CodeReportTest::namesHowManyCharactersWereCut()
{
    CodeOutcome outcome;
    outcome.standardOutput = QStringLiteral("x");
    outcome.cutCharacters = 1'234'567;

    QVERIFY(reportOf(outcome).text.contains(u"1,234,567 more characters"));
}

void CodeReportTest::saysWhichLimitsWereHit()
{
    CodeOutcome outcome;
    outcome.ending = CodeEnding::TimedOut;
    outcome.standardOutput = QStringLiteral("x\n");
    outcome.limits = {QStringLiteral("It used too much time."), QStringLiteral("It had too many processes.")};
    QCOMPARE(reportOf(outcome).text, QStringLiteral("x\n\n[It used too much time.]\n\n[It had too many "
                                                    "processes.]\n\n[Output up to then is above.]"));
}

void CodeReportTest::silenceIsSaid()
{
    QVERIFY(reportOf({}).text.contains(u"without output"));
}

void CodeReportTest::everyEndingButCompletedIsAnError_data()
{
    QTest::addColumn<int>("ending");
    QTest::addColumn<QString>("word");
    const auto row = [](CodeEnding ending, const QString &word) {
        QTest::newRow(qPrintable(toString(ending))) << static_cast<int>(ending) << word;
    };
    row(CodeEnding::Failed, QStringLiteral("exit code 3"));
    row(CodeEnding::TimedOut, QStringLiteral("longer than allowed"));
    row(CodeEnding::OutOfMemory, QStringLiteral("more memory"));
    row(CodeEnding::Cancelled, QStringLiteral("Stopped by a person"));
    row(CodeEnding::Lost, QStringLiteral("unknown"));
}

void CodeReportTest::everyEndingButCompletedIsAnError()
{
    QFETCH(int, ending);
    QFETCH(QString, word);
    CodeOutcome outcome;
    outcome.ending = static_cast<CodeEnding>(ending);
    outcome.exitCode = 3;
    outcome.standardOutput = QStringLiteral("partial");

    const auto report = reportOf(outcome);
    QVERIFY(report.isError);
    QVERIFY(report.text.startsWith(u"partial"));
    QVERIFY2(report.text.contains(word), qPrintable(report.text));
}

QTEST_GUILESS_MAIN(CodeReportTest)
#include "code_report_test.moc"
