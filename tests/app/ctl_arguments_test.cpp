#include "app/ctl_arguments.h"

#include <QTest>

using namespace glasshouse;

class CtlArgumentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsBothWaysToGiveAValue()
    {
        const auto parsed = parseArguments({u"--agent"_qs, u"A"_qs, u"--input=b=c"_qs, u"project"_qs, u"--json"_qs},
                                           {u"agent"_qs, u"input"_qs});
        QVERIFY(parsed);
        QCOMPARE(parsed->value(u"agent"_qs), u"A"_qs);
        QCOMPARE(parsed->value(u"input"_qs), u"b=c"_qs);
        QCOMPARE(parsed->positional, QStringList{u"project"_qs});
        QVERIFY(parsed->asJson);
    }

    void keepsEveryValueOfARepeatedOption()
    {
        const auto parsed = parseArguments({u"--input"_qs, u"one"_qs, u"--input"_qs, u"two"_qs}, {u"input"_qs});
        QVERIFY(parsed);
        QCOMPARE(parsed->options.value(u"input"_qs), (QStringList{u"one"_qs, u"two"_qs}));
    }

    void namesAnUnknownOption()
    {
        const auto parsed = parseArguments({u"--aproove"_qs, u"all"_qs}, {u"approve"_qs});
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::BadUsage);
        QVERIFY(parsed.error().message.contains(u"--aproove"_qs));
    }

    void saysThatAValueIsMissing()
    {
        const auto parsed = parseArguments({u"--agent"_qs}, {u"agent"_qs});
        QVERIFY(!parsed);
        QVERIFY(parsed.error().message.contains(u"--agent needs a value"_qs));
    }

    void takesADashAsAFileName()
    {
        const auto parsed = parseArguments({u"-"_qs}, {});
        QVERIFY(parsed);
        QCOMPARE(parsed->positional, QStringList{u"-"_qs});
    }
};

QTEST_GUILESS_MAIN(CtlArgumentsTest)
#include "ctl_arguments_test.moc"
