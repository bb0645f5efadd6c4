#include "sandbox/host/verdict_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse::sandbox;
using Failure = Attempt::Failure;

namespace {

const CpuChoice host{Accelerator::Kvm, QStringLiteral("host")};
const CpuChoice reduced{Accelerator::Kvm, QStringLiteral("host,-arch-capabilities")};
const CpuChoice emulated{Accelerator::Tcg, QStringLiteral("max,-erms,-la57")};
const VerdictKey key{QStringLiteral("7.2"), QStringLiteral("6.1"), QStringLiteral("abc")};

} // namespace

class AcceleratorChoiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSavedUnderWhpx();
    void triesKvmFirst() { QCOMPARE(nextChoice({}, {}), host); }
    void emulatesAtOnceIfKvmCannotBeOpened() { QCOMPARE(nextChoice(QStringLiteral("No."), {}), emulated); }
    void retriesAnAbortWithoutTheRegisterThatAborts()
    {
        QCOMPARE(nextChoice({}, {{host, Failure::Aborted}}), reduced);
    }
    void neverWaitsForTwoHangs() { QCOMPARE(nextChoice({}, {{host, Failure::Hung}}), emulated); }
    void emulatesAfterBothKvmModels()
    {
        QCOMPARE(nextChoice({}, {{host, Failure::Aborted}, {reduced, Failure::Hung}}), emulated);
    }
    void givesUpWhenEmulationFails()
    {
        QCOMPARE(nextChoice(QStringLiteral("No."), {{emulated, Failure::Aborted}}), std::nullopt);
    }
    void triesWhpxOnWindowsAndThenEmulates();
    void saysWhyKvmIsNotUsed();
    void remembersVerdictsPerKey();
    void forgetsVerdictsSoThatAllIsTriedAgain();
    void hasNoRemedyWhereTheHypervisorIsUsed();
    void offersTheRemedyOfWhatWasFound();
    void offersToTryAHypervisorAgainThatWasOfNoUse();
    void ignoresAVerdictThatItDoesNotKnow();
};

void AcceleratorChoiceTest::triesWhpxOnWindowsAndThenEmulates()
{
    const auto next = [](const QString &problem, const QVector<Attempt> &failed) {
        return nextChoice(problem, failed, Accelerator::Whpx);
    };
    const auto first = next({}, {});
    QVERIFY(first->accelerator == Accelerator::Whpx);
    const auto second = next({}, {{*first, Failure::Aborted}});
    QVERIFY(second->accelerator == Accelerator::Whpx);
    QVERIFY(*first != *second);
    QCOMPARE(next({}, {{*first, Failure::Aborted}, {*second, Failure::Aborted}}), emulated);
    QCOMPARE(next({}, {{*first, Failure::Hung}}), emulated);
    QCOMPARE(next(QStringLiteral("No."), {}), emulated);
    QVERIFY(verdict(emulated, {}, {{*first, Failure::Hung}}, Accelerator::Whpx)
                .reason.startsWith(u"WHPX is not used: a guest did not start under it within 20 seconds."));
    QCOMPARE(verdictFromJson(toJson(Verdict{*first, {}}))->cpu, *first);
}

void AcceleratorChoiceTest::saysWhyKvmIsNotUsed()
{
    QVERIFY(verdict(host, {}, {}).reason.isEmpty());
    QCOMPARE(verdict(emulated, QStringLiteral("No rights."), {}).reason, QStringLiteral("No rights."));
    QVERIFY(verdict(emulated, {}, {{host, Failure::Hung}}).reason.contains(u"20 seconds"));
    QVERIFY(verdict(emulated, {}, {{host, Failure::Aborted}}).reason.contains(u"stopped"));
}

void AcceleratorChoiceTest::remembersVerdictsPerKey()
{
    const QTemporaryDir folder;
    const VerdictStore store(folder.path());
    QVERIFY(!store.find(key));
    const Verdict found{emulated, QStringLiteral("Because.")};
    QVERIFY(store.remember(key, found));
    QCOMPARE(VerdictStore(folder.path()).find(key), found);
    VerdictKey newer = key;
    newer.hostKernel = QStringLiteral("6.2");
    QVERIFY(!store.find(newer));
}

void AcceleratorChoiceTest::forgetsVerdictsSoThatAllIsTriedAgain()
{
    const QTemporaryDir folder;
    const VerdictStore store(folder.path());
    QVERIFY(store.forgetAll()); // nothing is there to forget
    QVERIFY(store.remember(key, {emulated, QStringLiteral("Because.")}));
    QVERIFY(store.forgetAll());
    QVERIFY(!store.find(key));
}

void AcceleratorChoiceTest::hasNoRemedyWhereTheHypervisorIsUsed()
{
    QCOMPARE(remedyFor({host, {}}, {}), QString());
}

void AcceleratorChoiceTest::offersTheRemedyOfWhatWasFound()
{
    const HypervisorFinding denied{QStringLiteral("No rights."), QStringLiteral("sudo help")};
    QCOMPARE(remedyFor(verdict(emulated, denied.problem, {}), denied), denied.remedy);
}

void AcceleratorChoiceTest::offersToTryAHypervisorAgainThatWasOfNoUse()
{
    for (const Failure failure : {Failure::Hung, Failure::Aborted})
        QCOMPARE(remedyFor(verdict(emulated, {}, {{host, failure}}), {}),
                 QStringLiteral("glasshousectl doctor --try-again"));
}

void AcceleratorChoiceTest::ignoresAVerdictThatItDoesNotKnow()
{
    QVERIFY(!verdictFromJson({}));
    QVERIFY(!verdictFromJson({{QStringLiteral("accelerator"), QStringLiteral("tcg")},
                              {QStringLiteral("cpu"), QStringLiteral("max -nic user")}}));
}

void AcceleratorChoiceTest::nothingIsSavedUnderWhpx()
{
    QVERIFY(canBeSaved(Accelerator::Tcg));
    QVERIFY(canBeSaved(Accelerator::Kvm));
    QVERIFY(!canBeSaved(Accelerator::Whpx));
}

QTEST_GUILESS_MAIN(AcceleratorChoiceTest)
#include "accelerator_choice_test.moc"
