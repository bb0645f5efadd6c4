#include "ui/mainwindow/main_window.h"

#include "core/model/project_files.h"
#include "tests/fakes/fake_workbench.h"
#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/graph/graph_editor.h"
#include "ui/mainwindow/banner.h"
#include "ui/mainwindow/editor_tabs.h"
#include "ui/mainwindow/run_input_bar.h"
#include "ui/mainwindow/status_bar.h"
#include "ui/project/gallery_page.h"
#include "ui/project/open_failed_page.h"
#include "ui/project/sample_card.h"
#include "ui/review/permission_bar.h"
#include "ui/review/review_dialog.h"
#include "ui/sandbox/glass_dock.h"
#include "ui/sandbox/network_log_model.h"
#include "ui/sandbox/network_log_view.h"
#include "ui/settings/connection_dialog.h"
#include "ui/welcome/model_offers.h"
#include "ui/sandbox/sandbox_verdict.h"
#include "ui/welcome/welcome_page.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace glasshouse;
using namespace glasshouse::ui;
using Page = MainWindow::Page;

namespace {

QString samples()
{
    return QStringLiteral(GLASSHOUSE_SOURCE_DIR "/resources/samples");
}

QString researchSample()
{
    return samples() + QStringLiteral("/research-pipeline");
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("settings.ini")),
                                                 QSettings::IniFormat);
        m_workbench = std::make_unique<FakeWorkbench>();
        m_theme = std::make_unique<Theme>(ThemeMode::Light);
        makeWindow();
    }

    void cleanup()
    {
        m_window.reset();
        m_workbench.reset();
    }

    void startsWithTheGallery()
    {
        QCOMPARE(m_window->page(), Page::Start);
        QVERIFY(m_window->findChild<GalleryPage *>()->cards().size() >= 3);
        QVERIFY(!action("view.chat")->isEnabled());
        QVERIFY(action("view.chat")->toolTip().contains(u"open a project"));
        QVERIFY(action("view.settings")->isEnabled());
    }

    void firstStepsLeadToTheSamples()
    {
        action("help.welcome")->trigger();
        QCOMPARE(m_window->page(), Page::Welcome);
        auto *page = m_window->findChild<WelcomePage *>();
        QVERIFY(page->models()->isSearching() || QTest::qWaitFor([&] { return page->models()->isSearching(); }));
        QCOMPARE(m_workbench->preparations, 0); // no image is there, and nobody asked for one
        Q_EMIT page->sandbox()->preparationRequested();
        QCOMPARE(m_workbench->preparations, 1);
        Q_EMIT page->done();
        QCOMPARE(m_window->page(), Page::Start);
    }

    void serverThatWasFoundIsConnectedInADialog()
    {
        action("help.welcome")->trigger();
        Connection found;
        found.name = QStringLiteral("ollama");
        found.title = QStringLiteral("Ollama");
        found.baseUrl = QStringLiteral("http://127.0.0.1:11434/v1");
        Q_EMIT m_window->findChild<WelcomePage *>()->models()->connectionOffered(found);
        auto *dialog = m_window->findChild<ConnectionDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->connection().baseUrl, found.baseUrl);
        Q_EMIT dialog->saveRequested(dialog->connection(), {});
        QTRY_COMPARE(m_workbench->connectionList.last().name, found.name);
    }

    void remembersThatTheFirstStepsWereSeen()
    {
        QVERIFY(!wasWelcomed(*m_settings));
        saveWelcomed(*m_settings);
        QVERIFY(wasWelcomed(*m_settings));
    }

    void sampleOpensAsACopy()
    {
        const auto cards = m_window->findChild<GalleryPage *>()->cards();
        const auto research = std::find_if(cards.begin(), cards.end(), [](const SampleCard *card) {
            return card->sample().name == u"research-pipeline";
        });
        QVERIFY(research != cards.end());
        QTest::mouseClick(*research, Qt::LeftButton);
        QTRY_COMPARE(m_window->page(), Page::Design);
        QCOMPARE(m_window->document().project().folder,
                 m_folder->filePath(QStringLiteral("research-pipeline")));
        QCOMPARE(m_workbench->project.name, QStringLiteral("research-pipeline"));
    }

    void brokenProjectIsExplained()
    {
        QFile file(m_folder->filePath(QStringLiteral("glasshouse.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[");
        file.close();
        m_window->openProject(m_folder->path());
        QTRY_COMPARE(m_window->page(), Page::OpenFailed);
        QVERIFY(m_window->findChild<OpenFailedPage *>()->sentence().contains(u"glasshouse.json"));
    }

    void everyEditReachesTheEnginesAndCanBeUndone()
    {
        openResearch();
        const qsizetype before = m_workbench->project.agents.size();
        action("agent.new")->trigger();
        QCOMPARE(m_workbench->project.agents.size(), before + 1);
        QVERIFY(m_window->isWindowModified());
        QVERIFY(action("file.save")->isEnabled());
        action("edit.undo")->trigger();
        QCOMPARE(m_workbench->project.agents.size(), before);
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(!action("file.save")->isEnabled());
    }

    void saveWritesTheFiles()
    {
        openResearch();
        action("agent.new")->trigger();
        action("file.save")->trigger();
        QVERIFY(!m_window->isWindowModified());
        QCOMPARE(loadProject(m_window->document().project().folder)->agents.size(),
                 m_window->document().project().agents.size());
    }

    void runAsksForTheInputAndStartsTheWorkflow()
    {
        openResearch();
        action("run.start")->trigger();
        auto *bar = m_window->findChild<RunInputBar *>();
        QVERIFY(bar->isVisible());
        QVERIFY(!bar->field()->text().isEmpty()); // the workflow's own suggestion
        bar->field()->setText(QStringLiteral("What drives value?"));
        QTest::keyClick(bar->field(), Qt::Key_Return);
        QCOMPARE(m_workbench->inputs, QStringList{QStringLiteral("What drives value?")});
        QCOMPARE(m_workbench->threads.first().workflow,
                 m_window->document().project().workflows.first().name);
        QTRY_VERIFY(action("run.stop")->isEnabled());
        QVERIFY(!action("run.start")->isEnabled());
        action("run.stop")->trigger();
        QCOMPARE(m_workbench->stopped, QStringList{QStringLiteral("run-1")});
        QTRY_VERIFY(action("run.start")->isEnabled());
    }

    void secondRunUsesTheSameThread()
    {
        openResearch();
        for (const auto *input : {u"one", u"two"}) {
            QTRY_VERIFY(action("run.start")->isEnabled());
            action("run.start")->trigger();
            auto *bar = m_window->findChild<RunInputBar *>();
            bar->field()->setText(QString::fromUtf16(input));
            QTest::keyClick(bar->field(), Qt::Key_Return);
            action("run.stop")->trigger();
            QTRY_COMPARE(m_workbench->threads.size(), 1);
        }
        QCOMPARE(m_workbench->inputs.size(), 2);
    }

    void refusedRunSaysWhy()
    {
        openResearch();
        m_workbench->refusal = QStringLiteral("The agent Writer is not in this project.");
        action("run.start")->trigger();
        QTest::keyClick(m_window->findChild<RunInputBar *>()->field(), Qt::Key_Return);
        QCOMPARE(m_window->findChild<Banner *>()->sentence(), m_workbench->refusal);
    }

    void approvalOfTheShownRunOpensTheReview()
    {
        openResearch();
        startRun();
        m_workbench->requestApproval(QStringLiteral("run-1"), QStringLiteral("print(1)"));
        auto *review = m_window->findChild<ReviewDialog *>();
        QVERIFY(review);
        QTRY_VERIFY(review->isVisible());
        QCOMPARE(review->current(), QStringLiteral("approval-run-1"));
        QVERIFY(action("run.review")->isEnabled());
        review->close();
        QCOMPARE(m_workbench->approvals().pending().size(), 1); // closing decides nothing
    }

    void approvalOfAnotherThreadOnlyCounts()
    {
        openResearch();
        startRun();
        action("view.settings")->trigger();
        m_workbench->requestApproval(QStringLiteral("run-1"), QStringLiteral("print(1)"));
        QVERIFY(!m_window->findChild<ReviewDialog *>());
        QVERIFY(action("run.review")->isEnabled());
    }

    void aNetworkQuestionWaitsInTheStatusBar()
    {
        openResearch();
        startRun();
        askAboutNetwork();
        auto *bar = m_window->findChild<PermissionBar *>();
        QVERIFY(bar->isVisible());
        QVERIFY(!m_window->findChild<QDialog *>()); // nothing is held up
        bar->hide();                                // decided later
        auto *count = statusButton(QStringLiteral("1 network question"));
        QVERIFY(count);
        QTest::mouseClick(count, Qt::LeftButton);
        QVERIFY(bar->isVisible());
        m_workbench->permissions().withdraw(QStringLiteral("permission-1"));
        QVERIFY(!bar->isVisible());
        QVERIFY(!count->isVisible());
    }

    void alwaysIsWrittenIntoTheProfileAndCanBeUndone()
    {
        openResearch();
        startRun();
        askAboutNetwork();
        QSignalSpy answered(&m_workbench->permissions(), &PermissionQueue::answered);
        auto *always = m_window->findChild<QPushButton *>(QStringLiteral("permissionAlways"));
        QTRY_VERIFY(always->isEnabled());
        QTest::mouseClick(always, Qt::LeftButton);
        QCOMPARE(answered.size(), 1);
        const auto rules = [this] { return m_workbench->project.sandboxFor({}).access.allow; };
        QCOMPARE(rules(), QVector({AllowRule{QStringLiteral("a.example"), {}}}));
        action("edit.undo")->trigger();
        QVERIFY(rules().isEmpty());
    }

    void glassEditsTheProfile()
    {
        openResearch();
        auto *asks = m_window->findChild<QCheckBox *>(QStringLiteral("askForUnlisted"));
        asks->click();
        QVERIFY(m_workbench->project.sandboxFor({}).access.asksForUnlisted);
        action("edit.undo")->trigger();
        QVERIFY(!asks->isChecked());
    }

    void glassShowsRequestsOfItsThreadOnly()
    {
        openResearch();
        startRun();
        const QString thread = m_workbench->threads.first().id;
        trace::NetworkRequest request;
        request.verdict = QStringLiteral("denied");
        auto *log = m_window->findChild<NetworkLogView *>();
        for (const QString &of : {thread, QStringLiteral("thread-of-another")}) {
            request.id = of;
            Q_EMIT m_workbench->networkRequestSeen(request, of);
        }
        log->flush();
        QCOMPARE(log->model().rowCount(), 1);
    }

    void layoutComesBackWithTheProject()
    {
        openResearch();
        auto *tabs = m_window->findChild<EditorTabs *>();
        tabs->open({ProjectItem::Kind::Agent, m_workbench->project.agents.first().name}, QStringLiteral("x"));
        const QStringList open = tabs->toStrings();
        action("view.glass")->trigger();
        QVERIFY(!m_window->findChild<GlassDock *>()->isVisible());
        QVERIFY(m_window->close());
        m_workbench = std::make_unique<FakeWorkbench>();
        makeWindow();
        openResearch();
        QCOMPARE(m_window->findChild<EditorTabs *>()->toStrings(), open);
        QVERIFY(!m_window->findChild<GlassDock *>()->isVisible());
    }

    void closingAsksAboutUnsavedChanges()
    {
        openResearch();
        action("agent.new")->trigger();
        QVERIFY(!m_window->close());
        auto *question = m_window->findChild<QMessageBox *>();
        QVERIFY(question);
        question->button(QMessageBox::Cancel)->click();
        QVERIFY(m_window->isVisible());
        QVERIFY(!m_window->close());
        QTRY_VERIFY(m_window->findChildren<QMessageBox *>().size() == 1);
        m_window->findChildren<QMessageBox *>().last()->button(QMessageBox::Discard)->click();
        QVERIFY(!m_window->isVisible());
    }

    void pagesAreReachedByKeyboard()
    {
        openResearch();
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->page(), Page::Chat);
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(m_window->page(), Page::Settings);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->page(), Page::Design);
    }

    void themeChoiceIsRemembered()
    {
        action("view.theme")->trigger();
        QVERIFY(m_theme->isDark());
        QVERIFY(savedThemeMode(*m_settings) == ThemeMode::Dark);
    }

    void everyIconButtonHasNameAndToolTip()
    {
        openResearch();
        for (const char *page : {"view.design", "view.chat", "view.runs", "view.sandbox", "view.settings"}) {
            action(page)->trigger();
            for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
                if (!button->isVisible() || !button->text().isEmpty() ||
                    button->objectName().startsWith(u"qt_"))
                    continue;
                const QString where =
                    QString::fromLatin1(page) + u' ' + QString::fromLatin1(button->metaObject()->className());
                if (qobject_cast<QTabBar *>(button->parentWidget()) ||
                    qobject_cast<QLineEdit *>(button->parentWidget()))
                    continue; // the close button of a tab and the clear button of a field are Qt's own
                QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(where));
                QVERIFY2(!button->toolTip().isEmpty(), qPrintable(where));
            }
        }
    }

private:
    void makeWindow()
    {
        m_window.reset();
        m_window = std::make_unique<MainWindow>(m_workbench.get(), m_theme.get(),
                                                WindowOptions{m_settings.get(), samples(), m_folder->path()});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void openResearch()
    {
        const QString copy = m_folder->filePath(QStringLiteral("research"));
        if (!QFile::exists(copy))
            QVERIFY(copySample(researchSample(), copy));
        m_window->openProject(copy);
        QTRY_COMPARE(m_window->page(), Page::Design);
    }

    void startRun()
    {
        action("run.start")->trigger();
        QTest::keyClick(m_window->findChild<RunInputBar *>()->field(), Qt::Key_Return);
        QTRY_VERIFY(action("run.stop")->isEnabled());
    }

    void askAboutNetwork()
    {
        PermissionQuestion question;
        question.id = QStringLiteral("permission-1");
        question.thread = m_workbench->threads.first().id;
        question.run = QStringLiteral("run-1");
        question.profile = m_workbench->project.sandboxFor({}).name;
        question.method = QStringLiteral("GET");
        question.url = QStringLiteral("http://a.example/");
        question.rule = AllowRule{QStringLiteral("a.example"), {}};
        m_workbench->permissions().add(question);
    }

    QToolButton *statusButton(const QString &text)
    {
        const auto buttons = m_window->findChild<StatusBar *>()->findChildren<QToolButton *>();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [&](const auto *one) { return one->text() == text; });
        return found == buttons.end() ? nullptr : *found;
    }

    QAction *action(const char *id) { return m_window->actionRegistry().action(QString::fromLatin1(id)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeWorkbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
