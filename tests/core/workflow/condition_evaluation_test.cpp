#include "core/workflow/condition_evaluation.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

using namespace glasshouse;

namespace {

QJsonObject json(const char *text)
{
    return QJsonDocument::fromJson(text).object();
}

} // namespace

class ConditionEvaluationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holds_data();
    void holds();
    void patternThatBacktracksForEverEndsSoon();
    void deeplyNestedConditionDoesNotHold();
};

void ConditionEvaluationTest::holds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *name, const char *text, const char *condition, bool expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << QByteArray(condition) << expected;
    };
    row("empty holds always", "x", R"({})", true);
    row("contains ignores case", "Please REFUND me",
        R"({"path":"/text","operator":"contains","value":"refund"})", true);
    row("not contains", "hello", R"({"path":"/text","operator":"not_contains","value":"refund"})", true);
    row("starts with", "category: Billing",
        R"({"path":"/text","operator":"starts_with","value":"Category: billing"})", true);
    row("ends with", "the end", R"({"path":"/text","operator":"ends_with","value":"END"})", true);
    row("author", "x", R"({"path":"/author","operator":"equals","value":"writer"})", true);
    row("number in JSON", R"({"score": 7})", R"({"path":"/json/score","operator":"greater","value":5})",
        true);
    row("number as text in JSON", R"({"score": "7"})",
        R"({"path":"/json/score","operator":"less","value":8})", true);
    row("text is no number", R"({"score": "much"})",
        R"({"path":"/json/score","operator":"greater","value":5})", false);
    row("boolean in JSON", R"({"ok": true})", R"({"path":"/json/ok","operator":"equals","value":true})",
        true);
    row("nested and indexed", R"({"a":[{"b":"x"}]})",
        R"({"path":"/json/a/0/b","operator":"equals","value":"X"})", true);
    row("array contains", R"({"tags":["a","b"]})",
        R"({"path":"/json/tags","operator":"contains","value":"b"})", true);
    row("escaped key", R"({"a/b":1})", R"({"path":"/json/a~1b","operator":"exists"})", true);
    row("JSON in a code fence", "```json\n{\"go\": \"yes\"}\n```",
        R"({"path":"/json/go","operator":"equals","value":"yes"})", true);
    row("text has no JSON", "go: yes", R"({"path":"/json/go","operator":"exists"})", false);
    row("missing is not equal", "x", R"({"path":"/json/go","operator":"not_equals","value":"yes"})", true);
    row("matches", "order 4711", R"({"path":"/text","operator":"matches","value":"order \\d+"})", true);
    row("and", "ab",
        R"({"and":[{"path":"/text","operator":"contains","value":"a"},{"path":"/text","operator":"contains","value":"c"}]})",
        false);
    row("or", "ab",
        R"({"or":[{"path":"/text","operator":"contains","value":"a"},{"path":"/text","operator":"contains","value":"c"}]})",
        true);
    row("not", "ab", R"({"not":{"path":"/text","operator":"contains","value":"a"}})", false);
    row("unknown operator does not hold", "ab", R"({"path":"/text","operator":"is","value":"ab"})", false);
    row("not of an ill-formed one does not hold", "ab",
        R"({"not":{"path":"/text","operator":"is","value":"ab"}})", false);
}

void ConditionEvaluationTest::holds()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, condition);
    QFETCH(bool, expected);

    const auto parsed = json(condition.constData());
    QCOMPARE(glasshouse::holds(parsed, conditionSubject(text, QStringLiteral("Writer"))), expected);
}

void ConditionEvaluationTest::patternThatBacktracksForEverEndsSoon()
{
    QElapsedTimer timer;
    timer.start();
    const auto condition = json(R"({"path":"/text","operator":"matches","value":"^(a+)+$"})");

    QVERIFY(!glasshouse::holds(condition, conditionSubject(QString(40, u'a') + u'b', {})));
    QVERIFY(timer.elapsed() < 2'000);
}

void ConditionEvaluationTest::deeplyNestedConditionDoesNotHold()
{
    auto condition = json(R"({"path":"/text","operator":"exists"})");
    for (int i = 0; i < 1'000; ++i)
        condition = QJsonObject{{QStringLiteral("not"), condition}};

    QVERIFY(!glasshouse::holds(condition, conditionSubject(QStringLiteral("x"), {})));
}

QTEST_GUILESS_MAIN(ConditionEvaluationTest)
#include "condition_evaluation_test.moc"
