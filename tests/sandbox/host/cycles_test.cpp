// Sandboxes come and go, and some of them die: none is lost, none is left over. GLASSHOUSE_CYCLES says how
// often; the project asks for 500, which take minutes.
#include "sandbox/host/child_process.h"
#include "tests/sandbox/host/vm_fixture.h"

#include <QRandomGenerator>

#include <csignal>
#include <unistd.h>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class CyclesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everySandboxThatStartsEnds();
    void twentyAtOnceKeepApart();

private:
    enum class Death { None, BeforeTheCall, UnderTheCall, AfterTheCall };

    [[nodiscard]] static int cycles()
    {
        bool isSet = false;
        const int wanted = qEnvironmentVariableIntValue("GLASSHOUSE_CYCLES", &isSet);
        return isSet ? wanted : 40;
    }
    [[nodiscard]] static qsizetype descriptors()
    {
        return QDir(QStringLiteral("/proc/self/fd"))
            .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
            .size();
    }
    // This program's, without itself.
    [[nodiscard]] static qsizetype children() { return processTree(::getpid()).size() - 1; }

    void killQemu(const QString &session) const
    {
        const auto processes = m_service->processes(session);
        if (!processes.isEmpty())
            ::kill(pid_t(processes.last()), SIGKILL);
    }
    [[nodiscard]] ExecRequest request(const QString &session, const QByteArray &code) const
    {
        ExecRequest request;
        request.session = session;
        request.language = QStringLiteral("python");
        request.code = code;
        return request;
    }
    void cycle(int number, Death death);

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
};

void CyclesTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
    m_service->setPoolSize(1);
    Call call(m_service->execute(request(QStringLiteral("warm"), "print(1)")));
    QVERIFY2(call.wait(1'200'000), qPrintable(call.error));
    m_service->reset(QStringLiteral("warm"));
}

// What is asked for is answered, whatever dies meanwhile.
void CyclesTest::cycle(int number, Death death)
{
    const QString session = QStringLiteral("cycle %1").arg(number);
    Call call(m_service->execute(request(session, "print(6 * 7)")));
    if (death == Death::UnderTheCall)
        connect(call.job.get(), &ExecJob::started, this, [this, session] { killQemu(session); });
    (void)call.wait();
    QVERIFY(call.finished);
    const bool isDone = call.error.isEmpty() && call.result.ending == Ending::Completed;
    QVERIFY2(isDone || death == Death::UnderTheCall, qPrintable(call.error));
    if (isDone)
        QCOMPARE(call.result.standardOutput, QByteArray("42\n"));
    if (death == Death::AfterTheCall) {
        killQemu(session);
        Call next(m_service->execute(request(session, "print(1)"))); // in the dying one or in a fresh one
        (void)next.wait();
        QVERIFY(next.finished);
    }
    if (death != Death::None) {
        Call next(m_service->execute(request(session, "print('fine')")));
        QVERIFY2(next.wait(), qPrintable(next.error));
        QCOMPARE(next.result.standardOutput, QByteArray("fine\n"));
    }
    m_service->reset(session);
}

void CyclesTest::everySandboxThatStartsEnds()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_service->status().pooled, 1, 60'000);
    const qsizetype before = children();
    const qsizetype descriptorsBefore = descriptors();
    QRandomGenerator random(20);
    QMap<Death, int> deaths;
    for (int i = 0; i < cycles(); ++i) {
        const auto death = static_cast<Death>(random.bounded(4));
        ++deaths[death];
        if (death == Death::BeforeTheCall) { // the one that waits in the pool, or is being restored for it
            const auto all = processTree(::getpid());
            ::kill(pid_t(all.last()), SIGKILL);
        }
        cycle(i, death);
        if (QTest::currentTestFailed())
            return qWarning("in cycle %d, death %d", i, int(death));
    }
    QCOMPARE(m_service->sessions(), QStringList());
    QTRY_COMPARE_WITH_TIMEOUT(m_service->status().pooled, 1, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(children(), before, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(descriptors() <= descriptorsBefore + 2, 10'000);
    QVERIFY(deaths.size() == 4 || cycles() < 20);
}

void CyclesTest::twentyAtOnceKeepApart()
{
    constexpr int many = 20;
    std::vector<std::unique_ptr<Call>> calls;
    for (int i = 0; i < many; ++i)
        calls.push_back(std::make_unique<Call>(m_service->execute(
            request(QStringLiteral("crowd %1").arg(i), "x = " + QByteArray::number(i) + "\nprint(x)"))));
    for (int i = 0; i < many; ++i) {
        QVERIFY2(calls.at(size_t(i))->wait(), qPrintable(calls.at(size_t(i))->error));
        QCOMPARE(calls.at(size_t(i))->result.standardOutput, QByteArray::number(i) + '\n');
    }
    QCOMPARE(m_service->sessions().size(), many);
    for (int i = 0; i < many; ++i) {
        Call call(m_service->execute(request(QStringLiteral("crowd %1").arg(i), "print(x)")));
        QVERIFY2(call.wait(), qPrintable(call.error));
        QCOMPARE(call.result.standardOutput, QByteArray::number(i) + '\n');
        m_service->reset(QStringLiteral("crowd %1").arg(i));
    }
    QCOMPARE(m_service->sessions(), QStringList());
}

QTEST_GUILESS_MAIN(CyclesTest)
#include "cycles_test.moc"
