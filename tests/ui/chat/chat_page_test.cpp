#include "ui/chat/chat_page.h"
#include "ui/chat/conversation_view.h"
#include "ui/chat/message_text.h"
#include "ui/chat/text_panel.h"
#include "ui/chat/thread_list.h"

#include "event_maker.h"

#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>
#include <QtTest>

using namespace glasshouse;
using namespace glasshouse::ui;
using glasshouse::ui::test::EventMaker;
namespace type = glasshouse::trace::event_type;

class ChatPageTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ChatPage> makePage()
    {
        auto page = std::make_unique<ChatPage>(&m_theme);
        page->resize(900, 700);
        page->setAgent(QStringLiteral("DataAnalyst"), QStringLiteral("Offline demo"), true);
        page->show();
        return page;
    }

    static QPlainTextEdit *composer(ChatPage *page)
    {
        return page->findChild<QPlainTextEdit *>(QStringLiteral("composer"));
    }
    static ConversationView *view(ChatPage *page) { return page->findChild<ConversationView *>(); }

    QVector<trace::Event> longThread(int turns)
    {
        QVector<trace::Event> events;
        for (int i = 0; i < turns; ++i) {
            EventMaker make(QStringLiteral("run_%1").arg(i));
            events << make.started(QStringLiteral("Question %1").arg(i))
                   << make.assistant(QStringLiteral("Answer **%1** with some words that wrap.").arg(i))
                   << make.finished();
        }
        return events;
    }

    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void enterSendsAndShiftEnterMakesALine()
    {
        auto page = makePage();
        QSignalSpy sent(page.get(), &ChatPage::sendRequested);
        QTest::keyClicks(composer(page.get()), QStringLiteral("one"));
        QTest::keyClick(composer(page.get()), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(composer(page.get()), QStringLiteral("two"));
        QTest::keyClick(composer(page.get()), Qt::Key_Return);
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.first().first().toString(), QStringLiteral("one\ntwo"));
        QVERIFY(composer(page.get())->toPlainText().isEmpty());
    }

    void whileARunGoesOnEnterKeepsTheTextAndStopIsThere()
    {
        auto page = makePage();
        EventMaker make;
        page->applyEvent(make.started(QStringLiteral("hi")));
        QTRY_VERIFY(page->findChild<QToolButton *>(QStringLiteral("stop"))->isVisible());
        QSignalSpy sent(page.get(), &ChatPage::sendRequested);
        QSignalSpy stopped(page.get(), &ChatPage::stopRequested);
        QTest::keyClicks(composer(page.get()), QStringLiteral("later"));
        QTest::keyClick(composer(page.get()), Qt::Key_Return);
        QCOMPARE(sent.size(), 0);
        QCOMPARE(composer(page.get())->toPlainText(), QStringLiteral("later"));
        QTest::mouseClick(page->findChild<QToolButton *>(QStringLiteral("stop")), Qt::LeftButton);
        QCOMPARE(stopped.size(), 1);
    }

    void upRecallsEarlierInputsAndDownTheDraft()
    {
        auto page = makePage();
        page->setEvents(longThread(2));
        QTest::keyClicks(composer(page.get()), QStringLiteral("draft"));
        QTest::keyClick(composer(page.get()), Qt::Key_Up);
        QCOMPARE(composer(page.get())->toPlainText(), QStringLiteral("Question 1"));
        QTest::keyClick(composer(page.get()), Qt::Key_Up);
        QCOMPARE(composer(page.get())->toPlainText(), QStringLiteral("Question 0"));
        QTest::keyClick(composer(page.get()), Qt::Key_Down);
        QTest::keyClick(composer(page.get()), Qt::Key_Down);
        QCOMPARE(composer(page.get())->toPlainText(), QStringLiteral("draft"));
    }

    void aSuggestionIsSentWithAClick()
    {
        auto page = makePage();
        page->setSuggestions({QStringLiteral("Chart R&D sales")});
        QSignalSpy sent(page.get(), &ChatPage::sendRequested);
        QTest::mouseClick(page->findChild<QPushButton *>(QStringLiteral("suggestion")), Qt::LeftButton);
        QCOMPARE(sent.value(0).value(0).toString(), QStringLiteral("Chart R&D sales"));
    }

    void aPendingApprovalOffersReviewAndReject()
    {
        auto page = makePage();
        EventMaker make;
        page->setEvents({make.started(QStringLiteral("hi")),
                         make.approvalRequested(QStringLiteral("c1"), QStringLiteral("print(1)"))});
        QSignalSpy review(page.get(), &ChatPage::reviewRequested);
        QSignalSpy rejected(page.get(), &ChatPage::rejectRequested);
        QTest::mouseClick(page->findChild<QPushButton *>(QStringLiteral("review")), Qt::LeftButton);
        QTest::mouseClick(page->findChild<QPushButton *>(QStringLiteral("reject")), Qt::LeftButton);
        QCOMPARE(review.value(0).value(0).toString(), QStringLiteral("apr_c1"));
        QCOMPARE(rejected.value(0).value(0).toString(), QStringLiteral("apr_c1"));
    }

    void aLongThreadHasFewWidgetsAndOpensAtItsEnd()
    {
        auto page = makePage();
        page->setEvents(longThread(2000));
        QVERIFY(view(page.get())->isAtEnd());
        QVERIFY(view(page.get())->liveWidgets() < 60);
        view(page.get())->verticalScrollBar()->setValue(0);
        QVERIFY(view(page.get())->liveWidgets() < 60);
    }

    void readingAboveIsNotDisturbedByNewText()
    {
        auto page = makePage();
        page->setEvents(longThread(40));
        QScrollBar *bar = view(page.get())->verticalScrollBar();
        bar->setValue(0);
        EventMaker make(QStringLiteral("run_new"));
        page->applyEvent(make.started(QStringLiteral("more")));
        page->applyEvent(make.delta(QStringLiteral("text\n\ntext\n\ntext")));
        QTRY_COMPARE(page->conversation().items.size(), 40 * 3 + 2);
        auto *pill = page->findChild<QPushButton *>(QStringLiteral("jumpToLatest"));
        QTRY_VERIFY(pill->isVisible());
        QCOMPARE(bar->value(), 0);
        QTest::mouseClick(pill, Qt::LeftButton);
        QVERIFY(view(page.get())->isAtEnd());
    }

    void aToolCardUnfoldsWithAClick()
    {
        auto page = makePage();
        EventMaker make;
        page->setEvents({make.started(QStringLiteral("hi")),
                         make.approvalRequested(QStringLiteral("c1"), QStringLiteral("print('unfolded')")),
                         make.approvalDecided(QStringLiteral("c1"), QStringLiteral("approved"))});
        const auto shownPanels = [&] {
            int shown = 0;
            for (const TextPanel *panel : page->findChildren<TextPanel *>())
                shown += panel->isVisible() && panel->text().contains(u"unfolded");
            return shown;
        };
        QCOMPARE(shownPanels(), 0);
        QTest::mouseClick(page->findChild<QToolButton *>(QStringLiteral("unfold")), Qt::LeftButton);
        QTRY_COMPARE(shownPanels(), 1);
    }

    void hostileMarkdownLoadsNothing()
    {
        MessageText text(&m_theme);
        text.setMessage(
            QStringLiteral("<img src='file:///etc/hostname'> "
                           "<script>x</script>\n\n![a](file:///usr/share/pixmaps/debian-logo.png) "
                           "![b](http://tracker.example/x.png)"));
        const QString shown = text.toPlainText();
        QVERIFY(shown.contains(u"<img src="));
        QVERIFY(shown.contains(u"[picture not loaded: http://tracker.example/x.png]"));
        for (QTextBlock block = text.document()->begin(); block.isValid(); block = block.next())
            for (auto it = block.begin(); !it.atEnd(); ++it)
                QVERIFY(!it.fragment().charFormat().isImageFormat());
    }

    void onlyWebLinksMayOpen()
    {
        QVERIFY(MessageText::mayOpen(QUrl(QStringLiteral("https://debian.org"))));
        for (const char *url :
             {"file:///etc/passwd", "javascript:alert(1)", "ftp://x/y", "http:///nohost", "data:text/html,x"})
            QVERIFY2(!MessageText::mayOpen(QUrl(QString::fromLatin1(url))), url);
    }

    void f2RenamesAThread()
    {
        ThreadList list(&m_theme);
        list.resize(220, 400);
        list.show();
        Thread thread;
        thread.id = QStringLiteral("thr_1");
        thread.title = QStringLiteral("Old");
        list.setThreads({thread});
        list.setCurrentThread(thread.id);
        QSignalSpy renamed(&list, &ThreadList::renameRequested);
        auto *rows = list.findChild<QListView *>();
        rows->setFocus();
        QTest::keyClick(rows, Qt::Key_F2);
        auto *editor = rows->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->setText(QStringLiteral("New"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(renamed.size(), 1);
        QCOMPARE(renamed.first().at(1).toString(), QStringLiteral("New"));
    }
};

QTEST_MAIN(ChatPageTest)
#include "chat_page_test.moc"
