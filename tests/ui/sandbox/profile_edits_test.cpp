// Adding, renaming and removing sandbox profiles, with whoever uses them.
#include "ui/sandbox/profile_edits.h"

#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

Agent agentIn(const QString &name, const QString &sandbox = {})
{
    Agent agent;
    agent.name = name;
    agent.sandbox = sandbox;
    return agent;
}

SandboxProfile profileOf(const QString &name, int memoryMb = 512)
{
    SandboxProfile profile;
    profile.name = name;
    profile.memoryMb = memoryMb;
    return profile;
}

} // namespace

class ProfileEditsTest : public QObject
{
    Q_OBJECT

private:
    Project m_project;

    bool perform(const Edit &edit) { return glasshouse::apply(m_project, edit).has_value(); }

private Q_SLOTS:
    void init()
    {
        m_project = {};
        m_project.folder = QStringLiteral("/p");
        m_project.agents = {agentIn(QStringLiteral("A")),
                            agentIn(QStringLiteral("B"), QStringLiteral("big"))};
    }

    void theFirstProfileBecomesTheDefault()
    {
        SandboxProfile profile = editableProfile(m_project, m_project.agents.first());
        profile.memoryMb = 1024;
        QVERIFY(perform(profileEdit(m_project, profile)));
        QCOMPARE(m_project.defaultSandbox, QStringLiteral("default"));
        QCOMPARE(m_project.sandboxFor(m_project.agents.first()).memoryMb, 1024);
        QVERIFY(m_project.sandboxes.first().access.folder.isEmpty());
    }

    void theFirstEditOfAnAgentWithoutAProfileLeavesOthersAlone()
    {
        m_project.sandboxes = {profileOf(QStringLiteral("default"), 256)}; // there, but not chosen
        SandboxProfile profile = editableProfile(m_project, m_project.agents.first());
        QCOMPARE(profile.name, QStringLiteral("default-2"));
        QVERIFY(perform(profileEdit(m_project, profile)));
        QCOMPARE(m_project.sandboxes.first().memoryMb, 256);
        QCOMPARE(m_project.defaultSandbox, QStringLiteral("default-2"));
    }

    void aRenameTakesItsUsersAlong()
    {
        m_project.sandboxes = {profileOf(QStringLiteral("default")), profileOf(QStringLiteral("big"))};
        m_project.defaultSandbox = QStringLiteral("big");
        const Project before = m_project;
        const Edit edit = renamedProfile(m_project, QStringLiteral("big"), QStringLiteral("Big"));
        const auto undo = glasshouse::apply(m_project, edit);
        QVERIFY(undo);
        QCOMPARE(m_project.sandboxes.at(1).name, QStringLiteral("Big"));
        QCOMPARE(m_project.defaultSandbox, QStringLiteral("Big"));
        QCOMPARE(m_project.agents.at(1).sandbox, QStringLiteral("Big"));
        QVERIFY(perform(*undo));
        QVERIFY(m_project == before);
    }

    void aTakenNameIsRefusedWhole()
    {
        m_project.sandboxes = {profileOf(QStringLiteral("default")), profileOf(QStringLiteral("big"))};
        const Project before = m_project;
        QVERIFY(!perform(renamedProfile(m_project, QStringLiteral("big"), QStringLiteral("DEFAULT"))));
        QVERIFY(m_project == before);
    }

    void usersOfARemovedProfileGoBackToTheDefault()
    {
        m_project.sandboxes = {profileOf(QStringLiteral("default")), profileOf(QStringLiteral("big"))};
        m_project.defaultSandbox = QStringLiteral("default");
        const Project before = m_project;
        const auto undo = glasshouse::apply(m_project, removedProfile(m_project, QStringLiteral("big")));
        QVERIFY(undo);
        QCOMPARE(agentsIn(m_project, QStringLiteral("default")),
                 QStringList({QStringLiteral("A"), QStringLiteral("B")}));
        QVERIFY(perform(*undo));
        QVERIFY(m_project == before);
    }

    void aDuplicateGetsAFreeName()
    {
        m_project.sandboxes = {profileOf(QStringLiteral("big")), profileOf(QStringLiteral("Big-2"))};
        QCOMPARE(duplicateOf(m_project, m_project.sandboxes.first()).name, QStringLiteral("big-3"));
    }
};

QTEST_GUILESS_MAIN(ProfileEditsTest)
#include "profile_edits_test.moc"
