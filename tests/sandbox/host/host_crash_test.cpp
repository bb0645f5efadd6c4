#include "sandbox/host/child_process.h"
#include "tests/sandbox/host/vm_fixture.h"

#include <QElapsedTimer>
#include <QProcess>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace glasshouse::sandbox;

namespace {

constexpr int startMs = 240'000; // the image and the template may have to be made first

// Ended ones that nobody has collected yet have no program any more.
QStringList running(const QVector<qint64> &processes)
{
    QStringList programs;
    for (const qint64 process : processes) {
        if (const auto program = QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(process));
            !program.isEmpty())
            programs << QStringLiteral("%1 %2").arg(process).arg(program);
    }
    return programs;
}

} // namespace

class HostCrashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void leavesNoProcessWhenTheProgramIsKilledWhileCodeRuns();
    void leavesNoProcessWhenTheProgramIsKilledWhileASandboxStarts_data();
    void leavesNoProcessWhenTheProgramIsKilledWhileASandboxStarts();
    void theNextProgramRemovesTheFilesOfTheKilledOnes();

private:
    void start(QProcess &program) const
    {
        program.start(QStringLiteral(GLASSHOUSE_HOST_PROGRAM),
                      {m_paths.images, m_paths.templates, m_paths.runtime, m_paths.guest});
    }
    // Below this test: what lost its parent is adopted by it.
    [[nodiscard]] static QVector<qint64> descendants() { return processTree(::getpid()).mid(1); }
    void killAndLookForSurvivors(QProcess &program) const
    {
        QSignalSpy finished(&program, &QProcess::finished);
        program.kill();
        QVERIFY(!finished.isEmpty() || finished.wait());
        QStringList left;
        const bool nothingIsLeft = QTest::qWaitFor([&left] {
            left = running(descendants());
            return left.isEmpty();
        });
        for (const qint64 process : descendants())
            ::waitpid(static_cast<pid_t>(process), nullptr, WNOHANG);
        QVERIFY2(nothingIsLeft, qPrintable(left.join(u'\n')));
    }

    QTemporaryDir m_folder;
    ServicePaths m_paths = testPaths(m_folder.path());
};

void HostCrashTest::initTestCase()
{
    QCOMPARE(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
}

void HostCrashTest::leavesNoProcessWhenTheProgramIsKilledWhileCodeRuns()
{
    QProcess program;
    start(program);
    QTRY_VERIFY_WITH_TIMEOUT(program.canReadLine(), startMs);
    QVERIFY(descendants().size() > 3);
    killAndLookForSurvivors(program);
}

// Moments: when so many processes have been there, and a little later. In their order they belong to a short
// QEMU that tells its version, to the sandbox for the call, and to the one for the pool.
void HostCrashTest::leavesNoProcessWhenTheProgramIsKilledWhileASandboxStarts_data()
{
    QTest::addColumn<int>("processes");
    QTest::addColumn<int>("microseconds");
    for (int processes = 2; processes <= 10; ++processes) {
        for (const int microseconds : {0, 300, 1'500, 6'000})
            QTest::addRow("process %d, %d us", processes, microseconds) << processes << microseconds;
    }
}

void HostCrashTest::leavesNoProcessWhenTheProgramIsKilledWhileASandboxStarts()
{
    QFETCH(int, processes);
    QFETCH(int, microseconds);
    QProcess program;
    start(program);
    QSet<qint64> seen;
    QElapsedTimer age;
    age.start();
    while (seen.size() < processes && age.elapsed() < startMs) { // without a pause: the windows are short
        for (const qint64 process : descendants())
            seen.insert(process);
    }
    QVERIFY(seen.size() >= processes);
    ::usleep(static_cast<useconds_t>(microseconds));
    killAndLookForSurvivors(program);
}

void HostCrashTest::theNextProgramRemovesTheFilesOfTheKilledOnes()
{
    {
        MicroVmService service(m_paths);
        ExecRequest request;
        request.language = QStringLiteral("python");
        request.code = "print(1)";
        Call call(service.execute(request));
        QVERIFY(call.wait());
    }
    const auto left = [](const QString &folder) {
        return QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    };
    QCOMPARE(left(m_paths.artifacts + QStringLiteral("/incoming")), QStringList());
    QCOMPARE(left(m_paths.runtime), QStringList{QStringLiteral("artifacts")});
}

QTEST_GUILESS_MAIN(HostCrashTest)
#include "host_crash_test.moc"
