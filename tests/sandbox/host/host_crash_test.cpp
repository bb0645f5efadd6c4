#include "sandbox/host/child_process.h"
#include "tests/sandbox/host/vm_fixture.h"

#include <QProcess>

using namespace glasshouse::sandbox;

class HostCrashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesNoProcessWhenTheProgramIsKilled();
};

void HostCrashTest::leavesNoProcessWhenTheProgramIsKilled()
{
    const QTemporaryDir folder;
    const ServicePaths paths = testPaths(folder.path());
    QProcess program;
    program.start(QStringLiteral(GLASSHOUSE_HOST_PROGRAM),
                  {paths.images, paths.templates, folder.path(), paths.guest});
    QTRY_VERIFY_WITH_TIMEOUT(program.canReadLine(), 240'000);
    const QVector<qint64> processes = processTree(program.processId());
    QVERIFY(processes.size() > 1);
    program.kill();
    for (const qint64 process : processes)
        QTRY_VERIFY(!QFile::exists(QStringLiteral("/proc/%1/exe").arg(process)));
}

QTEST_GUILESS_MAIN(HostCrashTest)
#include "host_crash_test.moc"
