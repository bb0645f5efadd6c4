#include "sandbox/host/child_process.h"
#include "sandbox/host/descriptor.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse::sandbox;

namespace {

ProcessSpec shell(const char *script, const QVector<int> &descriptors = {})
{
    return {QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QLatin1String(script)}, descriptors};
}

QByteArray outputOf(const ProcessSpec &spec, qint64 largestFile = 0)
{
    const ChildProcess process = makeChildProcess(spec, largestFile);
    QSignalSpy finished(process.get(), &QProcess::finished);
    process->start();
    return finished.isEmpty() && !finished.wait() ? QByteArray("no end") : process->readAll().trimmed();
}

} // namespace

class ChildProcessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inheritsOnlyTheNamedDescriptors();
    void cannotWriteLongFiles();
    void leavesNoCoreFile() { QCOMPARE(outputOf(shell("ulimit -c")), QByteArray("0")); }
    void isKilledFirstWhenMemoryRunsOut()
    {
        QCOMPARE(outputOf(shell("cat /proc/self/oom_score_adj")), QByteArray("500"));
    }
    void isEndedWithoutWaiting();
    void findsItsDescendants();
};

void ChildProcessTest::inheritsOnlyTheNamedDescriptors()
{
    auto kept = openForReading(QStringLiteral("/dev/null"));
    auto other = openForReading(QStringLiteral("/dev/null"));
    QVERIFY(kept && other);
    const QByteArray open = outputOf(shell("for f in /proc/$$/fd/*; do echo ${f##*/}; done", {kept->get()}));
    QVERIFY(open.split('\n').contains(QByteArray::number(kept->get())));
    QVERIFY(!open.split('\n').contains(QByteArray::number(other->get())));
}

void ChildProcessTest::cannotWriteLongFiles()
{
    QVERIFY(!outputOf(shell("f=$(mktemp) && trap 'rm $f' EXIT; trap '' XFSZ; echo more > $f && echo written"),
                      1024)
                 .isEmpty());
    QVERIFY(!outputOf(shell("f=$(mktemp); trap '' XFSZ; echo more > $f && echo written; rm $f"), 0)
                 .contains("written"));
}

void ChildProcessTest::isEndedWithoutWaiting()
{
    ChildProcess process = makeChildProcess(shell("trap '' TERM; while :; do sleep 1; done"), 0);
    QSignalSpy started(process.get(), &QProcess::started);
    process->start();
    QVERIFY(!started.isEmpty() || started.wait());
    const qint64 id = process->processId();
    QElapsedTimer clock;
    clock.start();
    process.reset();
    QVERIFY(clock.elapsed() < 50);
    QTRY_VERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(id)));
}

void ChildProcessTest::findsItsDescendants()
{
    const ChildProcess process = makeChildProcess(shell("sleep 100 & wait"), 0);
    process->start();
    QTRY_COMPARE(processTree(process->processId()).size(), 2);
    QTRY_VERIFY(privateMemory(process->processId()) > 0);
}

QTEST_GUILESS_MAIN(ChildProcessTest)
#include "child_process_test.moc"
