#include "sandbox/image/initramfs.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class InitramfsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entriesHaveTheNewcLayout();
    void isReadByCpioAsItWasWritten();
    void samePartsGiveTheSameBytes();
    void holdsAgentKernelAndModulesInTheirOrder();
    void namesThePartThatIsMissing();
};

namespace {

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

InitramfsParts partsIn(const QTemporaryDir &folder)
{
    writeFile(folder.filePath(QStringLiteral("agent")), "agent");
    writeFile(folder.filePath(QStringLiteral("kernel.py")), "print()");
    QDir(folder.path()).mkdir(QStringLiteral("modules"));
    InitramfsParts parts{folder.filePath(QStringLiteral("agent")),
                         folder.filePath(QStringLiteral("kernel.py")),
                         folder.path(),
                         {}};
    for (const QString &name :
         {QStringLiteral("modules/10-virtio.ko"), QStringLiteral("modules/11-blk.ko")}) {
        writeFile(folder.filePath(name), name.toUtf8());
        parts.image.modules.append({name, name.size(), {}});
    }
    return parts;
}

QByteArray listing(const QByteArray &archive)
{
    QProcess cpio;
    cpio.start(QStringLiteral("cpio"), {QStringLiteral("-itv"), QStringLiteral("--quiet")});
    cpio.write(archive);
    cpio.closeWriteChannel();
    return cpio.waitForFinished() && cpio.exitCode() == 0 ? cpio.readAllStandardOutput()
                                                          : cpio.errorString().toUtf8();
}

} // namespace

void InitramfsTest::entriesHaveTheNewcLayout()
{
    CpioArchive archive;
    archive.addFile("init", "12345", true);
    const QByteArray bytes = std::move(archive).finish();
    QVERIFY(bytes.startsWith("07070100000000000081ed")); // magic, inode 0, -rwxr-xr-x
    QCOMPARE(bytes.mid(54, 8), QByteArray("00000005"));  // size
    QCOMPARE(bytes.mid(94, 8), QByteArray("00000005"));  // length of the name with its null byte
    QCOMPARE(bytes.mid(110, 14), QByteArray("init\0\0"
                                            "12345\0\0\0",
                                            14)); // both padded to four bytes
    QCOMPARE(bytes.size() % 4, 0);
    QVERIFY(bytes.contains("TRAILER!!!"));
}

void InitramfsTest::isReadByCpioAsItWasWritten()
{
    CpioArchive archive;
    archive.addFolder("dev");
    archive.addConsole();
    archive.addFile("init", QByteArray(4097, 'x'), true);
    const QByteArray list = listing(std::move(archive).finish());
    QVERIFY2(list.contains("drwxr-xr-x"), list.constData());
    QVERIFY2(list.contains("crw-------") && list.contains("5,   1"), list.constData());
    QVERIFY2(list.contains("4097"), list.constData());
}

void InitramfsTest::samePartsGiveTheSameBytes()
{
    const QTemporaryDir folder;
    const auto first = buildInitramfs(partsIn(folder));
    const auto second = buildInitramfs(partsIn(folder));
    QVERIFY(first && second);
    QCOMPARE(*first, *second);
}

void InitramfsTest::holdsAgentKernelAndModulesInTheirOrder()
{
    const QTemporaryDir folder;
    const auto bytes = buildInitramfs(partsIn(folder));
    QVERIFY(bytes);
    qsizetype last = 0;
    for (const char *name :
         {"dev/console", "init", "kernel.py", "modules/10-virtio.ko", "modules/11-blk.ko"}) {
        const qsizetype at = bytes->indexOf(QByteArray(name).append('\0'), last);
        QVERIFY2(at > last, name);
        last = at;
    }
}

void InitramfsTest::namesThePartThatIsMissing()
{
    const QTemporaryDir folder;
    InitramfsParts parts = partsIn(folder);
    parts.image.modules.append({QStringLiteral("modules/12-gone.ko"), 1, {}});
    const auto bytes = buildInitramfs(parts);
    QVERIFY(!bytes);
    QVERIFY(bytes.error().message.contains(QStringLiteral("12-gone.ko")));
}

QTEST_GUILESS_MAIN(InitramfsTest)
#include "initramfs_test.moc"
