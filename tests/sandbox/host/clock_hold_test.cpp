#include "sandbox/host/clock_hold.h"

#include <QTest>

using glasshouse::sandbox::ClockHold;

class ClockHoldTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsWhileAPersonDecides()
    {
        ClockHold hold;
        QVERIFY(!hold.isHeld());
        hold.ask(1);
        hold.ask(2);
        hold.answer(1);
        QVERIFY(hold.isHeld());
        hold.answer(2);
        QVERIFY(!hold.isHeld());
    }

    void theCallersOwnReasonIsAnotherOne()
    {
        ClockHold hold;
        hold.setByCaller(true);
        hold.ask(1);
        hold.answer(1);
        QVERIFY(hold.isHeld());
        hold.setByCaller(false);
        QVERIFY(!hold.isHeld());
    }

    void codeThatAsksInVainDoesNotLiveForEver()
    {
        ClockHold hold;
        for (int question = 1; question <= ClockHold::MostUnanswered; ++question) {
            hold.ask(question);
            QVERIFY(hold.isHeld());
            hold.withdraw(question);
        }
        hold.ask(10);
        QVERIFY(!hold.isHeld());
        hold.answer(10); // somebody is there after all
        hold.ask(11);
        QVERIFY(hold.isHeld());
    }

    void whatEarlierCodeAsksHoldsNothing()
    {
        ClockHold hold;
        hold.ask(1);
        hold.beginCall();
        QVERIFY(!hold.isHeld());
        hold.withdraw(1);
        hold.ask(2);
        QVERIFY(hold.isHeld());
    }
};

QTEST_GUILESS_MAIN(ClockHoldTest)
#include "clock_hold_test.moc"
