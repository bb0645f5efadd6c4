#include "ui/review/code_findings.h"
#include "ui/review/code_mentions.h"
#include "ui/review/review_dialog.h"
#include "ui/review/review_text.h"

#include <Qsci/qsciscintilla.h>

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

ApprovalRequest codeRequest(const QString &id, const QString &code, const QJsonObject &others = {})
{
    ApprovalRequest request;
    request.id = id;
    request.run = QStringLiteral("run_1");
    request.agent = QStringLiteral("DataAnalyst");
    request.tool = QStringLiteral("execute_code");
    request.codeArgument = QStringLiteral("code");
    request.language = QStringLiteral("python");
    request.arguments = others;
    request.arguments.insert(QStringLiteral("code"), code);
    return request;
}

} // namespace

class ReviewDialogTest : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};
    std::unique_ptr<ApprovalQueue> m_queue;
    std::unique_ptr<ReviewDialog> m_dialog;
    QVector<ApprovalDecision> m_decisions;

    QPushButton *button(const char *name)
    {
        return m_dialog->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    QsciScintilla *editor() { return m_dialog->findChild<QsciScintilla *>(QStringLiteral("proposed")); }
    QWidget *warning() { return m_dialog->findChild<QWidget *>(QStringLiteral("warning")); }

    void open(const QVector<ApprovalRequest> &requests)
    {
        for (const ApprovalRequest &request : requests)
            m_queue->add(request);
        m_dialog->review(requests.first().id);
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

private Q_SLOTS:
    void init()
    {
        m_decisions.clear();
        m_queue = std::make_unique<ApprovalQueue>();
        m_dialog = std::make_unique<ReviewDialog>(&m_theme, m_queue.get(), ReviewDialog::ContextSource());
        connect(m_queue.get(), &ApprovalQueue::decided, this,
                [this](const ApprovalRequest &, const ApprovalDecision &decision) {
                    m_decisions.append(decision);
                });
    }

    void cleanup()
    {
        m_dialog.reset();
        m_queue.reset();
    }

    void approvesExactlyWhatItShows()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("print('é\t1')\r\nx = 2\n"))});
        QTest::mouseClick(button("approve"), Qt::LeftButton);
        QCOMPARE(m_decisions.size(), 1);
        QCOMPARE(m_decisions.first().verdict, Verdict::Approved);
        QCOMPARE(m_decisions.first().arguments.value(QStringLiteral("code")).toString(),
                 QStringLiteral("print('é\t1')\r\nx = 2\n"));
        QCOMPARE(m_decisions.first().remember, Remember::OnlyThisOnce);
        QVERIFY(!m_dialog->isVisible());
    }

    void ctrlEnterApprovesAndPlainEnterDoesNot()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1"))});
        QTest::keyClick(editor(), Qt::Key_Return);
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QCOMPARE(m_decisions.size(), 0);
        QCOMPARE(editor()->text(), QStringLiteral("x = 1"));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_decisions.size(), 1);
    }

    void escapeLeavesItPending()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1"))});
        QTest::keyClick(editor(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_queue->pending().size(), 1);
        QVERIFY(m_decisions.isEmpty());
    }

    void editedCodeIsWhatRuns()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1"), {{QStringLiteral("timeout"), 5}})});
        QVERIFY(editor()->isReadOnly());
        QTest::mouseClick(button("edit"), Qt::LeftButton);
        QVERIFY(!editor()->isReadOnly());
        editor()->setText(QStringLiteral("x = 2"));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_decisions.size(), 1);
        QCOMPARE(m_decisions.first().verdict, Verdict::Edited);
        QCOMPARE(m_decisions.first().arguments.value(QStringLiteral("code")).toString(),
                 QStringLiteral("x = 2"));
        QCOMPARE(m_decisions.first().arguments.value(QStringLiteral("timeout")).toInt(), 5);
    }

    void codeThatCannotBeShownExactlyCannotBeApproved()
    {
        open({codeRequest(QStringLiteral("a1"),
                          QStringLiteral("print(1)") + QChar(u'\0') + QStringLiteral("\nimport os"))});
        QVERIFY(!button("approve")->isEnabled());
        QVERIFY(warning()->isVisible());
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_decisions.isEmpty());
    }

    void rejectsWithAReason()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1"))});
        QTest::mouseClick(button("reject"), Qt::LeftButton);
        auto *reason = m_dialog->findChild<QLineEdit *>(QStringLiteral("reason"));
        QTest::keyClicks(reason, QStringLiteral("use pandas"));
        QTest::keyClick(reason, Qt::Key_Return);
        QCOMPARE(m_decisions.size(), 1);
        QCOMPARE(m_decisions.first().verdict, Verdict::Rejected);
        QCOMPARE(m_decisions.first().reason, QStringLiteral("use pandas"));
    }

    void movesOnWhenDecidedElsewhere()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1")),
              codeRequest(QStringLiteral("a2"), QStringLiteral("y = 2"))});
        QVERIFY(m_queue->decide(QStringLiteral("a1"), {}));
        QCOMPARE(m_dialog->current(), QStringLiteral("a2"));
        QCOMPARE(editor()->text(), QStringLiteral("y = 2"));
        QVERIFY(m_dialog->isVisible());
    }

    void closesWhenTheRunWasStopped()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1"))});
        m_queue->withdrawRun(QStringLiteral("run_1"));
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(m_decisions.isEmpty());
    }

    void anEditDoesNotCarryOverToTheNextRequest()
    {
        open({codeRequest(QStringLiteral("a1"), QStringLiteral("x = 1")),
              codeRequest(QStringLiteral("a2"), QStringLiteral("y = 2"))});
        QTest::mouseClick(button("edit"), Qt::LeftButton);
        editor()->setText(QStringLiteral("x = 9"));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(editor()->isReadOnly());
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_decisions.size(), 2);
        QCOMPARE(m_decisions.last().verdict, Verdict::Approved);
        QCOMPARE(m_decisions.last().arguments.value(QStringLiteral("code")).toString(),
                 QStringLiteral("y = 2"));
    }

    void brokenJsonIsNotApproved()
    {
        ApprovalRequest request = codeRequest(QStringLiteral("a1"), QString());
        request.codeArgument.clear();
        request.arguments = {{QStringLiteral("city"), QStringLiteral("Bonn")}};
        open({request});
        QTest::mouseClick(button("edit"), Qt::LeftButton);
        editor()->setText(QStringLiteral("{\"city\": "));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_decisions.isEmpty());
        editor()->setText(QStringLiteral("{\"city\": \"Ulm\"}"));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_decisions.value(0).arguments.value(QStringLiteral("city")).toString(),
                 QStringLiteral("Ulm"));
    }

    void hostileCodeIsFlagged_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("kind");
        using Kind = CodeFinding::Kind;
        QTest::newRow("bidi override") << QStringLiteral("x = 1 \u202e# safe") << int(Kind::HiddenCharacter);
        QTest::newRow("zero width") << QStringLiteral("admin\u200b = 1") << int(Kind::HiddenCharacter);
        QTest::newRow("cyrillic a") << QStringLiteral("\u0430dmin = 1") << int(Kind::LookAlike);
        QTest::newRow("escape") << QStringLiteral("x = 1\x1b[8m") << int(Kind::ControlCharacter);
        QTest::newRow("lone return") << QStringLiteral("x = 1\rimport os\n") << int(Kind::ControlCharacter);
        QTest::newRow("far right") << QStringLiteral("x = 1") + QString(200, u' ') +
                                          QStringLiteral("; import os")
                                   << int(Kind::FarRight);
        QTest::newRow("far below") << QStringLiteral("x = 1") + QString(80, u'\n') +
                                          QStringLiteral("import os")
                                   << int(Kind::FarBelow);
        QTest::newRow("long line") << QStringLiteral("x = '") + QString(5000, u'a') + u'\''
                                   << int(Kind::LongLine);
    }

    void hostileCodeIsFlagged()
    {
        QFETCH(QString, code);
        QFETCH(int, kind);
        const CodeFindings findings = inspectCode(code);
        QVERIFY(findings.total > 0);
        QCOMPARE(int(findings.first.first().kind), kind);
        open({codeRequest(QStringLiteral("a1"), code)});
        QVERIFY(warning()->isVisible());
    }

    void ordinaryCodeIsNotFlagged()
    {
        const QString code = QStringLiteral("import pandas as pd\r\n\n\nprint('größer, Привет')\n\tx = 1\n");
        QCOMPARE(inspectCode(code).total, 0);
    }

    void aCallFromCodeSaysSo()
    {
        auto request = codeRequest(QStringLiteral("a1"), QString());
        request.codeArgument.clear();
        request.tool = QStringLiteral("pay");
        request.parentCall = QStringLiteral("c1");
        QVERIFY(reviewTitle(request).startsWith(u"Code of "));
        QVERIFY(reviewTitle(request).endsWith(u"wants to use pay"));
    }

    void aProgramOfThisMachineIsNamedExactly()
    {
        auto request = codeRequest(QStringLiteral("a1"), QStringLiteral("x"));
        QVERIFY(hostCommandText(request).isEmpty());
        request.hostCommand = QStringLiteral("sh \u202etools/pay.sh");
        QVERIFY(!hostCommandText(request).contains(u"asked again"));
        request.isAskedAgain = true;
        QVERIFY(hostCommandText(request).contains(u"asked again"));
        open({request});

        const auto labels = m_dialog->findChildren<QLabel *>();
        const bool shown = std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->textFormat() == Qt::PlainText &&
                   label->text().contains(u"outside the sandbox") &&
                   label->text().contains(u"tools/pay.sh") && !label->text().contains(QChar(0x202e));
        });
        QVERIFY(shown);
    }

    void mentionsAreFoundAndBounded()
    {
        const auto mentions = mentionsIn(QStringLiteral(
            "requests.get('https://a.example/x')\nplt.savefig(\"/output/t.png\")\ncall_tool('pay')"));
        QVERIFY(mentions.contains({CodeMention::Kind::Output, QStringLiteral("/output/t.png")}));
        QVERIFY(mentions.contains({CodeMention::Kind::Network, QStringLiteral("requests")}));
        QVERIFY(mentions.contains({CodeMention::Kind::Tool, QStringLiteral("pay")}));
        QString many;
        for (int i = 0; i < 1000; ++i)
            many += QStringLiteral("'/output/%1' ").arg(i);
        QCOMPARE(mentionsIn(many).size(), 4);
    }

    void aMegabyteOpensWithoutAStall()
    {
        QElapsedTimer timer;
        timer.start();
        open({codeRequest(QStringLiteral("a1"),
                          QStringLiteral("value = compute(1, 2, 3)  # step\n").repeated(32'000))});
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(button("approve")->isEnabled());
    }
};

QTEST_MAIN(ReviewDialogTest)
#include "review_dialog_test.moc"
