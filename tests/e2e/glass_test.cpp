// A person steers what code may reach, with real mouse and key events in the real window and a real micro-VM:
// a listed and an unlisted host, played by servers of the test behind names that only it knows.

#include "tests/e2e/story.h"

#include "sandbox/gateway/outside.h"
#include "tests/fakes/scripted_model.h"
#include "tests/sandbox/gateway/fake_resolver.h"
#include "tests/sandbox/gateway/loopback_dialer.h"
#include "tests/sandbox/gateway/test_server.h"
#include "ui/chat/composer.h"
#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/review/permission_bar.h"
#include "ui/sandbox/network_log_model.h"
#include "ui/sandbox/network_log_view.h"

#include <QTableView>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::e2e;
namespace type = trace::event_type;

namespace {

constexpr int windowMs = 20'000;
constexpr int sandboxMs = 400'000; // for a template to be made first, on a loaded machine

const auto fetchBoth = QStringLiteral(
    "import urllib.request\n"
    "for name in ('listed', 'unlisted'):\n"
    "    try:\n"
    "        answer = urllib.request.urlopen(f'http://{name}.example/data?key=1', timeout=250)\n"
    "        print(name, 'said', answer.read().decode())\n"
    "    except Exception as error:\n"
    "        print(name, 'failed:', error)\n");

Project projectOf(const QString &folder, const Connection &connection)
{
    Project project = projectThatRunsCode(folder, QStringLiteral("Fetcher"), connection);
    SandboxProfile profile;
    profile.access.allow = {AllowRule{QStringLiteral("listed.example"), {}}};
    profile.access.asksForUnlisted = true;
    project.defaultSandbox = profile.name;
    project.sandboxes = {profile};
    return project;
}

} // namespace

class GlassTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_listed.answer = [](const QByteArray &) { return gateway::TestServer::ok("hello from the list"); };
        m_unlisted.answer = [](const QByteArray &) { return gateway::TestServer::ok("hello from elsewhere"); };
        m_model.code = {fetchBoth};
        m_story = std::make_unique<Story>(playedNetwork());
        m_story->open(projectOf(m_folder.filePath(u"project"_qs), m_model.connection()),
                      m_model.connection());
    }

    void cleanupTestCase() { m_story.reset(); }

    void cleanup()
    {
        if (QTest::currentTestFailed())
            m_story->screenshot(QStringLiteral("failed-glass-") + QString::fromLatin1(QTest::currentTestFunction()));
    }

    void asksAboutTheHostThatIsNotListed()
    {
        m_story->window().showPage(ui::MainWindow::Page::Chat);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ComposerEdit>(), windowMs);
        m_story->send(u"Fetch both"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::PermissionBar>(), sandboxMs);
        const auto *request = m_story->find<QWidget>([](const QWidget &part) { return part.objectName() == u"permissionRequest"; });
        QCOMPARE(request->accessibleName(), u"GET http://unlisted.example/data?…"_qs); // a query may hold a secret
        QCOMPARE(m_listed.requests.size(), 1);
        QVERIFY(m_unlisted.requests.isEmpty());
        QVERIFY(m_story->button(u"1 network question"_qs));
        m_story->openGlass(ui::GlassDock::Tab::Network, u"Network"_qs);
        m_story->shootBothThemes(u"network-question"_qs);
    }

    void theWindowIsNotHeldUpByTheQuestion()
    {
        m_story->hand().click(*m_story->find<ui::ComposerEdit>());
        m_story->hand().type(u"meanwhile"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::ComposerEdit>()->toPlainText().contains(u"meanwhile"), windowMs);
        m_story->hand().key(u"ctrl+a"_qs);
        m_story->hand().key(u"BackSpace"_qs);
    }

    void allowingItForTheRunLetsItThrough()
    {
        answer("permissionForRun");
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 1, sandboxMs);
        QVERIFY(printed().contains(u"listed said hello from the list"));
        QVERIFY(printed().contains(u"unlisted said hello from elsewhere"));
        QVERIFY(!m_story->find<ui::PermissionBar>());
        QVERIFY(rules() == QStringList{u"listed.example"_qs}); // nothing is saved
    }

    void theLogShowsBoth()
    {
        QVERIFY(m_story->find<ui::NetworkLogView>());
        QTRY_COMPARE_WITH_TIMEOUT(requests().rowCount(), 2, windowMs);
        const QStringList reasons{requests().requestAt(0)->reason, requests().requestAt(1)->reason};
        QCOMPARE(reasons, QStringList({u"listed"_qs, u"allowed_always"_qs}));
        m_story->shootBothThemes(u"network-log"_qs);
    }

    void theNextRunAsksAgainAndIsDenied()
    {
        m_story->send(u"Again"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::PermissionBar>(), sandboxMs);
        answer("permissionDeny");
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 2, sandboxMs);
        QVERIFY(printed().contains(u"unlisted failed: HTTP Error 403"));
        QCOMPARE(m_unlisted.requests.size(), 1);
    }

    void oneClickOnTheDenialAddsTheRule()
    {
        auto *table = m_story->find<QTableView>([](const QTableView &view) { return view.objectName() == u"requests"; });
        QVERIFY(table);
        QTRY_COMPARE_WITH_TIMEOUT(requests().rowCount(), 4, windowMs);
        m_story->shootBothThemes(u"network-denied"_qs);
        const auto cell = table->model()->index(3, ui::NetworkLogModel::Allow);
        QCOMPARE(cell.data().toString(), u"Allow"_qs);
        m_story->hand().clickAt(table->viewport()->mapToGlobal(table->visualRect(cell).center()));
        QTRY_COMPARE_WITH_TIMEOUT(rules(), QStringList({u"listed.example"_qs, u"http://unlisted.example"_qs}), windowMs);
        m_story->send(u"And again"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 3, sandboxMs);
        QCOMPARE(m_unlisted.requests.size(), 2);
    }

    void anUndoneRuleHoldsNoLonger()
    {
        m_story->window().actionRegistry().action(u"edit.undo"_qs)->trigger();
        QCOMPARE(rules(), QStringList{u"listed.example"_qs});
        m_story->send(u"Once more"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<ui::PermissionBar>(), sandboxMs);
        answer("permissionAlways");
        QTRY_COMPARE_WITH_TIMEOUT(m_story->count(type::RunFinished), 4, sandboxMs);
        QCOMPARE(m_unlisted.requests.size(), 3);
        QCOMPARE(rules(), QStringList({u"listed.example"_qs, u"http://unlisted.example"_qs}));
    }

private:
    [[nodiscard]] gateway::Outside playedNetwork() const
    {
        const QHash<QString, quint16> routes{{u"93.184.216.34 80"_qs, m_listed.port()}, {u"93.184.216.35 80"_qs, m_unlisted.port()}};
        gateway::Outside outside;
        outside.makeResolver = [] {
            auto resolver = std::make_unique<gateway::FakeResolver>();
            resolver->names = {{u"listed.example"_qs, {{u"93.184.216.34"_qs}}}, {u"unlisted.example"_qs, {{u"93.184.216.35"_qs}}}};
            return resolver;
        };
        outside.makeDialer = [routes] {
            auto dialer = std::make_unique<gateway::LoopbackDialer>(QList<QSslCertificate>());
            dialer->routes = routes;
            return dialer;
        };
        return outside;
    }

    void answer(const char *button)
    {
        const auto isIt = [button](const QAbstractButton &candidate) {
            return candidate.objectName() == QLatin1String(button) && candidate.isEnabled();
        };
        QTRY_VERIFY_WITH_TIMEOUT(m_story->find<QAbstractButton>(isIt), windowMs);
        m_story->hand().click(*m_story->find<QAbstractButton>(isIt));
        QTRY_VERIFY_WITH_TIMEOUT(!m_story->find<ui::PermissionBar>(), windowMs);
    }

    [[nodiscard]] QString printed() const { return m_story->outputOf(type::ExecOutput, "text"); }
    [[nodiscard]] const ui::NetworkLogModel &requests() const { return m_story->find<ui::NetworkLogView>()->model(); }
    [[nodiscard]] QStringList rules() const
    {
        QStringList targets;
        for (const auto &rule : m_story->window().document().project().sandboxes.first().access.allow)
            targets << rule.target;
        return targets;
    }

    QTemporaryDir m_folder;
    gateway::TestServer m_listed;
    gateway::TestServer m_unlisted;
    fakes::ScriptedModel m_model;
    std::unique_ptr<Story> m_story;
};

QTEST_MAIN(GlassTest)
#include "glass_test.moc"
