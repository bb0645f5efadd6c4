// What a person sees of a start, and of the next one: under a window manager that gives windows a frame, with a
// home of its own.
#include "app/window_session.h"
#include "tests/fakes/fake_sandbox_service.h"
#include "ui/common/action_registry.h"
#include "ui/mainwindow/main_window.h"

#include <QMenu>
#include <QScreen>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>

using namespace glasshouse;
using Page = ui::MainWindow::Page;

namespace {

constexpr int starts = 3;

} // namespace

class WindowStartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("GLASSHOUSE_HOME", m_home->path().toUtf8());
    }

    void cleanup() { m_session.reset(); }

    void firstWindowFitsTheScreen()
    {
        start();
        const QRect screen = window().screen()->availableGeometry();
        QTRY_VERIFY(screen.contains(window().frameGeometry()));
    }

    void windowComesUpWhereItWasLeft()
    {
        const QRect left(120, 90, 1100, 700);
        start();
        window().setGeometry(left);
        QTRY_COMPARE(window().geometry(), left);
        for (int again = 0; again < starts; ++again) {
            stop();
            start();
            QTRY_COMPARE(window().geometry(), left);
        }
    }

    void maximizedWindowComesUpMaximized()
    {
        start();
        const QRect left = window().geometry();
        window().showMaximized();
        QTRY_VERIFY(window().height() > left.height());
        stop();
        start();
        QVERIFY(window().isMaximized());
        QTRY_VERIFY(window().height() > left.height());
        window().showNormal();
        QTRY_COMPARE(window().geometry(), left);
    }

    void firstStepsAreShownOnceAndThenInHelp()
    {
        start();
        QCOMPARE(window().page(), Page::Welcome);
        stop();
        start();
        QCOMPARE(window().page(), Page::Start);
        QAction *firstSteps = window().actionRegistry().action(QStringLiteral("help.welcome"));
        QVERIFY(inMenu(firstSteps, QStringLiteral("Help")));
        firstSteps->trigger();
        QCOMPARE(window().page(), Page::Welcome);
    }

private:
    [[nodiscard]] ui::MainWindow &window() const { return m_session->window(); }

    // Returns once the window manager has put its frame around the window.
    void start()
    {
        m_session = std::make_unique<WindowSession>(standardPaths(), std::make_unique<test::FakeSandboxService>());
        m_session->welcomeOnce();
        m_session->open({});
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
        QTRY_VERIFY(window().windowHandle()->frameMargins().top() > 0);
    }

    void stop()
    {
        QVERIFY(window().close());
        m_session.reset();
    }

    [[nodiscard]] bool inMenu(QAction *action, const QString &title) const
    {
        const auto menus = window().findChildren<QMenu *>();
        return std::any_of(menus.begin(), menus.end(), [&](const QMenu *menu) {
            return QString(menu->title()).remove(u'&') == title && menu->actions().contains(action);
        });
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<WindowSession> m_session;
};

QTEST_MAIN(WindowStartTest)
#include "window_start_test.moc"
