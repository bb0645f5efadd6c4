#include "core/approvals/policy.h"

#include <QTest>

using namespace glasshouse;

namespace {

ApprovalRequest request(const QString &thread = QStringLiteral("t1"),
                        const QString &code = QStringLiteral("1"))
{
    ApprovalRequest request;
    request.thread = thread;
    request.tool = QStringLiteral("execute_code");
    request.codeArgument = QStringLiteral("code");
    request.arguments = {{QStringLiteral("code"), code}};
    return request;
}

ApprovalDecision approval(Remember remember)
{
    return {Verdict::Approved, request().arguments, {}, remember};
}

bool asks(ApprovalMode mode, const ApprovalRequest &what, const QVector<RememberedDecision> &remembered)
{
    return evaluatePolicy(mode, what, remembered).kind == PolicyAnswer::Kind::Ask;
}

} // namespace

class PolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modeDecidesWhenNothingIsRemembered();
    void rememberedDecisionCoversItsScopeOnly_data();
    void rememberedDecisionCoversItsScopeOnly();
    void askOnceAsksOncePerThreadAndTool();
    void rejectionIsNeverRemembered();
    void editRemembersWhatTheEditAllowed();
    void programOfThisMachineIsAskedForWhateverTheMode();
    void rememberedDecisionSurvivesJson();
};

void PolicyTest::modeDecidesWhenNothingIsRemembered()
{
    QVERIFY(asks(ApprovalMode::AlwaysRequire, request(), {}));
    QVERIFY(asks(ApprovalMode::AskOnce, request(), {}));
    QCOMPARE(evaluatePolicy(ApprovalMode::NeverRequire, request(), {}),
             (PolicyAnswer{PolicyAnswer::Kind::Approve, QStringLiteral("policy"), {}}));
}

void PolicyTest::rememberedDecisionCoversItsScopeOnly_data()
{
    QTest::addColumn<int>("scope");
    QTest::addColumn<bool>("sameAgain");
    QTest::addColumn<bool>("otherArguments");
    QTest::addColumn<bool>("otherThread");
    QTest::newRow("same arguments") << static_cast<int>(Remember::SameArgumentsInThread) << true << false
                                    << false;
    QTest::newRow("tool in thread") << static_cast<int>(Remember::ToolInThread) << true << true << false;
    QTest::newRow("tool always") << static_cast<int>(Remember::ToolAlways) << true << true << true;
}

void PolicyTest::rememberedDecisionCoversItsScopeOnly()
{
    QFETCH(int, scope);
    QFETCH(bool, sameAgain);
    QFETCH(bool, otherArguments);
    QFETCH(bool, otherThread);
    const auto mode = ApprovalMode::AlwaysRequire;
    const auto remembered = toRemember(mode, request(), approval(static_cast<Remember>(scope)));
    QVERIFY(remembered);
    auto otherTool = request();
    otherTool.tool = QStringLiteral("execute_bash");

    QCOMPARE(!asks(mode, request(), {*remembered}), sameAgain);
    QCOMPARE(!asks(mode, request(QStringLiteral("t1"), QStringLiteral("2")), {*remembered}), otherArguments);
    QCOMPARE(!asks(mode, request(QStringLiteral("t2")), {*remembered}), otherThread);
    QVERIFY(asks(mode, otherTool, {*remembered}));
}

void PolicyTest::askOnceAsksOncePerThreadAndTool()
{
    const auto remembered = toRemember(ApprovalMode::AskOnce, request(), approval(Remember::OnlyThisOnce));
    QVERIFY(remembered);
    QVERIFY(!asks(ApprovalMode::AskOnce, request(QStringLiteral("t1"), QStringLiteral("2")), {*remembered}));
    QVERIFY(asks(ApprovalMode::AskOnce, request(QStringLiteral("t2")), {*remembered}));
    QVERIFY(!toRemember(ApprovalMode::AlwaysRequire, request(), approval(Remember::OnlyThisOnce)));
}

void PolicyTest::rejectionIsNeverRemembered()
{
    QVERIFY(!toRemember(ApprovalMode::AskOnce, request(), {Verdict::Rejected, {}, {}, Remember::ToolAlways}));
}

void PolicyTest::editRemembersWhatTheEditAllowed()
{
    const ApprovalDecision edit{Verdict::Edited,
                                {{QStringLiteral("code"), QStringLiteral("2")}},
                                {},
                                Remember::SameArgumentsInThread};
    const auto remembered = toRemember(ApprovalMode::AlwaysRequire, request(), edit);
    QVERIFY(remembered);
    QVERIFY(asks(ApprovalMode::AlwaysRequire, request(), {*remembered}));
    QVERIFY(!asks(ApprovalMode::AlwaysRequire, request(QStringLiteral("t1"), QStringLiteral("2")),
                  {*remembered}));
}

void PolicyTest::programOfThisMachineIsAskedForWhateverTheMode()
{
    auto tool = request();
    tool.hostCommand = QStringLiteral("sh tool.sh");
    tool.hostCommandHash = QStringLiteral("ab12");
    const auto always = toRemember(ApprovalMode::AlwaysRequire, tool, approval(Remember::ToolAlways));
    const auto consent = consentIn(tool, approval(Remember::OnlyThisOnce));
    QVERIFY(always && consent);

    QVERIFY(asks(ApprovalMode::NeverRequire, tool, {}));
    QVERIFY(asks(ApprovalMode::AlwaysRequire, tool, {*always}));
    QVERIFY(!asks(ApprovalMode::NeverRequire, tool, {*consent}));
    QVERIFY(
        asks(ApprovalMode::AlwaysRequire, tool, {*consent})); // that it may start is no approval of a call
    tool.hostCommandHash = QStringLiteral("cd34");
    QVERIFY(asks(ApprovalMode::NeverRequire, tool, {*consent}));
    QVERIFY(!consentIn(tool, {Verdict::Rejected, {}, {}, Remember::OnlyThisOnce}));
    QVERIFY(!consentIn(request(), approval(Remember::OnlyThisOnce)));
}

void PolicyTest::rememberedDecisionSurvivesJson()
{
    auto remembered =
        *toRemember(ApprovalMode::AlwaysRequire, request(), approval(Remember::SameArgumentsInThread));
    remembered.id = QStringLiteral("remembered_1");
    remembered.decidedMs = 7;
    QCOMPARE(RememberedDecision::fromJson(remembered.toJson()).value(), remembered);
}

QTEST_GUILESS_MAIN(PolicyTest)
#include "policy_test.moc"
