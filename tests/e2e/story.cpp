#include "tests/e2e/story.h"

#include "core/model/project_files.h"
#include "sandbox/host/micro_vm_service.h"
#include "ui/chat/composer.h"
#include "ui/common/action_registry.h"
#include "ui/common/project_document.h"
#include "ui/common/theme.h"

#include <QDir>
#include <QTest>

namespace glasshouse::e2e {

namespace {

constexpr int windowMs = 20'000;

Paths pathsBelow(const QString &home)
{
    qputenv("GLASSHOUSE_HOME", home.toUtf8());
    auto paths = standardPaths();
    paths.sandbox.runtime = home + QStringLiteral("/runtime");
    paths.sandbox.guest = QStringLiteral(GLASSHOUSE_GUEST_DIR);
    return paths;
}

std::unique_ptr<WindowSession> sessionIn(const QString &home, const gateway::Outside &outside)
{
    const auto paths = pathsBelow(home);
    auto sandbox = std::make_unique<sandbox::MicroVmService>(paths.sandbox);
    sandbox->setOutside(outside);
    return std::make_unique<WindowSession>(paths, std::move(sandbox));
}

} // namespace

Story::Story() : Story(gateway::Outside()) {}

Story::Story(const gateway::Outside &outside)
    : m_session(sessionIn(m_home.path(), outside)),
      m_screenshots(qEnvironmentVariable("GLASSHOUSE_SCREENSHOTS", QStringLiteral("screenshots")))
{
    QDir().mkpath(m_screenshots);
    QObject::connect(&m_session->engine(), &Engine::eventRecorded, &m_session->engine(),
                     [this](const trace::Event &event) { m_events.append(event); });
    window().setGeometry(0, 0, 1440, 900);
    m_session->open({});
    m_stalls.restart(); // what comes before the first frame is `bench ui`'s matter
}

Story::~Story() = default;

QAbstractButton *Story::button(const QString &text) const
{
    return find<QAbstractButton>([&text](const QAbstractButton &candidate) {
        const auto shown = QString(candidate.text()).remove(u'&');
        return candidate.isEnabled() && (shown == text || shown.startsWith(text + u' ') || candidate.accessibleName() == text);
    });
}

int Story::count(QLatin1String type) const
{
    return static_cast<int>(std::count_if(m_events.begin(), m_events.end(), [&type](const auto &event) { return event.type == type; }));
}

QString Story::outputOf(QLatin1String type, const char *key) const
{
    QString text;
    for (const auto &event : m_events) {
        if (event.type == type)
            text += event.data.value(QLatin1String(key)).toString();
    }
    return text;
}

void Story::open(const Project &project, const Connection &model)
{
    QVERIFY(QTest::qWaitForWindowExposed(&window(), windowMs));
    QVERIFY(m_session->engine().connections().save(model));
    QVERIFY(saveProject(project));
    window().openProject(project.folder);
    QTRY_COMPARE_WITH_TIMEOUT(window().document().project().name, project.name, windowMs);
}

void Story::openGlass(ui::GlassDock::Tab tab, const QString &title)
{
    if (!find<ui::GlassDock>())
        window().actionRegistry().action(QStringLiteral("view.glass"))->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(find<ui::GlassDock>(), windowMs);
    m_hand.click(*button(title));
    QTRY_COMPARE_WITH_TIMEOUT(find<ui::GlassDock>()->currentTab(), tab, windowMs);
}

void Story::send(const QString &text)
{
    m_hand.click(*find<ui::ComposerEdit>());
    m_hand.type(text);
    m_hand.key(QStringLiteral("Return"));
}

void Story::shootBothThemes(const QString &name)
{
    for (const auto mode : {ui::ThemeMode::Dark, ui::ThemeMode::Light}) {
        m_session->theme().setMode(mode);
        QTest::qWait(400); // animations end; nothing is asserted on it
        screenshot(name + (mode == ui::ThemeMode::Dark ? QStringLiteral("-dark") : QStringLiteral("-light")));
    }
}

void Story::screenshot(const QString &name)
{
    m_hand.screenshot(m_screenshots + u'/' + name + QStringLiteral(".png"));
}

Project projectThatRunsCode(const QString &folder, const QString &agent, const Connection &model)
{
    Agent worker;
    worker.name = agent;
    worker.instructions = QStringLiteral("Do what you are told to.");
    worker.tools = {ToolRef{QStringLiteral("execute_code"), ApprovalMode::NeverRequire}};
    Project project;
    project.folder = folder;
    project.name = agent.toLower();
    project.title = agent;
    project.defaultModel = {model.name, {}};
    project.agents = {worker};
    return project;
}

} // namespace glasshouse::e2e
