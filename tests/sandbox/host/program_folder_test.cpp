#include "sandbox/host/program_folder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse::sandbox;

class ProgramFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesWithItsOwner();
    void leavesFoldersOfOthersAlone();
    void removesWhatAKilledProgramLeft();
    void removesTheLocksOfKilledPrograms();
    void saysWhereItCannotBeMade();

private:
    [[nodiscard]] static QStringList entries(const QTemporaryDir &folder)
    {
        return QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }
};

void ProgramFolderTest::goesWithItsOwner()
{
    const QTemporaryDir parent;
    {
        const auto own = ProgramFolder::create(parent.path());
        QVERIFY(own);
        QVERIFY(QDir((*own)->path()).exists());
    }
    QCOMPARE(entries(parent), QStringList());
}

void ProgramFolderTest::leavesFoldersOfOthersAlone()
{
    const QTemporaryDir parent;
    const auto first = ProgramFolder::create(parent.path());
    const auto second = ProgramFolder::create(parent.path());
    QVERIFY(first && second);
    QVERIFY(QDir((*first)->path()).exists());
}

void ProgramFolderTest::removesWhatAKilledProgramLeft()
{
    const QTemporaryDir parent;
    QVERIFY(QDir(parent.path()).mkpath(QStringLiteral("own_dead/inner")));
    const auto own = ProgramFolder::create(parent.path());
    QVERIFY(own);
    QVERIFY(!QDir(parent.filePath(QStringLiteral("own_dead"))).exists());
}

void ProgramFolderTest::removesTheLocksOfKilledPrograms()
{
    const QTemporaryDir parent;
    QFile lock(parent.filePath(QStringLiteral("own_dead.lock")));
    QVERIFY(lock.open(QIODevice::WriteOnly));
    lock.write("999999999\nprogram\n" + QSysInfo::machineHostName().toUtf8() +
               '\n'); // as QLockFile writes it
    lock.close();
    const auto living = ProgramFolder::create(parent.path());
    QVERIFY(living);
    ProgramFolder::removeAbandoned(parent.path());
    const QString own = QFileInfo((*living)->path()).fileName();
    QCOMPARE(entries(parent), (QStringList{own, own + QStringLiteral(".lock")}));
}

void ProgramFolderTest::saysWhereItCannotBeMade()
{
    const auto own = ProgramFolder::create(QStringLiteral("/proc/none"));
    QVERIFY(!own);
    QVERIFY(own.error().message.contains(u"/proc/none"));
}

QTEST_GUILESS_MAIN(ProgramFolderTest)
#include "program_folder_test.moc"
