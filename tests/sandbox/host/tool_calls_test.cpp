// call_tool() from code in a real VM to an answer of the host.
#include "tests/sandbox/host/vm_fixture.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class ToolCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void returnsWhatTheHostAnswers();
    void passesJsonBothWays();
    void anErrorIsAnException();
    void refusesAToolThatIsNotListed();
    void refusesValuesThatAreNotJson();
    void answersThreadsInAnyOrder();
    void makesAThousandCalls();
    void endsWithTheCode();
    void theClockStandsStillWhileAPersonDecides();
    void survivesAProgramThatSpeaksNonsense();

private:
    using Answer = std::function<Result<QByteArray>(const ToolRequest &)>;

    [[nodiscard]] std::unique_ptr<Call> run(const QByteArray &code)
    {
        m_request.code = code;
        return std::make_unique<Call>(m_service->execute(m_request));
    }
    [[nodiscard]] QByteArray output(const QByteArray &code, const Answer &answer)
    {
        const auto call = run(code);
        connect(call->job.get(), &ExecJob::toolCalled, call->job.get(),
                [job = call->job.get(), answer](const ToolRequest &request) {
                    job->answerTool(request.call, answer(request));
                });
        return call->wait() ? call->result.standardOutput + call->result.standardError
                            : "failed: " + call->error.toUtf8();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

namespace {

Result<QByteArray> echo(const ToolRequest &request)
{
    return request.arguments;
}

} // namespace

void ToolCallsTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
}

void ToolCallsTest::init()
{
    m_request = {};
    m_request.session = QString::fromLatin1(QTest::currentTestFunction());
    m_request.language = QStringLiteral("python");
    m_request.limits.timeToLiveMs = 1'000;
    m_request.tools = {QStringLiteral("echo"), QStringLiteral("other")};
}

void ToolCallsTest::returnsWhatTheHostAnswers()
{
    const auto answer = [](const ToolRequest &request) -> Result<QByteArray> {
        return request.name == u"echo" ? QByteArray("42") : QByteArray("\"other\"");
    };
    QCOMPARE(output("print(call_tool('echo') + 1, call_tool('other'))", answer), QByteArray("43 other\n"));
}

void ToolCallsTest::passesJsonBothWays()
{
    QCOMPARE(output("v = {'a': [1, 2.5, None, True, 'Köln \\u0000 \"'], 'b': {}, 'c': 10**15}\n"
                    "print(call_tool('echo', **v) == v)",
                    echo),
             QByteArray("True\n"));
}

void ToolCallsTest::anErrorIsAnException()
{
    const auto answer = [](const ToolRequest &) -> Result<QByteArray> {
        return fail(QStringLiteral("The city \"Kö\" is not known."));
    };
    QCOMPARE(output("try: call_tool('echo')\nexcept ToolError as e: print(e)", answer),
             QByteArray("The city \"Kö\" is not known.\n"));
}

void ToolCallsTest::refusesAToolThatIsNotListed()
{
    int asked = 0;
    const QByteArray said =
        output("try: call_tool('rm')\nexcept ToolError as e: print(e)", [&asked](const ToolRequest &request) {
            ++asked;
            return echo(request);
        });
    QCOMPARE(said, QByteArray("There is no tool \"rm\". There are: echo, other.\n"));
    QCOMPARE(asked, 0);
}

void ToolCallsTest::refusesValuesThatAreNotJson()
{
    QCOMPARE(
        output("for v in (float('nan'), {1}, b'x'):\n"
               "    try: call_tool('echo', v=v)\n"
               "    except (TypeError, ValueError) as e: print(type(e).__name__)\n"
               "try: call_tool('echo', v='x' * 2000000)\n"
               "except Exception as e: print(e)\n"
               "print(call_tool('echo', v=1))",
               echo),
        QByteArray("ValueError\nTypeError\nTypeError\nThe arguments of a tool may be 1 MiB of JSON at most.\n"
                   "{'v': 1}\n"));
}

void ToolCallsTest::answersThreadsInAnyOrder()
{
    QVector<ToolRequest> waiting;
    const auto call = run("import threading\nr = [None] * 8\n"
                          "def f(i): r[i] = call_tool('echo', i=i)['i']\n"
                          "t = [threading.Thread(target=f, args=(i,)) for i in range(8)]\n"
                          "[x.start() for x in t]; [x.join() for x in t]\nprint(r)");
    connect(call->job.get(), &ExecJob::toolCalled, call->job.get(),
            [&waiting](const ToolRequest &request) { waiting << request; });
    QTRY_COMPARE_WITH_TIMEOUT(waiting.size(), 8, 60'000);
    while (!waiting.isEmpty()) {
        const ToolRequest last = waiting.takeLast();
        call->job->answerTool(last.call, last.arguments);
    }
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("[0, 1, 2, 3, 4, 5, 6, 7]\n"));
}

void ToolCallsTest::makesAThousandCalls()
{
    QCOMPARE(output("print(sum(call_tool('echo', i=i)['i'] for i in range(1000)))", echo),
             QByteArray("499500\n"));
}

void ToolCallsTest::endsWithTheCode()
{
    const auto call = run("import threading\n"
                          "def f():\n    try: call_tool('echo')\n    except ToolError: pass\n"
                          "threading.Thread(target=f, daemon=True).start()\n"
                          "import time; time.sleep(0.2)\nprint('done')");
    QSignalSpy called(call->job.get(), &ExecJob::toolCalled);
    QVERIFY(call->wait());
    QCOMPARE(called.size(), 1);
    QVERIFY(call->result.standardOutput.startsWith("done\n"));
    QCOMPARE(output("print(call_tool('echo', a=1))", echo), QByteArray("{'a': 1}\n"));
}

void ToolCallsTest::theClockStandsStillWhileAPersonDecides()
{
    m_request.limits.callTimeoutMs = 1'500;
    const auto call = run("print(call_tool('echo'), flush=True)\nwhile True: pass");
    QElapsedTimer clock;
    connect(call->job.get(), &ExecJob::toolCalled, call->job.get(), [&](const ToolRequest &request) {
        call->job->holdClock(true);
        clock.start();
        QTimer::singleShot(2'500, call->job.get(), [&, request] {
            call->job->holdClock(false);
            call->job->answerTool(request.call, QByteArray("1"));
        });
    });
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("1\n"));  // it was there after the limit
    QCOMPARE(int(call->result.ending), int(Ending::TimedOut)); // and the limit still holds
    QVERIFY(clock.elapsed() >= 2'500);
}

void ToolCallsTest::survivesAProgramThatSpeaksNonsense()
{
    QCOMPARE(output("import socket, struct, os\n"
                    "for data in (b'\\xff' * 4, struct.pack('<I', 5) + b'hello', struct.pack('<I', 2) + "
                    "b'[]', os.urandom(5000),\n"
                    "             struct.pack('<I', 1 << 20) + b' ' * 3000000):\n"
                    "    s = socket.socket(socket.AF_UNIX); s.connect('/run/tools')\n"
                    "    try: s.sendall(data)\n"
                    "    except OSError: pass\n"
                    "    s.close()\n"
                    "k = [socket.socket(socket.AF_UNIX) for i in range(100)]\n"
                    "[s.setblocking(False) or s.connect_ex('/run/tools') for s in k]\n"
                    "[s.close() for s in k]\n"
                    "print(call_tool('echo', a=1))",
                    echo),
             QByteArray("{'a': 1}\n"));
}

QTEST_GUILESS_MAIN(ToolCallsTest)
#include "tool_calls_test.moc"
