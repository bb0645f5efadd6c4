// Which sandbox the code of each agent runs in: the whole program but for the micro-VM, a model on loopback.
#include "app/engine.h"
#include "tests/fakes/fake_sandbox_service.h"
#include "tests/fakes/scripted_model.h"
#include "tests/fakes/workflow_builder.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class SandboxSharingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theAgentsOfAWorkflowShareOneSandbox();
    void eachAgentOfAWorkflowHasItsOwn();
    void theNextRunOfAChatGoesOnInTheSameSandbox();

private:
    [[nodiscard]] Agent agentNamed(const QString &name) const;
    void setProject(SandboxSharing sharing);
    [[nodiscard]] QString run(const RunOrder &order);
    [[nodiscard]] QStringList sessions() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    fakes::ScriptedModel m_model;
    test::FakeSandboxService *m_sandbox = nullptr; // the engine's
    std::unique_ptr<Engine> m_engine;
};

void SandboxSharingTest::init()
{
    m_engine.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_model.code = {QStringLiteral("print(1)")};
    Paths paths;
    paths.data = m_folder->filePath(QStringLiteral("data"));
    paths.config = m_folder->filePath(QStringLiteral("config"));
    auto sandbox = std::make_unique<test::FakeSandboxService>();
    m_sandbox = sandbox.get();
    m_engine = std::make_unique<Engine>(paths, std::move(sandbox));
    bool isOpen = false;
    m_engine->open([&isOpen](const Result<void> &opened) { isOpen = opened.has_value(); });
    QTRY_VERIFY(isOpen);
    QVERIFY(m_engine->connections().save(m_model.connection()));
}

Agent SandboxSharingTest::agentNamed(const QString &name) const
{
    Agent agent;
    agent.name = name;
    agent.instructions = QStringLiteral("Run it.");
    agent.tools = {ToolRef{QStringLiteral("execute_code"), ApprovalMode::NeverRequire}};
    return agent;
}

void SandboxSharingTest::setProject(SandboxSharing sharing)
{
    SandboxProfile profile;
    profile.sharedBy = sharing;
    Project project;
    project.folder = m_folder->path();
    project.name = QStringLiteral("sharing");
    project.defaultModel = {m_model.connection().name, {}};
    project.defaultSandbox = profile.name;
    project.sandboxes = {profile};
    project.agents = {agentNamed(QStringLiteral("First")), agentNamed(QStringLiteral("Second"))};
    project.workflows = {test::WorkflowBuilder()
                             .node(QStringLiteral("start"), node_kind::Start)
                             .agent(QStringLiteral("one"), QStringLiteral("First"))
                             .agent(QStringLiteral("two"), QStringLiteral("Second"))
                             .node(QStringLiteral("end"), node_kind::Output)
                             .edge(QStringLiteral("start"), QStringLiteral("one"))
                             .edge(QStringLiteral("one"), QStringLiteral("two"))
                             .edge(QStringLiteral("two"), QStringLiteral("end"))
                             .build()};
    m_engine->setProject(project);
}

// The thread it ran in.
QString SandboxSharingTest::run(const RunOrder &order)
{
    QSignalSpy finished(m_engine.get(), &Engine::runFinished);
    const auto started = m_engine->start(order);
    if (!started || !finished.wait(20'000))
        return started ? QStringLiteral("it does not end") : started.error().message;
    return started->thread;
}

QStringList SandboxSharingTest::sessions() const
{
    QStringList sessions;
    for (const auto &request : std::as_const(m_sandbox->executed))
        sessions << request.session;
    return sessions;
}

void SandboxSharingTest::theAgentsOfAWorkflowShareOneSandbox()
{
    setProject(SandboxSharing::Thread);
    std::ignore = run({{}, {RunTarget::Kind::Workflow, QStringLiteral("flow")}, QStringLiteral("go"), {}});
    QCOMPARE(sessions().size(), 2);
    QCOMPARE(sessions().at(0), sessions().at(1));
}

void SandboxSharingTest::eachAgentOfAWorkflowHasItsOwn()
{
    setProject(SandboxSharing::Agent);
    const QString thread =
        run({{}, {RunTarget::Kind::Workflow, QStringLiteral("flow")}, QStringLiteral("go"), {}});
    QCOMPARE(sessions().size(), 2);
    QVERIFY(sessions().at(0) != sessions().at(1));
    for (const auto &session : sessions())
        QCOMPARE(m_engine->threadOf(session), thread); // so that both are shown, reset and removed with it
}

void SandboxSharingTest::theNextRunOfAChatGoesOnInTheSameSandbox()
{
    setProject(SandboxSharing::Thread);
    const QString thread =
        run({{}, {RunTarget::Kind::Agent, QStringLiteral("First")}, QStringLiteral("go"), {}});
    QCOMPARE(run({thread, {RunTarget::Kind::Agent, QStringLiteral("First")}, QStringLiteral("on"), {}}),
             thread);
    QCOMPARE(sessions().size(), 2);
    QCOMPARE(sessions().at(0), sessions().at(1));
}

QTEST_GUILESS_MAIN(SandboxSharingTest)
#include "sandbox_sharing_test.moc"
