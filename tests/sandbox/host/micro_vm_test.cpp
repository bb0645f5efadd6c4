// The real thing: QEMU, the guest, the image. Each attack of SANDBOX.md section 7 that a call can mount has a
// test.
#include "tests/sandbox/host/vm_fixture.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>

#include <csignal>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class MicroVmTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void findsAnAcceleratorThatWorks();
    void sumsTheFirstFiftyPrimesAndKeepsItsVariables();
    void streamsOutputBeforeTheEnd();
    void separatesOutputAndErrors();
    void showsTheUsersLineInATraceback();
    void runsBash();
    void keepsPartialOutputAtATimeout();
    void endsALoopThatIgnoresInterrupts();
    void survivesAMemoryBomb();
    void survivesAForkBomb();
    void staysResponsiveUnderEndlessOutput();
    void passesBinaryOutputOnUntouched();
    void survivesExitOfTheInterpreter();
    void deliversAChart();
    void refusesALinkInOutput();
    void clonesDiffer();
    void hasNoNetwork();
    void noticesThatQemuWasKilled();
    void startsFreshAfterReset();
    void cancelsARunningCall();
    void keepsAnotherOneReady();

private:
    [[nodiscard]] std::unique_ptr<Call> run(const QByteArray &code,
                                            const QString &language = QStringLiteral("python"))
    {
        m_request.code = code;
        m_request.language = language;
        auto call = std::make_unique<Call>(m_service->execute(m_request));
        return call;
    }
    [[nodiscard]] QByteArray output(const QByteArray &code)
    {
        const auto call = run(code);
        return call->wait() ? call->result.standardOutput : "failed: " + call->error.toUtf8();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

void MicroVmTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
}

void MicroVmTest::cleanupTestCase()
{
    m_service.reset();
    QVERIFY(QDir(m_folder.filePath(QStringLiteral("artifacts/incoming"))).isEmpty());
}

void MicroVmTest::init()
{
    m_request = {};
    m_request.session = QString::fromLatin1(QTest::currentTestFunction());
    m_request.limits.callTimeoutMs = 60'000;
    m_request.limits.timeToLiveMs = 1'000; // the VMs of earlier tests go by themselves
}

void MicroVmTest::findsAnAcceleratorThatWorks()
{
    const auto call = run("print(1)");
    QVERIFY2(call->wait(1'200'000),
             qPrintable(call->error)); // builds the image and the template if there are none
    QVERIFY(call->start.accelerator != Accelerator::Unknown);
    const Status status = m_service->status();
    QVERIFY(status.accelerator == call->start.accelerator);
    QVERIFY(!status.sentence.isEmpty());
    QVERIFY(status.state == (call->start.confined ? Status::State::Ready : Status::State::Degraded));
}

void MicroVmTest::sumsTheFirstFiftyPrimesAndKeepsItsVariables()
{
    QCOMPARE(output("primes = [n for n in range(2, 230) if all(n % d for d in range(2, "
                    "n))][:50]\nprint(sum(primes))"),
             QByteArray("5117\n"));
    QCOMPARE(output("print(len(primes), primes[-1])"), QByteArray("50 229\n"));
}

void MicroVmTest::streamsOutputBeforeTheEnd()
{
    const auto call = run("import time\nprint('early', flush=True)\ntime.sleep(3)\nprint('late')");
    QTRY_COMPARE_WITH_TIMEOUT(call->live, QByteArray("early\n"), 60'000);
    QVERIFY(!call->finished);
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("early\nlate\n"));
}

void MicroVmTest::separatesOutputAndErrors()
{
    const auto call = run("import sys\nprint('out')\nprint('err', file=sys.stderr)");
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("out\n"));
    QCOMPARE(call->result.standardError, QByteArray("err\n"));
}

void MicroVmTest::showsTheUsersLineInATraceback()
{
    const auto call = run("def half(x):\n    return x / 0\n\nhalf(3)");
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::Failed));
    QVERIFY(call->result.standardError.contains("return x / 0"));
    QVERIFY(call->result.standardError.contains("ZeroDivisionError"));
}

void MicroVmTest::runsBash()
{
    const auto call = run("echo $((6 * 7)); exit 3", QStringLiteral("bash"));
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("42\n"));
    QCOMPARE(call->result.exitCode, 3);
}

void MicroVmTest::keepsPartialOutputAtATimeout()
{
    m_request.limits.callTimeoutMs = 1'500;
    const auto call = run("import time\nprint('before', flush=True)\ntime.sleep(100)");
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::TimedOut));
    QCOMPARE(call->result.standardOutput, QByteArray("before\n"));
}

void MicroVmTest::endsALoopThatIgnoresInterrupts()
{
    m_request.limits.callTimeoutMs = 1'500;
    const auto call = run("import signal\nfor one in (signal.SIGINT, signal.SIGTERM):\n"
                          "    signal.signal(one, signal.SIG_IGN)\nwhile True:\n    pass");
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::TimedOut));
    m_request.limits.callTimeoutMs = 60'000;
    QCOMPARE(output("print('again')"), QByteArray("again\n"));
}

void MicroVmTest::survivesAMemoryBomb()
{
    const auto call = run("block = []\nwhile True:\n    block.append(bytearray(16 << 20))");
    QVERIFY(call->wait());
    QVERIFY(call->result.ending == Ending::OutOfMemory || call->result.standardError.contains("MemoryError"));
    QCOMPARE(output("print('again')"), QByteArray("again\n"));
}

void MicroVmTest::survivesAForkBomb()
{
    m_request.limits.callTimeoutMs = 5'000;
    const auto call = run("bomb() { bomb | bomb & }; bomb; sleep 2", QStringLiteral("bash"));
    QVERIFY(call->wait());
    m_request.limits.callTimeoutMs = 60'000;
    QCOMPARE(output("print('again')"), QByteArray("again\n"));
}

void MicroVmTest::staysResponsiveUnderEndlessOutput()
{
    m_request.limits.callTimeoutMs = 8'000;
    m_request.limits.printedBytes = 1LL << 40; // only the time ends it, however fast the machine is
    int beats = 0;
    QTimer heart;
    connect(&heart, &QTimer::timeout, &heart, [&] { ++beats; });
    heart.start(20);
    const auto call = run("import os\nline = b'x' * 65536\nwhile True:\n    os.write(1, line)");
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::TimedOut));
    QCOMPARE(call->result.standardOutput.size(), m_request.limits.outputCharacters);
    QVERIFY(call->result.cutCharacters > 1'000'000);
    QCOMPARE(call->live.size(), m_request.limits.outputCharacters);
    QVERIFY(beats > 50);
}

void MicroVmTest::passesBinaryOutputOnUntouched()
{
    QCOMPARE(output("import sys\nsys.stdout.buffer.write(bytes(range(256)))"), [] {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all += static_cast<char>(i);
        return all;
    }());
}

void MicroVmTest::survivesExitOfTheInterpreter()
{
    const auto call = run("import os\nkept = 1\nprint('bye', flush=True)\nos._exit(7)");
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::Failed));
    QCOMPARE(call->result.exitCode, 7);
    QVERIFY(call->result.standardError.contains("variables of earlier calls are gone"));
    QCOMPARE(output("print('kept' in globals())"), QByteArray("False\n"));
}

void MicroVmTest::deliversAChart()
{
    const auto call = run("import matplotlib.pyplot as plt\nplt.bar(['a', 'b', 'c'], [3, 1, 2])\n"
                          "plt.title('Sales by region')\nplt.savefig('/output/chart.png')");
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardError, QByteArray());
    QCOMPARE(call->result.files.size(), 1);
    const OutputFile chart = call->result.files.constFirst();
    QCOMPARE(chart.name, QStringLiteral("chart.png"));
    QVERIFY(chart.size > 5'000);
    QFile file(chart.path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.startsWith("\x89PNG"));
    QCOMPARE(content.size(), chart.size);
    QCOMPARE(QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()),
             chart.sha256);
}

void MicroVmTest::refusesALinkInOutput()
{
    const auto call = run("import os\nos.symlink('/etc/passwd', '/output/innocent.txt')\n"
                          "open('/output/good.txt', 'w').write('good')");
    QVERIFY(call->wait());
    QCOMPARE(call->result.files.size(), 1);
    QCOMPARE(call->result.files.constFirst().name, QStringLiteral("good.txt"));
    QCOMPARE(call->result.refused.size(), 1);
    QCOMPARE(call->result.refused.constFirst().name, QStringLiteral("innocent.txt"));
}

void MicroVmTest::clonesDiffer()
{
    const QByteArray code = "import uuid, os, random, tempfile, numpy\n"
                            "print(uuid.uuid4())\nprint(os.urandom(8).hex())\nprint(random.random())\n"
                            "print(numpy.random.random())\nprint(tempfile.mktemp())";
    const QString session = m_request.session;
    const QList<QByteArray> first = output(code).split('\n');
    m_request.session = session + u'2';
    const QList<QByteArray> second = output(code).split('\n');
    QCOMPARE(first.size(), 6);
    QCOMPARE(second.size(), 6);
    for (int i = 0; i < 5; ++i)
        QVERIFY2(first.at(i) != second.at(i), first.at(i).constData());
}

void MicroVmTest::hasNoNetwork()
{
    QCOMPARE(output("import os\nprint(sorted(os.listdir('/sys/class/net')))"), QByteArray("['lo']\n"));
}

void MicroVmTest::noticesThatQemuWasKilled()
{
    int ended = 0; // of this session: those of earlier tests end meanwhile
    connect(m_service.get(), &Service::sessionEnded, this,
            [&ended, session = m_request.session](const QString &name) { ended += name == session; });
    const auto call = run("import time\nprint('here', flush=True)\ntime.sleep(100)");
    QTRY_COMPARE_WITH_TIMEOUT(call->live, QByteArray("here\n"), 60'000);
    const QVector<qint64> processes = m_service->processes(m_request.session);
    QVERIFY(!processes.isEmpty());
    ::kill(static_cast<pid_t>(processes.constLast()), SIGKILL);
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::Lost));
    QCOMPARE(call->result.standardOutput, QByteArray("here\n"));
    QCOMPARE(ended, 1);
    disconnect(m_service.get(), &Service::sessionEnded, this, nullptr);
    QCOMPARE(output("print('again')"), QByteArray("again\n"));
}

void MicroVmTest::startsFreshAfterReset()
{
    QCOMPARE(output("kept = 1\nprint(kept)"), QByteArray("1\n"));
    const QVector<qint64> processes = m_service->processes(m_request.session);
    m_service->reset(m_request.session);
    QTRY_VERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(processes.constLast())));
    QCOMPARE(output("print('kept' in globals())"), QByteArray("False\n"));
}

void MicroVmTest::cancelsARunningCall()
{
    const auto call = run("import time\nkept = 1\nprint('here', flush=True)\ntime.sleep(100)");
    QTRY_COMPARE_WITH_TIMEOUT(call->live, QByteArray("here\n"), 60'000);
    call->job->cancel();
    QVERIFY(call->wait());
    QCOMPARE(int(call->result.ending), int(Ending::Cancelled));
    QCOMPARE(call->result.standardOutput, QByteArray("here\n"));
}

void MicroVmTest::keepsAnotherOneReady()
{
    m_service->prepare(m_request.image, m_request.limits);
    QTRY_VERIFY_WITH_TIMEOUT(m_service->status().pooled == 1, 60'000);
    QSignalSpy statuses(m_service.get(), &Service::statusChanged);
    const auto call = run("print('first')");
    QVERIFY(call->wait());
    QVERIFY(std::any_of(statuses.begin(), statuses.end(), [](const auto &arguments) {
        return arguments.first().template value<Status>().pooled == 0; // it was the one that was taken
    }));
    QTRY_VERIFY_WITH_TIMEOUT(m_service->status().pooled == 1, 60'000);
}

QTEST_GUILESS_MAIN(MicroVmTest)
#include "micro_vm_test.moc"
