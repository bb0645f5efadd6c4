#include "sandbox/guest/tool_command.h"
#include "sandbox/guest/tool_wire.h"

#include <QTest>

using namespace glasshouse::guest;

class ToolCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsItsArguments_data();
    void readsItsArguments();
    void depthIsCountedOutsideOfTexts();
    void framesSayTheirLength();
};

void ToolCommandTest::readsItsArguments_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("request");
    const auto row = [](const char *name, const QStringList &words, const QString &request) {
        QTest::newRow(name) << words << request;
    };
    const auto words = [](const QStringList &arguments) {
        return QStringList{QStringLiteral("t")} + arguments;
    };
    const QString deep(100, u'[');
    row("no arguments", words({}), QStringLiteral(R"({"arguments":{},"name":"t"})"));
    row("an object", words({QStringLiteral(R"({"a":[1]})")}),
        QStringLiteral(R"({"arguments":{"a":[1]},"name":"t"})"));
    row("pairs", words({QStringLiteral("a=1"), QStringLiteral("b=x y"), QStringLiteral("c=")}),
        QStringLiteral(R"({"arguments":{"a":1,"b":"x y","c":""},"name":"t"})"));
    row("a deep value is a text", words({QStringLiteral("a=%1").arg(deep)}),
        QStringLiteral(R"({"arguments":{"a":"%1"},"name":"t"})").arg(deep));
    row("nothing", {}, {});
    row("a list", words({QStringLiteral("[1]")}), {});
    row("a broken object", words({QStringLiteral(R"({"a":)")}), {});
    row("a name without a value", words({QStringLiteral("a")}), {});
    row("a value without a name", words({QStringLiteral("=a")}), {});
}

void ToolCommandTest::readsItsArguments()
{
    QFETCH(QStringList, words);
    QFETCH(QString, request);
    std::vector<std::string> arguments;
    for (const auto &word : words)
        arguments.push_back(word.toStdString());

    QCOMPARE(QString::fromStdString(toolRequest(arguments).value_or(std::string())), request);
}

void ToolCommandTest::depthIsCountedOutsideOfTexts()
{
    QCOMPARE(depthOf("1"), 0);
    QCOMPARE(depthOf("{\"a\":[[],{}]}"), 3);
    QCOMPARE(depthOf("\"[[[\\\"[[\""), 0);
    QCOMPARE(depthOf(std::string(500'000, '[')), 500'000);
}

void ToolCommandTest::framesSayTheirLength()
{
    const std::string text(70'000, 'x');
    QCOMPARE(lengthAt(framed(text)), std::uint32_t(70'000));
    QVERIFY(framed(text).substr(lengthSize) == text);
}

QTEST_GUILESS_MAIN(ToolCommandTest)
#include "tool_command_test.moc"
