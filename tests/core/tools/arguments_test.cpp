#include "core/tools/arguments.h"

#include <QTest>

using namespace glasshouse;

class ArgumentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOneObject();
    void noTextMeansNoArguments();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void bracketsInsideTextsAreNoDepth();
};

void ArgumentsTest::readsOneObject()
{
    QCOMPARE(parseArguments(QStringLiteral(R"({"code": "1"})")).value(),
             (QJsonObject{{QStringLiteral("code"), QStringLiteral("1")}}));
}

void ArgumentsTest::noTextMeansNoArguments()
{
    QCOMPARE(parseArguments(QStringLiteral(" \n")).value(), QJsonObject());
}

void ArgumentsTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    QTest::newRow("cut off") << QStringLiteral(R"({"code": "1)") << QStringLiteral("not valid JSON");
    QTest::newRow("not an object") << QStringLiteral("[1]") << QStringLiteral("not a JSON object");
    QTest::newRow("too long") << QString(QStringLiteral(R"({"code": ")") + QString(1 << 20, u'x') +
                                         QStringLiteral(R"("})"))
                              << QStringLiteral("at most 1048576");
    QTest::newRow("too deep") << QString(QString(100'000, u'[')) << QStringLiteral("64 levels");
}

void ArgumentsTest::saysWhatIsWrong()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    const auto result = parseArguments(text);

    QVERIFY(!result.has_value());
    QVERIFY2(result.error().message.contains(word), qPrintable(result.error().message));
}

void ArgumentsTest::bracketsInsideTextsAreNoDepth()
{
    QVERIFY(parseArguments(QStringLiteral(R"({"code": "\"%1"})").arg(QString(100, u'['))).has_value());
}

QTEST_GUILESS_MAIN(ArgumentsTest)
#include "arguments_test.moc"
