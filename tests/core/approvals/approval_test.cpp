#include "core/approvals/approval_record.h"

#include <QTest>

using namespace glasshouse;

namespace {

ApprovalRequest request()
{
    ApprovalRequest request;
    request.id = QStringLiteral("approval_1");
    request.run = QStringLiteral("run_1");
    request.thread = QStringLiteral("thread_1");
    request.node = QStringLiteral("analyst");
    request.callId = QStringLiteral("call_1");
    request.agent = QStringLiteral("Analyst");
    request.tool = QStringLiteral("execute_code");
    request.arguments = {{QStringLiteral("code"), QStringLiteral("print('ä')")}};
    request.codeArgument = QStringLiteral("code");
    request.language = QStringLiteral("python");
    request.words = QStringLiteral("I print.");
    request.requestedMs = 1'700'000'000'123;
    return request;
}

} // namespace

class ApprovalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashCoversExactlyTheCodeAsUtf8();
    void hashOfOtherToolsCoversTheSortedArguments();
    void recordSurvivesJson();
    void refusesARequestWithoutId();
    void refusesAnUnknownVerdict();
};

void ApprovalTest::hashCoversExactlyTheCodeAsUtf8()
{
    // printf 'print(1)' | sha256sum
    QCOMPARE(bindingHash({{QStringLiteral("code"), QStringLiteral("print(1)")},
                          {QStringLiteral("language"), QStringLiteral("python")}},
                         QStringLiteral("code")),
             QStringLiteral("d287bb7f9d15abdc5b6e98536263815744b6ef21c8f3c839fc434ca70d8efe99"));
    QVERIFY(bindingHash(request().arguments, QStringLiteral("code")) !=
            bindingHash({}, QStringLiteral("code")));
}

void ApprovalTest::hashOfOtherToolsCoversTheSortedArguments()
{
    // printf '{"a":1,"b":2}' | sha256sum
    QCOMPARE(bindingHash({{QStringLiteral("b"), 2}, {QStringLiteral("a"), 1}}, {}),
             QStringLiteral("43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777"));
}

void ApprovalTest::recordSurvivesJson()
{
    const ApprovalRecord record{request(),
                                {Verdict::Edited,
                                 {{QStringLiteral("code"), QStringLiteral("2")}},
                                 QStringLiteral("why"),
                                 Remember::ToolInThread},
                                ApprovalMode::AskOnce,
                                QStringLiteral("person"),
                                QStringLiteral("ab"),
                                42};
    QCOMPARE(ApprovalRecord::fromJson(record.toJson()).value(), record);
}

void ApprovalTest::refusesARequestWithoutId()
{
    auto json = request().toJson();
    json.remove(QStringLiteral("id"));
    QVERIFY(!ApprovalRequest::fromJson(json).has_value());
}

void ApprovalTest::refusesAnUnknownVerdict()
{
    auto json = ApprovalDecision().toJson();
    json.insert(QStringLiteral("verdict"), QStringLiteral("maybe"));
    QVERIFY(!ApprovalDecision::fromJson(json).has_value());
}

QTEST_GUILESS_MAIN(ApprovalTest)
#include "approval_test.moc"
