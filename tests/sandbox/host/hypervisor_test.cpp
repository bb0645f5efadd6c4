#include "sandbox/host/hypervisor.h"

#include <QTest>

using namespace glasshouse::sandbox;

namespace {

// A machine where only this user's rights are missing.
KvmFacts deniedFacts()
{
    KvmFacts facts;
    facts.hasDevice = true;
    facts.group = QStringLiteral("kvm");
    facts.groupMayOpen = true;
    return facts;
}

} // namespace

class HypervisorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNoFaultWhereKvmCanBeOpened()
    {
        KvmFacts facts;
        facts.hasDevice = facts.mayOpen = true;
        QCOMPARE(judge(facts), HypervisorFinding());
    }

    void adviceWithoutRightsIsToJoinTheGroupOfTheDevice()
    {
        const HypervisorFinding found = judge(deniedFacts());
        QVERIFY(found.problem.contains(u"may not open /dev/kvm"));
        QVERIFY(found.problem.contains(u"log out and in"));
        QCOMPARE(found.remedy, QStringLiteral("sudo usermod -aG kvm $USER"));
    }

    void aNewMemberOfTheGroupOnlyHasToLogInAgain()
    {
        KvmFacts facts = deniedFacts();
        facts.isInGroup = true;
        const HypervisorFinding found = judge(facts);
        QVERIFY(found.problem.contains(u"Log out and in again"));
        QCOMPARE(found.remedy, QString());
    }

    void joiningAGroupIsNoAdviceWhereTheDeviceIsRootsAlone()
    {
        KvmFacts facts = deniedFacts();
        facts.groupMayOpen = false;
        QCOMPARE(judge(facts).remedy, QStringLiteral("sudo setfacl -m u:$USER:rw /dev/kvm"));
    }

    void aMissingDeviceNeedsTheModuleOfTheProcessor_data()
    {
        QTest::addColumn<QString>("flag");
        QTest::addColumn<QString>("command");
        QTest::newRow("Intel") << QStringLiteral("vmx") << QStringLiteral("sudo modprobe kvm_intel");
        QTest::newRow("AMD") << QStringLiteral("svm") << QStringLiteral("sudo modprobe kvm_amd");
    }

    void aMissingDeviceNeedsTheModuleOfTheProcessor()
    {
        QFETCH(QString, flag);
        KvmFacts facts;
        facts.processorFlag = flag;
        QVERIFY(judge(facts).problem.contains(u"no /dev/kvm"));
        QTEST(judge(facts).remedy, "command");
    }

    void aProcessorWithoutVirtualisationIsAMatterOfFirmware()
    {
        const HypervisorFinding found = judge(KvmFacts());
        QVERIFY(found.problem.contains(u"firmware"));
        QCOMPARE(found.remedy, QString());
    }

    void windowsWithoutTheFeatureIsToldHowToTurnItOn()
    {
        const HypervisorFinding found = judge(WhpxFacts());
        QVERIFY(found.problem.contains(u"Windows Hypervisor Platform"));
        QVERIFY(found.remedy.contains(u"HypervisorPlatform"));
    }

    void windowsWithTheFeatureButNoHypervisorIsAMatterOfFirmware()
    {
        const HypervisorFinding found = judge(WhpxFacts{true, false});
        QVERIFY(found.problem.contains(u"firmware"));
        QCOMPARE(found.remedy, QString());
    }

    void findsNoFaultWhereWhpxRuns() { QCOMPARE(judge(WhpxFacts{true, true}), HypervisorFinding()); }
};

QTEST_GUILESS_MAIN(HypervisorTest)
#include "hypervisor_test.moc"
