// What a session's sandbox may open: the profile as it is now, and what was allowed for the run.
#include "app/session_access.h"

#include <QTest>

using namespace glasshouse;

namespace {

const auto session = QStringLiteral("thread_1");

Project projectWith(const QVector<AllowRule> &rules, bool asks = false)
{
    SandboxProfile profile;
    profile.access.allow = rules;
    profile.access.asksForUnlisted = asks;
    Project project;
    project.folder = QStringLiteral("/project");
    project.defaultSandbox = profile.name;
    project.sandboxes = {profile};
    return project;
}

AllowRule rule(const char *target)
{
    return {QString::fromLatin1(target), {}};
}

qsizetype ruleCount(const Result<sandbox::SessionSetup> &setup)
{
    return setup ? setup->network.allowList.entries().size() : -1;
}

} // namespace

class SessionAccessTest : public QObject
{
    Q_OBJECT

private:
    SessionAccess m_access;

    Result<sandbox::SessionSetup> begin(const Project &project)
    {
        m_access = SessionAccess();
        m_access.setProject(project);
        return m_access.setupFor(session, project.sandboxFor({}));
    }

private Q_SLOTS:
    void knowsNothingOfASessionWithoutACall()
    {
        QVERIFY(!SessionAccess().currentSetup(session));
    }

    void anEditOfTheProfileReachesTheSession()
    {
        QCOMPARE(ruleCount(begin(projectWith({}))), 0);
        m_access.setProject(projectWith({rule("a.example")}));
        QCOMPARE(ruleCount(*m_access.currentSetup(session)), 1);
    }

    void theRunGoesOnUnderTheEditedProfile()
    {
        const auto before = projectWith({rule("a.example")});
        QCOMPARE(ruleCount(begin(before)), 1);
        m_access.setProject(projectWith({}));
        QCOMPARE(ruleCount(m_access.setupFor(session, before.sandboxFor({}))), 0); // the run still has the old one
    }

    void aRemovedProfileOpensNothing()
    {
        QCOMPARE(ruleCount(begin(projectWith({rule("a.example")}))), 1);
        auto project = projectWith({});
        project.sandboxes.clear();
        m_access.setProject(project);
        QCOMPARE(ruleCount(*m_access.currentSetup(session)), 0);
    }

    void anotherProjectChangesNothing()
    {
        QCOMPARE(ruleCount(begin(projectWith({rule("a.example")}))), 1);
        auto other = projectWith({});
        other.folder = QStringLiteral("/other");
        m_access.setProject(other);
        QCOMPARE(ruleCount(*m_access.currentSetup(session)), 1);
    }

    void whatIsAllowedForTheRunEndsWithIt()
    {
        QCOMPARE(ruleCount(begin(projectWith({rule("a.example")}))), 1);
        m_access.allowForRun(session, rule("b.example"));
        QCOMPARE(ruleCount(*m_access.currentSetup(session)), 2);
        QVERIFY(m_access.forgetRun(session));
        QCOMPARE(ruleCount(*m_access.currentSetup(session)), 1);
        QVERIFY(!m_access.forgetRun(session));
    }

    void asksOnlyWhereSomebodyAnswers()
    {
        auto setup = begin(projectWith({}, true));
        QVERIFY(setup && setup->network.mode == gateway::Mode::Deny);
        m_access.setCanAsk(true);
        setup = *m_access.currentSetup(session);
        QVERIFY(setup && setup->network.mode == gateway::Mode::Ask);
    }

    void saysWhatIsWrongInTheProfile()
    {
        QVERIFY(begin(projectWith({})));
        m_access.setProject(projectWith({rule("*.com")}));
        const auto setup = m_access.currentSetup(session);
        QVERIFY(setup && !*setup);
        QVERIFY(setup->error().message.contains(u"*.com"));
    }
};

QTEST_GUILESS_MAIN(SessionAccessTest)
#include "session_access_test.moc"
