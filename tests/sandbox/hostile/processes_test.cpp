// Code that turns against its own guest: what it may not reach, and what must still work after it tried.
#include "hostile_fixture.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class HostileProcessesTest : public HostileTest
{
    Q_OBJECT

private Q_SLOTS:
    void mayNotOpenTheChannelToTheHost();
    void mayNotOpenTheMachineItself();
    void mayNotLoadIntoTheKernel();
    void mayNotKillTheAgent();
    void mayNotSeeTheAgent();
    void mayNotRebootOrPanic();
    void mayNotSetTheClock();
    void aPatchedClockMovesNoDeadline();
    void gainsNoRightsByNamespacesOrSetuid();
    void findsNoSecrets();
    void leavesNoBackgroundProcess();
    void holdsNoCallUpWithAnInheritedPipe();
    void closesEveryDescriptorOfItsInterpreter();
    void forgesAnswersOfItsInterpreter();
    void replacesTheStreamsOfItsInterpreter();
    void fillsEveryFolderItMayWrite();
    void printsOneEndlessLine();
    void printsEscapesAndControlCharacters();
    void floodsTheToolsOfTheHost();
    void callsUnlistedToolsWithWrongArguments();
    void nestsArgumentsOfAToolDeeply();
    void sendsCodeThatIsNoUtf8();
    void drivesManyThreads();
};

void HostileProcessesTest::mayNotOpenTheChannelToTheHost()
{
    const QByteArray said = m_guest->output(attempts + R"(
ports = [p for p in os.listdir('/dev') if p.startswith('vport')]
assert ports, os.listdir('/dev')
for port in ports:
    for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR | os.O_NONBLOCK):
        attempt(os.open, '/dev/' + port, flags)
)");
    QVERIFY2(allFailed(said, 3, {"EACCES", "EPERM"}), said.constData());
}

void HostileProcessesTest::mayNotOpenTheMachineItself()
{
    const QByteArray said = m_guest->output(attempts + R"(
for path in ('/dev/mem', '/dev/vda', '/dev/kmsg', '/proc/kcore', '/dev/port', '/dev/ttyS0', '/dev/nvram'):
    attempt(os.open, path, os.O_RDWR)
attempt(call, 'iopl', 3)
attempt(call, 'ioperm', 0, 16, 1)
attempt(os.mknod, '/tmp/disk', 0o60666, os.makedev(254, 0))
)");
    QVERIFY2(allFailed(said, 10, {"EACCES", "EPERM", "ENOENT"}), said.constData());
}

void HostileProcessesTest::mayNotLoadIntoTheKernel()
{
    const QByteArray said = m_guest->output(attempts + R"(
attempt(call, 'init_module', b'', 0, b'')
attempt(call, 'mount', b'none', b'/tmp', b'tmpfs', 0, None)
attempt(call, 'umount2', b'/output', 2)
attempt(call, 'chroot', b'/tmp')
attempt(call, 'swapon', b'/dev/vda', 0)
attempt(call, 'syscall', 321, 0, 0, 0)
attempt(call, 'ptrace', 16, 1, 0, 0)
)");
    QVERIFY2(allFailed(said, 7, {"EPERM", "EACCES", "EINVAL", "ESRCH"}), said.constData());
}

void HostileProcessesTest::mayNotKillTheAgent()
{
    const QByteArray said = m_guest->output(attempts + R"(
for process in range(1, 400):
    for number in (9, 19):
        if process != os.getpid():
            try: os.kill(process, number)
            except OSError: pass
print('alive')
)");
    QCOMPARE(said, QByteArray("alive\n"));
    const auto call = m_guest->run("import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(int(call->result.ending), int(Ending::Failed));
}

void HostileProcessesTest::mayNotSeeTheAgent()
{
    QCOMPARE(m_guest->output("import os\n"
                             "p = [int(n) for n in os.listdir('/proc') if n.isdigit()]\n"
                             "print(all(os.stat(f'/proc/{n}').st_uid == os.getuid() for n in p), 1 in p)"),
             QByteArray("True False\n"));
}

void HostileProcessesTest::mayNotRebootOrPanic()
{
    const QByteArray said = m_guest->output(attempts + R"(
attempt(call, 'reboot', 0x1234567)
attempt(call, 'syscall', 246, 0, 0, 0, 0)
attempt(open, '/proc/sysrq-trigger', 'w')
attempt(open, '/proc/sys/kernel/panic', 'w')
attempt(open, '/proc/sys/kernel/core_pattern', 'w')
attempt(open, '/sys/power/state', 'w')
)");
    QVERIFY2(allFailed(said, 6, {"EPERM", "EACCES", "ENOSYS"}), said.constData());
}

void HostileProcessesTest::mayNotSetTheClock()
{
    const QByteArray said = m_guest->output(attempts + R"(
attempt(time.clock_settime, time.CLOCK_REALTIME, 1)
attempt(call, 'settimeofday', b'\0' * 16, None)
attempt(call, 'adjtimex', b'\xff' * 208)
)");
    QVERIFY2(allFailed(said, 3, {"EPERM", "EINVAL"}), said.constData());
}

void HostileProcessesTest::aPatchedClockMovesNoDeadline()
{
    m_guest->request().limits.callTimeoutMs = 1'500;
    const auto call = m_guest->run("import time, signal\n"
                                   "time.time = time.monotonic = time.perf_counter = lambda: 0\n"
                                   "for n in range(1, 65):\n"
                                   "    try: signal.signal(n, signal.SIG_IGN)\n"
                                   "    except (OSError, ValueError): pass\n"
                                   "print('looping', flush=True)\n"
                                   "while True:\n"
                                   "    try: time.sleep(0)\n"
                                   "    except BaseException: pass\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(int(call->result.ending), int(Ending::TimedOut));
    QCOMPARE(call->result.standardOutput, QByteArray("looping\n"));
}

void HostileProcessesTest::gainsNoRightsByNamespacesOrSetuid()
{
    const QByteArray said = m_guest->output(attempts + R"(
attempt(call, 'unshare', 0x10000000)
attempt(call, 'unshare', 0x20000)
attempt(call, 'setns', 0, 0)
attempt(os.setuid, 0)
attempt(os.chown, '/output', 0, 0)
)");
    QVERIFY2(allFailed(said, 5, {"EPERM", "EINVAL", "ENOSYS"}), said.constData());
    QCOMPARE(
        m_guest->output("for f in $(find / -xdev -perm -4000 -type f 2>/dev/null); do \"$f\" --version; done "
                        ">/dev/null 2>&1 </dev/null; grep -E '^(Uid|CapEff|NoNewPrivs)' /proc/self/status",
                        QStringLiteral("bash")),
        QByteArray("Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n"));
}

void HostileProcessesTest::findsNoSecrets()
{
    const QByteArray secret = "k9-this-is-a-key-of-the-host";
    qputenv("OPENAI_API_KEY", secret);
    const QByteArray said =
        m_guest->output("for f in /proc/[0-9]*/environ /proc/[0-9]*/cmdline /proc/cmdline; do "
                        "tr '\\0' '\\n' < $f; done; env; ls -a ~ /run /tmp /",
                        QStringLiteral("bash"));
    qunsetenv("OPENAI_API_KEY");
    QVERIFY2(said.contains("http_proxy=") && said.contains("console=ttyS0"), said.constData());
    const QList<QByteArray> words{secret, "API_KEY", QDir::homePath().toUtf8() + '/',
                                  m_guest->folder().path().toUtf8()};
    for (const QByteArray &word : words)
        QVERIFY2(word == "/" || !said.contains(word), word.constData());
}

void HostileProcessesTest::leavesNoBackgroundProcess()
{
    QCOMPARE(m_guest->output("trap '' TERM HUP INT; (setsid sleep 1000 &) ; sleep 1001 & disown; "
                             "nohup sleep 1002 >/dev/null 2>&1 & echo started",
                             QStringLiteral("bash")),
             QByteArray("started\n"));
    QCOMPARE(m_guest
                 ->output("ls /proc | grep -c '^[0-9]*$'; ps -e 2>/dev/null | grep -c sleep",
                          QStringLiteral("bash"))
                 .split('\n')
                 .value(1),
             QByteArray("0"));
}

void HostileProcessesTest::holdsNoCallUpWithAnInheritedPipe()
{
    QElapsedTimer clock;
    clock.start();
    const auto call =
        m_guest->run("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\n"
                     "print('parent')");
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("parent\n"));
    QCOMPARE(int(call->result.ending), int(Ending::Completed)); // not TimedOut
}

void HostileProcessesTest::closesEveryDescriptorOfItsInterpreter()
{
    const auto call = m_guest->run("import os\nos.closerange(0, 4096)\nwhile True: pass");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(int(call->result.ending), int(Ending::Failed));
}

// It fools only itself: the call ends early, and what goes on running ends with a later one.
void HostileProcessesTest::forgesAnswersOfItsInterpreter()
{
    const auto call =
        m_guest->run("import os, struct\nfor number in range(3, 16):\n"
                     "    for forged in (struct.pack('<cii', b'D', 0, 0) * 100, b'\\xff' * 500):\n"
                     "        try: os.write(number, forged)\n"
                     "        except OSError: pass\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QVERIFY(call->result.ending == Ending::Completed || call->result.ending == Ending::Failed);
}

void HostileProcessesTest::replacesTheStreamsOfItsInterpreter()
{
    const auto call =
        m_guest->run("import sys, os, builtins\nclass Bad:\n"
                     "    def __getattr__(self, name): raise SystemExit(name)\n"
                     "sys.stdout = sys.stderr = sys.stdin = Bad()\n"
                     "builtins.print = builtins.compile = builtins.eval = None\nos.getpid = None\n"
                     "sys.setrecursionlimit(20)\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    m_guest->service().reset(
        m_guest->request().session); // it broke its own interpreter, and a person resets it
}

void HostileProcessesTest::fillsEveryFolderItMayWrite()
{
    const auto call = m_guest->run(R"(
import os
folders = [d for d, _, _ in os.walk('/') if os.access(d, os.W_OK) and not d.startswith('/proc')]
print(len(folders) > 0)
for folder in folders:
    try:
        with open(folder + '/filler', 'wb', buffering=0) as f:
            while f.write(b'x' * (1 << 20)): pass
    except OSError as e: pass
    try:
        for i in range(100_000): os.mkdir(f'{folder}/{i}')
    except OSError as e: pass
print('full')
)");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QVERIFY(call->result.ending == Ending::OutOfMemory || call->result.ending == Ending::Completed);
    m_guest->request().limits.clearOutputPerCall = true;
}

void HostileProcessesTest::printsOneEndlessLine()
{
    m_guest->request().limits.callTimeoutMs = 3'000;
    const auto call = m_guest->run("yes x | tr -d '\\n'", QStringLiteral("bash"));
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(int(call->result.ending), int(Ending::TimedOut));
    QCOMPARE(call->result.standardOutput, QByteArray(m_guest->request().limits.outputCharacters, 'x'));
    QVERIFY(call->result.cutCharacters > 100'000);
}

// Passed on as they are: who shows them escapes them.
void HostileProcessesTest::printsEscapesAndControlCharacters()
{
    const QByteArray escapes = "\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b[0m\r\b\b\x9b\xff\xe2\x80\xae\n";
    const auto call =
        m_guest->run("import sys\nsys.stdout.buffer.write(bytes.fromhex('" + escapes.toHex() + "'))");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput, escapes);
}

void HostileProcessesTest::floodsTheToolsOfTheHost()
{
    m_guest->request().tools = {QStringLiteral("echo")};
    const auto call = m_guest->run(R"(
import socket, struct, json, threading
request = json.dumps({'name': 'echo', 'arguments': {'x': 'y' * 900_000}}).encode()
sockets = []
for i in range(200):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(0.5)
    try:
        s.connect('/run/tools')
        s.sendall(struct.pack('<I', len(request)) + request)
    except OSError: pass
    sockets.append(s)
print('sent')
)");
    int calls = 0;
    connect(call->job.get(), &ExecJob::toolCalled, this, [&](const ToolRequest &) { ++calls; });
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(int(call->result.ending), int(Ending::Completed));
    QVERIFY(calls <= 64);
}

void HostileProcessesTest::callsUnlistedToolsWithWrongArguments()
{
    m_guest->request().tools = {QStringLiteral("echo")};
    int calls = 0;
    const auto call = m_guest->run(R"(
for name in ('', 'ECHO', 'echo ', '../echo', 'execute_code', 'e' * 300, 'echo\0', '\u202eecho'):
    try: print(call_tool(name))
    except (ToolError, ValueError) as e: print('no')
for arguments in ({'x': float('inf')}, {'x': {1, 2}}, {'x': object()}):
    try: print(call_tool('echo', **arguments))
    except (TypeError, ValueError): print('no')
)");
    connect(call->job.get(), &ExecJob::toolCalled, this, [&](const ToolRequest &) { ++calls; });
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput + call->result.standardError, QByteArray("no\n").repeated(11));
    QCOMPARE(calls, 0);
}

void HostileProcessesTest::nestsArgumentsOfAToolDeeply()
{
    m_guest->request().tools = {QStringLiteral("echo")};
    const auto call = m_guest->run(R"(
import socket, struct
for arguments in (b'{"x":' + b'[' * 500_000 + b']' * 500_000 + b'}', b'{"x":' * 100_000 + b'1' + b'}' * 100_000):
    s = socket.socket(socket.AF_UNIX)
    s.connect('/run/tools')
    request = b'{"name": "echo", "arguments": ' + arguments + b'}'
    s.sendall(struct.pack('<I', len(request)) + request)
    s.settimeout(20)
    print(b'error' in s.recv(4096))
)");
    int calls = 0;
    connect(call->job.get(), &ExecJob::toolCalled, this, [&](const ToolRequest &) { ++calls; });
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput + call->result.standardError, QByteArray("True\nTrue\n"));
    QCOMPARE(calls, 0);
}

void HostileProcessesTest::sendsCodeThatIsNoUtf8()
{
    const auto call = m_guest->run("print('\xff\xfe')");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QVERIFY2(call->result.standardError.contains("not valid UTF-8"), call->result.standardError.constData());
}

void HostileProcessesTest::drivesManyThreads()
{
    const auto call =
        m_guest->run("import threading, time\n"
                     "try:\n"
                     "    for i in range(5000): threading.Thread(target=time.sleep, args=(1000,), "
                     "daemon=True).start()\n"
                     "except RuntimeError as e: print('no more')\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput, QByteArray("no more\n"));
    m_guest->service().reset(m_guest->request().session); // its threads go on in its own interpreter
}

QTEST_GUILESS_MAIN(HostileProcessesTest)
#include "processes_test.moc"
