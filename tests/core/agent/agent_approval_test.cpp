// A run that waits for a person: what is asked, and what each answer leads to.
#include "tests/core/agent/agent_run_case.h"
#include "tests/fakes/fake_tool.h"

using namespace glasshouse;
using namespace glasshouse::test;
namespace type = glasshouse::trace::event_type;

class AgentApprovalTest : public AgentRunCase
{
    Q_OBJECT

private Q_SLOTS:
    void waitsForApprovalThenRunsExactlyTheApprovedCode();
    void editedCodeIsBoundAnewAndTold();
    void editThatChangesNothingCountsAsApproval();
    void rejectionReachesTheModelWithItsReason();
    void asksForAllCallsOfATurnAtOnceAndRunsThemInOrder();
    void programThatChangesWhileAPersonDecidesIsAskedForAgain();
    void policyApprovesWithoutAsking();
    void optionThatRejectsNeverRunsCode();
    void approvalOverrideOfTheAgentWins();
    void windowsLineEndsAreReviewedAndRunAsOne();
};

void AgentApprovalTest::waitsForApprovalThenRunsExactlyTheApprovedCode()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))},
                                QStringLiteral("I count."));
    m_fixture->model().willSay(QStringLiteral("It is 1."));
    m_fixture->runner.willPrint(QStringLiteral("1\n"));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    const auto request = m_fixture->approvals.pending().first();

    QCOMPARE(toString(m_run->status()), QStringLiteral("waiting"));
    QCOMPARE(m_fixture->events.last().type, QString(type::RunWaiting));
    QCOMPARE(request.code(), QStringLiteral("print(1)"));
    QCOMPARE(request.words, QStringLiteral("I count."));
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QVERIFY(m_fixture->approvals.decide(request.id, approved()));

    QCOMPARE(end().output, QStringLiteral("It is 1."));
    QCOMPARE(m_fixture->runner.requests().size(), 1);
    QCOMPARE(m_fixture->runner.requests().first().code, QStringLiteral("print(1)"));
    QCOMPARE(m_fixture->runner.requests().first().language, QStringLiteral("python"));
    QCOMPARE(m_fixture->lastData(type::ExecStarted).value(u"sha256").toString(),
             bindingHash(request.arguments, QStringLiteral("code")));
    QCOMPARE(m_fixture->model().requests().last().messages.last().text, QStringLiteral("1"));
}

void AgentApprovalTest::editedCodeIsBoundAnewAndTold()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    m_fixture->runner.willPrint(QStringLiteral("2\n"));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QSignalSpy audit(m_run.get(), &Run::approvalAudited);

    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id,
                                edited(QStringLiteral("print(2)")));

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    const auto record = audit.first().first().value<ApprovalRecord>();
    const auto hash =
        bindingHash({{QStringLiteral("code"), QStringLiteral("print(2)")}}, QStringLiteral("code"));
    QCOMPARE(record.sha256, hash);
    QCOMPARE(record.by, QStringLiteral("person"));
    QCOMPARE(record.request.code(), QStringLiteral("print(1)"));
    QCOMPARE(m_fixture->lastData(type::ExecStarted).value(u"sha256").toString(), hash);
    QCOMPARE(m_fixture->runner.requests().first().code, QStringLiteral("print(2)"));
    const auto answer = m_fixture->model().requests().last().messages.last().text;
    QVERIFY(answer.contains(u"edited"));
    QVERIFY(answer.contains(u"print(2)"));
}

void AgentApprovalTest::editThatChangesNothingCountsAsApproval()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("print(1)"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);

    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id,
                                edited(QStringLiteral("print(1)")));

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->lastData(type::ApprovalDecided).value(u"decision").toString(),
             QStringLiteral("approved"));
}

void AgentApprovalTest::rejectionReachesTheModelWithItsReason()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("rm()"))});
    m_fixture->model().willSay(QStringLiteral("Understood."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);

    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id,
                                rejected(QStringLiteral("It deletes files.")));

    const auto result = end();
    QVERIFY(result.refused);
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QCOMPARE(m_fixture->count(type::ExecStarted), 0);
    const auto answer = m_fixture->model().requests().last().messages.last();
    QVERIFY(answer.isError);
    QVERIFY(answer.text.contains(u"It deletes files."));
}

void AgentApprovalTest::asksForAllCallsOfATurnAtOnceAndRunsThemInOrder()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("a"), QStringLiteral("1")),
                                 pythonCall(QStringLiteral("b"), QStringLiteral("2"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 2);
    const auto pending = m_fixture->approvals.pending();

    m_fixture->approvals.decide(pending.at(1).id, approved());
    QVERIFY(m_fixture->runner.requests().isEmpty());
    QCOMPARE(toString(m_run->status()), QStringLiteral("waiting"));
    m_fixture->approvals.decide(pending.at(0).id, approved());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->runner.requests().size(), 2);
    QCOMPARE(m_fixture->runner.requests().at(0).code, QStringLiteral("1"));
    QCOMPARE(m_fixture->runner.requests().at(1).code, QStringLiteral("2"));
    const auto messages = m_fixture->model().requests().last().messages;
    QCOMPARE(m_fixture->model().requests().size(), 2);
    QCOMPARE(messages.at(2).toolCallId, QStringLiteral("a"));
    QCOMPARE(messages.at(3).toolCallId, QStringLiteral("b"));
}

void AgentApprovalTest::programThatChangesWhileAPersonDecidesIsAskedForAgain()
{
    const auto name = QStringLiteral("weather");
    auto added = std::make_unique<FakeTool>(name, ApprovalMode::AlwaysRequire);
    auto *tool = added.get();
    tool->command = QStringLiteral("sh weather.sh");
    tool->commandHash = QStringLiteral("as it was shown");
    m_fixture->tools.add(std::move(added));
    m_fixture->project.agents.first().tools.append(ToolRef{name, ApprovalMode::AlwaysRequire});
    m_fixture->model().willCall({{QStringLiteral("c1"), name, QStringLiteral(R"({"city":"Rome"})")}});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    QSignalSpy audit(m_run.get(), &Run::approvalAudited);

    tool->commandHash = QStringLiteral("as it is now");
    m_fixture->approvals.decide(m_fixture->approvals.pending().first().id, approved());
    QVERIFY(audit.isEmpty());
    QCOMPARE(m_fixture->approvals.pending().size(), 1);
    const auto again = m_fixture->approvals.pending().first();
    QVERIFY(again.isAskedAgain);
    QCOMPARE(again.hostCommandHash, tool->commandHash);

    m_fixture->approvals.decide(again.id, approved());
    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(audit.size(), 1);
    QCOMPARE(tool->invocations.size(), 1);
}

void AgentApprovalTest::policyApprovesWithoutAsking()
{
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::NeverRequire;
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(m_fixture->count(type::ApprovalRequested), 0);
    QCOMPARE(m_fixture->lastData(type::ApprovalDecided).value(u"by").toString(), QStringLiteral("policy"));
}

void AgentApprovalTest::optionThatRejectsNeverRunsCode()
{
    m_fixture->policy = [](const ApprovalRequest &, ApprovalMode) {
        return PolicyAnswer{PolicyAnswer::Kind::Reject, QStringLiteral("option"),
                            QStringLiteral("Not allowed here.")};
    };
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QVERIFY(end().refused);
    QCOMPARE(m_fixture->count(type::ApprovalRequested), 1);
    QCOMPARE(m_fixture->count(type::ExecStarted), 0);
    QVERIFY(m_fixture->approvals.pending().isEmpty());
}

void AgentApprovalTest::approvalOverrideOfTheAgentWins()
{
    auto seen = ApprovalMode::AlwaysRequire;
    m_fixture->project.agents.first().tools.first().approval = ApprovalMode::AskOnce;
    m_fixture->policy = [&](const ApprovalRequest &, ApprovalMode mode) {
        seen = mode;
        return PolicyAnswer{PolicyAnswer::Kind::Approve, QStringLiteral("policy"), {}};
    };
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("1"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QVERIFY(seen == ApprovalMode::AskOnce);
}

void AgentApprovalTest::windowsLineEndsAreReviewedAndRunAsOne()
{
    m_fixture->model().willCall({pythonCall(QStringLiteral("c1"), QStringLiteral("a=1\r\nprint(a)"))});
    m_fixture->model().willSay(QStringLiteral("Done."));
    begin();
    QTRY_COMPARE(m_fixture->approvals.pending().size(), 1);
    const auto request = m_fixture->approvals.pending().first();
    m_fixture->approvals.decide(request.id, approved());

    QCOMPARE(toString(end().status), QStringLiteral("completed"));
    QCOMPARE(request.code(), QStringLiteral("a=1\nprint(a)"));
    QCOMPARE(m_fixture->runner.requests().first().code, request.code());
}

QTEST_GUILESS_MAIN(AgentApprovalTest)
#include "agent_approval_test.moc"
