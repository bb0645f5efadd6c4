#include "sandbox/host/child_process.h"
#include "sandbox/host/descriptor.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace glasshouse::sandbox;

namespace {

const QString guard = QStringLiteral(GLASSHOUSE_GUEST "/glasshouse-guard");

ProcessSpec guarded(const QStringList &command, const QVector<int> &descriptors = {})
{
    return {guard, command, descriptors, {}, true};
}

ProcessSpec guardedShell(const char *script, const QVector<int> &descriptors = {})
{
    return guarded({QStringLiteral("/bin/sh"), QStringLiteral("-c"), QLatin1String(script)}, descriptors);
}

bool isRunning(qint64 process)
{
    return !QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(process)).isEmpty();
}

} // namespace

class GuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesOnTheExitCode_data();
    void passesOnTheExitCode();
    void saysWhatCouldNotBeStarted();
    void givesTheCommandNoInput();
    void endsTheWholeTreeWhenItIsKilled();
    void endsWhatTheCommandLeftBehind();
    void endsAProcessThatIgnoresSignals();
    void endsTheTreeWhenItIsAskedToEnd();
    void holdsNoConnectionOfTheCommand();

private:
    [[nodiscard]] static int exitCodeOf(GuardedProcess &process)
    {
        QSignalSpy finished(&process, &QProcess::finished);
        process.start();
        return finished.isEmpty() && !finished.wait() ? -1 : process.exitCode();
    }
    // Of a script that starts two more and waits: guard, shell and both.
    [[nodiscard]] static QVector<qint64> startTree(GuardedProcess &process)
    {
        process.start();
        QVector<qint64> tree;
        [[maybe_unused]] const bool isComplete = QTest::qWaitFor([&] {
            tree = processTree(process.processId());
            return tree.size() == 4;
        });
        return tree;
    }
};

void GuardTest::passesOnTheExitCode_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("success") << QByteArray("exit 0") << 0;
    QTest::newRow("failure") << QByteArray("exit 7") << 7;
    QTest::newRow("killed") << QByteArray("kill -KILL $$") << 128 + SIGKILL;
    QTest::newRow("aborted") << QByteArray("kill -ABRT $$") << 128 + SIGABRT;
}

void GuardTest::passesOnTheExitCode()
{
    QFETCH(QByteArray, script);
    const auto process = makeChildProcess(guardedShell(script.constData()), 0);
    QTEST(exitCodeOf(*process), "exitCode");
}

void GuardTest::saysWhatCouldNotBeStarted()
{
    const auto process = makeChildProcess(guarded({QStringLiteral("/no/such/program")}), 0);
    QCOMPARE(exitCodeOf(*process), 127);
    QVERIFY(process->readAll().contains("/no/such/program could not be started"));
}

void GuardTest::givesTheCommandNoInput()
{
    const auto process = makeChildProcess(guardedShell("readlink /proc/$$/fd/0"), 0);
    QCOMPARE(exitCodeOf(*process), 0);
    QCOMPARE(process->readAll().trimmed(), QByteArray("/dev/null"));
}

void GuardTest::endsTheWholeTreeWhenItIsKilled()
{
    const auto process = makeChildProcess(guardedShell("sleep 100 & sleep 100 & wait"), 0);
    const auto tree = startTree(*process);
    QCOMPARE(tree.size(), 4);
    QSignalSpy finished(process.get(), &QProcess::finished);
    process->kill();
    QVERIFY(!finished.isEmpty() || finished.wait());
    for (const qint64 one : tree)
        QVERIFY2(!isRunning(one), qPrintable(QString::number(one))); // it waited for the last
}

void GuardTest::endsWhatTheCommandLeftBehind()
{
    const auto process = makeChildProcess(guardedShell("sleep 100 & echo $!"), 0);
    QCOMPARE(exitCodeOf(*process), 0);
    const qint64 orphan = process->readAll().trimmed().toLongLong();
    QVERIFY(orphan > 0);
    QVERIFY(!isRunning(orphan));
}

void GuardTest::endsAProcessThatIgnoresSignals()
{
    const auto process =
        makeChildProcess(guardedShell("trap '' TERM INT HUP; echo ready; while :; do sleep 1; done"), 0);
    QSignalSpy finished(process.get(), &QProcess::finished);
    process->start();
    QTRY_VERIFY(process->canReadLine());
    process->kill();
    QVERIFY(!finished.isEmpty() || finished.wait());
    QCOMPARE(process->exitCode(), 128 + SIGKILL);
}

void GuardTest::endsTheTreeWhenItIsAskedToEnd()
{
    const auto process = makeChildProcess(guardedShell("sleep 100 & sleep 100 & wait"), 0);
    const auto tree = startTree(*process);
    QSignalSpy finished(process.get(), &QProcess::finished);
    process->terminate(); // a person's kill(1)
    QVERIFY(!finished.isEmpty() || finished.wait());
    for (const qint64 one : tree)
        QVERIFY(!isRunning(one));
}

void GuardTest::holdsNoConnectionOfTheCommand()
{
    auto connection = makeSocketPair();
    QVERIFY(connection);
    const auto process = makeChildProcess(
        guarded({QStringLiteral("/bin/sh"), QStringLiteral("-c"),
                 QStringLiteral("exec %1>&-; echo closed; sleep 100").arg(connection->theirs.get())},
                {connection->theirs.get()}),
        0);
    process->start();
    connection->theirs.reset();
    QTRY_VERIFY(process->canReadLine());
    char byte = 0;
    QCOMPARE(::read(connection->ours.get(), &byte, 1), ssize_t(0)); // nobody else has it open
}

QTEST_GUILESS_MAIN(GuardTest)
#include "guard_test.moc"
