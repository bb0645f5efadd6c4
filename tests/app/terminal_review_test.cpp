// What a person at a terminal answers to requests of code.
#include "app/terminal_review.h"

#include <QTest>

using namespace glasshouse;

namespace {

PermissionQuestion question()
{
    PermissionQuestion question;
    question.id = QStringLiteral("permission_1");
    question.run = QStringLiteral("run_1");
    question.method = QStringLiteral("GET");
    question.url = QStringLiteral("http://a.example/\x1b[2J");
    question.sentence = QStringLiteral("a.example is not on the allow-list.");
    question.rule = AllowRule{QStringLiteral("a.example"), {}};
    return question;
}

} // namespace

class TerminalReviewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAnswersByWordAndLetter_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<std::optional<PermissionAnswer>>("answer");
        const auto row = [](const char *line, std::optional<PermissionAnswer> answer) {
            QTest::newRow(line) << QString::fromLatin1(line) << answer;
        };
        row("o", PermissionAnswer::AllowOnce);
        row(" Once ", PermissionAnswer::AllowOnce);
        row("r", PermissionAnswer::AllowForRun);
        row("no", PermissionAnswer::Deny);
        row("", std::nullopt);
        row("yes", std::nullopt);
    }

    void takesAnswersByWordAndLetter()
    {
        QFETCH(QString, line);
        QFETCH(std::optional<PermissionAnswer>, answer);
        QVERIFY(answerFrom(line, question()) == answer);
    }

    void offersOnlyWhatIsPossible()
    {
        auto bare = question();
        bare.rule.reset();
        QVERIFY(questionText(question()).contains(u"[r]un"));
        QVERIFY(!questionText(bare).contains(u"[r]un"));
        QVERIFY(!answerFrom(QStringLiteral("r"), bare));
    }

    void escapesWhatCodeWroteIntoTheAddress()
    {
        QVERIFY(!questionText(question()).contains(QChar(0x1b)));
    }
};

QTEST_GUILESS_MAIN(TerminalReviewTest)
#include "terminal_review_test.moc"
