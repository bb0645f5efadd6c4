#include "sandbox/host/file_hash_job.h"
#include "sandbox/host/template_supply.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

const TemplateKey key{QStringLiteral("7.2"), QStringLiteral("6.1"), QStringLiteral("abc"),
                      CpuChoice{Accelerator::Kvm, QStringLiteral("host")}, 512};

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class TemplateSnapshotTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyPartOfTheKeyChangesTheFolder();
    void survivesTheDisk();
    void noticesThatAFileWasWritten();
    void usesAnUntouchedTemplateAtOnce();
    void hashesATouchedTemplateAndUsesItIfItIsRight();
    void rebuildsATemplateThatWasTamperedWith();
    void aTemplateOfTcgServesEveryKernelOfTheHost();
    void usesTheTemplateOfAPackageWhereItIs();
    void buildsItsOwnWhenThatOfAPackageIsDamaged();
    void saysWhenTheDiskIsTooSmall();
    void hashesFilesInTheBackground();

private:
    [[nodiscard]] TemplatePlan plan() const;

    std::unique_ptr<QTemporaryDir> m_parent;
    Template m_snapshot;
};

void TemplateSnapshotTest::init()
{
    m_parent = std::make_unique<QTemporaryDir>();
    m_snapshot.folder = m_parent->filePath(QStringLiteral("t"));
    QVERIFY(QDir().mkdir(m_snapshot.folder));
    write(m_snapshot.memoryFile(), "hello");
    write(m_snapshot.deviceFile(), "hello");
    m_snapshot.memorySha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    m_snapshot.deviceSha256 = m_snapshot.memorySha256;
    m_snapshot.memoryMark = fileMark(m_snapshot.memoryFile());
    m_snapshot.deviceMark = fileMark(m_snapshot.deviceFile());
    QVERIFY(writeTemplate(m_snapshot));
}

TemplatePlan TemplateSnapshotTest::plan() const
{
    TemplatePlan plan;
    plan.qemu = QStringLiteral("/bin/false"); // a build ends at once
    plan.folder = m_snapshot.folder;
    return plan;
}

void TemplateSnapshotTest::everyPartOfTheKeyChangesTheFolder()
{
    QSet<QString> names{folderName(key)};
    for (int part = 0; part < 7; ++part) {
        TemplateKey other = key;
        if (part == 0)
            other.qemuVersion = QStringLiteral("8");
        if (part == 1)
            other.hostKernel = QStringLiteral("6.2");
        if (part == 2)
            other.imageHash = QStringLiteral("abd");
        if (part == 3)
            other.cpu.model = QStringLiteral("max");
        if (part == 4)
            other.cpu.accelerator = Accelerator::Tcg;
        if (part == 5)
            other.memoryMb = 1024;
        if (part == 6)
            other.link = MachineLink::Kind::Loopback;
        names << folderName(other);
    }
    QCOMPARE(names.size(), 8);
}

void TemplateSnapshotTest::survivesTheDisk()
{
    const auto read = readTemplate(m_snapshot.folder);
    QVERIFY(read);
    QCOMPARE(*read, m_snapshot);
    QVERIFY(readTemplate(m_parent->filePath(QStringLiteral("none"))).error().code == ErrorCode::NotFound);
}

void TemplateSnapshotTest::noticesThatAFileWasWritten()
{
    QVERIFY(m_snapshot.isUntouched());
    write(m_snapshot.memoryFile(), "hellO");
    QVERIFY(!m_snapshot.isUntouched());
}

void TemplateSnapshotTest::usesAnUntouchedTemplateAtOnce()
{
    TemplateSupply supply(plan());
    QSignalSpy finished(&supply, &TemplateSupply::finished);
    supply.start();
    QTRY_COMPARE(finished.size(), 1);
}

void TemplateSnapshotTest::hashesATouchedTemplateAndUsesItIfItIsRight()
{
    write(m_snapshot.memoryFile(), "hello"); // the same, at another time
    QVERIFY(!readTemplate(m_snapshot.folder)->isUntouched());
    TemplateSupply supply(plan());
    QSignalSpy finished(&supply, &TemplateSupply::finished);
    supply.start();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(readTemplate(m_snapshot.folder)->isUntouched());
}

void TemplateSnapshotTest::rebuildsATemplateThatWasTamperedWith()
{
    write(m_snapshot.memoryFile(), "hellO");
    TemplateSupply supply(plan());
    QSignalSpy finished(&supply, &TemplateSupply::finished);
    QSignalSpy stepped(&supply, &TemplateSupply::stepped);
    QSignalSpy failed(&supply, &TemplateSupply::failed);
    supply.start();
    QTRY_COMPARE(failed.size(), 1); // of /bin/false
    QCOMPARE(stepped.size(), 1);
    QCOMPARE(finished.size(), 0);
}

void TemplateSnapshotTest::aTemplateOfTcgServesEveryKernelOfTheHost()
{
    TemplateKey emulated = key;
    emulated.cpu = {Accelerator::Tcg, QStringLiteral("max")};
    TemplateKey elsewhere = emulated;
    elsewhere.hostKernel = QStringLiteral("10.0.19045");
    QCOMPARE(folderName(elsewhere), folderName(emulated));
}

void TemplateSnapshotTest::usesTheTemplateOfAPackageWhereItIs()
{
    TemplatePlan installed = plan();
    installed.provided = installed.folder;
    installed.folder = m_parent->filePath(QStringLiteral("cache/t"));
    TemplateSupply supply(installed);
    QSignalSpy finished(&supply, &TemplateSupply::finished);
    supply.start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.at(0).at(0).value<Template>().folder, installed.provided);
    QVERIFY(!QFileInfo::exists(installed.folder));
}

void TemplateSnapshotTest::buildsItsOwnWhenThatOfAPackageIsDamaged()
{
    write(m_snapshot.memoryFile(), "hellO");
    TemplatePlan installed = plan();
    installed.provided = installed.folder;
    installed.folder = m_parent->filePath(QStringLiteral("cache/t"));
    TemplateSupply supply(installed);
    QSignalSpy stepped(&supply, &TemplateSupply::stepped);
    QSignalSpy failed(&supply, &TemplateSupply::failed);
    supply.start();
    QTRY_COMPARE(failed.size(), 1); // of /bin/false, in the cache
    QCOMPARE(stepped.size(), 1);
    QVERIFY(QFileInfo::exists(installed.provided + QStringLiteral("/template.json")));
}

void TemplateSnapshotTest::saysWhenTheDiskIsTooSmall()
{
    TemplatePlan large = plan();
    large.folder = m_parent->filePath(QStringLiteral("other"));
    large.memoryMb = 1 << 30;
    TemplateSupply supply(large);
    QSignalSpy failed(&supply, &TemplateSupply::failed);
    supply.start();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.at(0).at(1).toString().contains(u"MB are free"));
}

void TemplateSnapshotTest::hashesFilesInTheBackground()
{
    FileHashJob job({m_snapshot.memoryFile()});
    QSignalSpy finished(&job, &FileHashJob::finished);
    QTRY_COMPARE(finished.size(), 1);
    const auto hashes = finished.at(0).at(0).value<Result<QVector<QByteArray>>>();
    QCOMPARE(hashes->at(0), m_snapshot.memorySha256);
}

QTEST_GUILESS_MAIN(TemplateSnapshotTest)
#include "template_snapshot_test.moc"
