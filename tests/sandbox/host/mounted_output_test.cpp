#include "sandbox/host/mounted_output.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class MountedOutputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void namesWhatWasWrittenAndNotWhatWasRead();
    void forgetsWhatWasRemoved();
    void followsRenamedFoldersToTheirNewNames();
    void leavesRefusedWritesOut();
    void storesFilesByTheirContent();
    void refusesLinksAndNamesThatDeceive();
    void keepsTheLimitsOfTheSandbox();
    void leavesOutWhatIsGone();

private:
    void put(const QString &name, const QByteArray &content)
    {
        QFile file(m_shared->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void collect(const QStringList &names)
    {
        const MountedOutputJob job({m_shared->path(), true, {}}, names, {m_store->path(), m_store->path()},
                                   m_limits);
        QSignalSpy finished(&job, &MountedOutputJob::finished);
        QVERIFY(finished.wait(30'000));
        m_files = finished.at(0).at(0).value<QVector<OutputFile>>();
        m_refused = finished.at(0).at(1).value<QVector<RefusedFile>>();
    }

    std::unique_ptr<QTemporaryDir> m_shared, m_store;
    Limits m_limits;
    QVector<OutputFile> m_files;
    QVector<RefusedFile> m_refused;
};

namespace {

FileAccess access(FileOperation operation, const QString &path, const QString &newPath = {})
{
    return {0, operation, path, newPath, {}};
}

} // namespace

void MountedOutputTest::init()
{
    m_shared = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<QTemporaryDir>();
    m_limits = {};
}

void MountedOutputTest::namesWhatWasWrittenAndNotWhatWasRead()
{
    ChangedNames names;
    names.note(access(FileOperation::OpenForReading, QStringLiteral("read")));
    names.note(access(FileOperation::OpenForWriting, QStringLiteral("written")));
    names.note(access(FileOperation::Create, QStringLiteral("created")));
    names.note(access(FileOperation::Create, QStringLiteral("created")));
    names.note(access(FileOperation::MakeFolder, QStringLiteral("folder")));
    QCOMPARE(names.take(), (QStringList{QStringLiteral("created"), QStringLiteral("written")}));
    QCOMPARE(names.take(), QStringList());
}

void MountedOutputTest::forgetsWhatWasRemoved()
{
    ChangedNames names;
    names.note(access(FileOperation::Create, QStringLiteral("a")));
    names.note(access(FileOperation::Remove, QStringLiteral("a")));
    QCOMPARE(names.take(), QStringList());
}

void MountedOutputTest::followsRenamedFoldersToTheirNewNames()
{
    ChangedNames names;
    names.note(access(FileOperation::Create, QStringLiteral("new/a")));
    names.note(access(FileOperation::Create, QStringLiteral("newer")));
    names.note(access(FileOperation::Rename, QStringLiteral("new"), QStringLiteral("done")));
    QCOMPARE(names.take(),
             (QStringList{QStringLiteral("done"), QStringLiteral("done/a"), QStringLiteral("newer")}));
}

void MountedOutputTest::leavesRefusedWritesOut()
{
    ChangedNames names;
    FileAccess refused = access(FileOperation::OpenForWriting, QStringLiteral("a"));
    refused.problem = QStringLiteral("The mount is read-only.");
    names.note(refused);
    QCOMPARE(names.take(), QStringList());
}

void MountedOutputTest::storesFilesByTheirContent()
{
    QVERIFY(QDir(m_shared->path()).mkdir(QStringLiteral("d")));
    put(QStringLiteral("d/a.txt"), QByteArray(200'000, 'x'));
    collect({QStringLiteral("d/a.txt")});
    QCOMPARE(m_files.size(), 1);
    QCOMPARE(m_files.constFirst().name, QStringLiteral("d/a.txt"));
    QCOMPARE(QFileInfo(m_files.constFirst().path).size(), 200'000);
    QVERIFY(QFile::exists(m_shared->filePath(QStringLiteral("d/a.txt"))));
}

void MountedOutputTest::refusesLinksAndNamesThatDeceive()
{
    put(QStringLiteral("CON"), "x");
    QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), m_shared->filePath(QStringLiteral("link"))));
    collect({QStringLiteral("CON"), QStringLiteral("link"), QStringLiteral("../outside")});
    QVERIFY(m_files.isEmpty());
    QCOMPARE(m_refused.size(), 3);
}

void MountedOutputTest::keepsTheLimitsOfTheSandbox()
{
    for (const char *name : {"a", "b", "c"})
        put(QString::fromLatin1(name), QByteArray(100, name[0]));
    m_limits.outputFiles = 2;
    collect({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
    QCOMPARE(m_files.size(), 2);
    QCOMPARE(m_refused.size(), 1);
}

void MountedOutputTest::leavesOutWhatIsGone()
{
    QVERIFY(QDir(m_shared->path()).mkdir(QStringLiteral("folder")));
    collect({QStringLiteral("gone"), QStringLiteral("folder")});
    QVERIFY(m_files.isEmpty());
    QVERIFY(m_refused.isEmpty());
}

QTEST_GUILESS_MAIN(MountedOutputTest)
#include "mounted_output_test.moc"
