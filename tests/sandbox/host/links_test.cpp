// Mounts and the network as code in a real VM sees them.
#include "tests/sandbox/host/vm_fixture.h"

#include <QCryptographicHash>
#include <QTcpServer>
#include <QTcpSocket>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class LinksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void nothingIsMountedByDefault();
    void readsAFolderOfTheHost();
    void aReadOnlyMountTakesNoWrites();
    void tellsOfWritesThatWereRefused();
    void aWritableMountTakesFiles();
    void tellsWhichFilesWereOpened();
    void stopsCodeThatOnlyLooksAtFiles();
    void measuresCodeThatHasLookedAtAFile();
    void stopsManyProcessesWithQuestionsThatNeedNoHost();
    void mountsAndUnmountsWhileCodeRuns();
    void replacesAMountAtTheSamePlace();
    void changesThatOvertakeEachOtherLeaveTheNextCallAlone();
    void refusesToMountOverTheSystem();
    void failsWithTheFolderThatIsGone();
    void readsALargeFileUnchanged();
    void readsAGigabyteWhole();
    void listsTenThousandFiles();
    void looksAtMoreFilesThanAMountHasRoomForAtOnce();
    void deniesTheNetworkByDefault();
    void reachesAListedHost();
    void aRuleMayBeAddedWhileCodeRuns();
    void waitsForThePersonInAskMode();

private:
    struct Answer
    {
        QByteArray text;
        QString error;
    };

    [[nodiscard]] std::unique_ptr<Call> run(const QByteArray &code)
    {
        m_request.code = code;
        return std::make_unique<Call>(m_service->execute(m_request));
    }
    [[nodiscard]] QByteArray output(const QByteArray &code)
    {
        const auto call = run(code);
        return call->wait() ? call->result.standardOutput + call->result.standardError
                            : "failed: " + call->error.toUtf8();
    }
    void put(const QString &name, const QByteArray &content)
    {
        QFile file(m_shared->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] Mount mount(const QString &guest, bool writable = false) const
    {
        return {guest, {m_shared->path(), writable, {}}};
    }
    void allow(const QString &target)
    {
        const auto entry = gateway::parseAllowEntry(target);
        QVERIFY(entry);
        m_request.setup.network.allowList = m_request.setup.network.allowList.with(*entry);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_shared;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

namespace {

// Answers every connection on loopback with "hello".
class HelloServer
{
public:
    HelloServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            auto *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
                socket->disconnectFromHost();
            });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] QString target() const { return QStringLiteral("127.0.0.1:%1").arg(m_server.serverPort()); }
    [[nodiscard]] QByteArray fetch() const
    {
        // without no_proxy, which names this address
        return "import urllib.request as r, urllib.error\n"
               "o = r.OpenerDirector()\n"
               "for h in (r.ProxyHandler({'http': 'http://127.0.0.1:3128'}), r.HTTPHandler()): "
               "o.add_handler(h)\n"
               "import os\nos.environ['no_proxy'] = ''\n"
               "a = o.open('http://" +
               target().toUtf8() + "/')\nprint(a.status, a.read().decode())\n";
    }

private:
    QTcpServer m_server;
};

} // namespace

void LinksTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
}

void LinksTest::init()
{
    m_shared = std::make_unique<QTemporaryDir>();
    m_request = {};
    m_request.session = QString::fromLatin1(QTest::currentTestFunction());
    m_request.language = QStringLiteral("python");
    m_request.limits.timeToLiveMs = 1'000;
}

void LinksTest::nothingIsMountedByDefault()
{
    QCOMPARE(output("print([l for l in open('/proc/mounts') if ' fuse' in l])"), QByteArray("[]\n"));
}

void LinksTest::readsAFolderOfTheHost()
{
    put(QStringLiteral("a.txt"), "from the host");
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    QCOMPARE(output("print(open('/input/a.txt').read())"), QByteArray("from the host\n"));
}

void LinksTest::aReadOnlyMountTakesNoWrites()
{
    put(QStringLiteral("a.txt"), "kept");
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    const QByteArray said =
        output("import os\n"
               "for f in (lambda: open('/input/b', 'w'), lambda: os.remove('/input/a.txt')):\n"
               "    try: f()\n"
               "    except OSError as e: print(e.strerror)\n"
               "print(*(os.access('/input/a.txt', how) for how in (os.R_OK, os.W_OK, os.X_OK)))\n");
    QCOMPARE(said, QByteArray("Read-only file system\nRead-only file system\nTrue False False\n"));
    QCOMPARE(QDir(m_shared->path()).entryList(QDir::Files), QStringList{QStringLiteral("a.txt")});
}

void LinksTest::tellsOfWritesThatWereRefused()
{
    put(QStringLiteral("a.txt"), "kept");
    QStringList refused;
    connect(m_service.get(), &Service::fileAccessed, this,
            [&refused](const QString &, const QString &, const FileAccess &access) {
                if (!access.problem.isEmpty())
                    refused << toString(access.operation) + u' ' + access.path + QStringLiteral(": ") +
                                   access.problem;
            });
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    std::ignore = output("import os\n"
                         "for f in (lambda: open('/input/a.txt', 'a'), lambda: open('/input/b', 'w'),\n"
                         "          lambda: os.remove('/input/a.txt'), lambda: os.mkdir('/input/c')):\n"
                         "    try: f()\n"
                         "    except OSError: pass\n");
    const QString why = QStringLiteral(": The mount is read-only.");
    for (const auto *done : {"open-write a.txt", "create b", "remove a.txt", "mkdir c"})
        QTRY_VERIFY2(refused.contains(QLatin1String(done) + why), done);
    disconnect(m_service.get(), &Service::fileAccessed, this, nullptr);
}

void LinksTest::aWritableMountTakesFiles()
{
    m_request.setup.mounts = {mount(QStringLiteral("/data"), true)};
    QCOMPARE(output("import os\nos.mkdir('/data/d')\nopen('/data/d/x', 'w').write('y' * 100000)\n"
                    "os.rename('/data/d/x', '/data/z')\nprint(os.path.getsize('/data/z'))"),
             QByteArray("100000\n"));
    QCOMPARE(QFileInfo(m_shared->filePath(QStringLiteral("z"))).size(), 100'000);
}

void LinksTest::tellsWhichFilesWereOpened()
{
    put(QStringLiteral("a.txt"), "x");
    QStringList seen;
    connect(m_service.get(), &Service::fileAccessed, this,
            [&seen](const QString &, const QString &place, const FileAccess &access) {
                seen << place + u' ' + toString(access.operation) + u' ' + access.path;
            });
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    QCOMPARE(output("print(open('/input/a.txt').read())"), QByteArray("x\n"));
    QTRY_VERIFY(seen.contains(QStringLiteral("/input open-read a.txt")));
    disconnect(m_service.get(), &Service::fileAccessed, this, nullptr);
}

// The agent then has hardly anything else to look at.
void LinksTest::stopsCodeThatOnlyLooksAtFiles()
{
    put(QStringLiteral("a.txt"), "x");
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    m_request.limits.callTimeoutMs = 1'000;
    const auto call = run("import os\nprint('on', flush=True)\nwhile True: os.stat('/input/a.txt')");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.ending, Ending::TimedOut);
    QCOMPARE(call->result.standardOutput, QByteArray("on\n"));
}

// Nothing but the question reaches the agent meanwhile.
void LinksTest::measuresCodeThatHasLookedAtAFile()
{
    put(QStringLiteral("a.txt"), "x");
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    qint64 longest = 0;
    connect(m_service.get(), &MicroVmService::usageMeasured, this,
            [&longest](const QString &, const Usage &now) { longest = qMax(longest, now.callMs); });
    m_service->watchUsage(m_request.session, true);
    const auto call = run("import os, time\nos.stat('/input/a.txt')\nend = time.monotonic() + 5\n"
                          "while time.monotonic() < end: pass");
    QVERIFY2(call->wait(), qPrintable(call->error));
    m_service->watchUsage(m_request.session, false);
    disconnect(m_service.get(), &MicroVmService::usageMeasured, this, nullptr);
    QVERIFY2(longest > 1'000, QByteArray::number(longest).constData());
}

void LinksTest::stopsManyProcessesWithQuestionsThatNeedNoHost()
{
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    m_request.limits.callTimeoutMs = 2'000;
    const auto call = run("import os\n"
                          "for _ in range(20):\n"
                          "    if os.fork() == 0:\n"
                          "        while True: os.access('/input', os.W_OK)\n"
                          "print('on', flush=True)\n"
                          "while True: os.access('/input', os.W_OK)");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.ending, Ending::TimedOut);
    QCOMPARE(call->result.standardOutput, QByteArray("on\n"));
}

void LinksTest::mountsAndUnmountsWhileCodeRuns()
{
    put(QStringLiteral("a.txt"), "now");
    const auto call = run("import os, time\nprint('up', flush=True)\n"
                          "while not os.path.exists('/input/a.txt'): time.sleep(0.01)\n"
                          "print('seen', flush=True)\n"
                          "while os.path.exists('/input/a.txt'): time.sleep(0.01)\nprint('gone')\n");
    QTRY_COMPARE_WITH_TIMEOUT(call->live, QByteArray("up\n"), 60'000);
    SessionSetup setup;
    setup.mounts = {mount(QStringLiteral("/input"))};
    m_service->configure(m_request.session, setup);
    QTRY_COMPARE_WITH_TIMEOUT(call->live, QByteArray("up\nseen\n"), 60'000);
    m_service->configure(m_request.session, {});
    QVERIFY(call->wait());
    QCOMPARE(call->result.standardOutput, QByteArray("up\nseen\ngone\n"));
}

void LinksTest::replacesAMountAtTheSamePlace()
{
    put(QStringLiteral("a.txt"), "first");
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    const QByteArray code = "print(open('/input/a.txt').read())";
    QCOMPARE(output(code), QByteArray("first\n"));
    const auto before = std::move(m_shared);
    m_shared = std::make_unique<QTemporaryDir>();
    put(QStringLiteral("a.txt"), "second");
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    QCOMPARE(output(code), QByteArray("second\n"));
}

void LinksTest::changesThatOvertakeEachOtherLeaveTheNextCallAlone()
{
    QCOMPARE(output("print('first')"), QByteArray("first\n"));
    SessionSetup setup;
    setup.mounts = {mount(QStringLiteral("/input"))};
    m_service->configure(m_request.session, setup); // taken back before the guest can have answered
    m_service->configure(m_request.session, {});
    QCOMPARE(output("print('second')"), QByteArray("second\n"));
}

void LinksTest::refusesToMountOverTheSystem()
{
    for (const char *place : {"/usr", "/etc/ssl", "/proc", "/run/glasshouse", "/", "/a/../usr"}) {
        m_request.setup.mounts = {mount(QString::fromLatin1(place))};
        const QByteArray said = output("print('ran')");
        QVERIFY2(said.contains("Nothing can be mounted at this place"), said.constData());
    }
}

void LinksTest::failsWithTheFolderThatIsGone()
{
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    QDir(m_shared->path()).removeRecursively();
    const QByteArray said = output("print('ran')");
    QVERIFY2(said.startsWith("failed: ") && said.contains(m_shared->path().toUtf8()), said.constData());
}

void LinksTest::readsALargeFileUnchanged()
{
    QByteArray content(20 << 20, '\0');
    for (qsizetype i = 0; i < content.size(); ++i)
        content[i] = static_cast<char>(i * 31 + i / 4099);
    put(QStringLiteral("large"), content);
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    const auto hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
    QCOMPARE(output("import hashlib\nprint(hashlib.sha256(open('/input/large', 'rb').read()).hexdigest())"),
             hash + '\n');
}

// Takes half a minute and more where there is no hypervisor, so only when asked for.
void LinksTest::readsAGigabyteWhole()
{
    if (!qEnvironmentVariableIsSet("GLASSHOUSE_LARGE_FILES"))
        QSKIP("Set GLASSHOUSE_LARGE_FILES to read a file of 1 GB.");
    constexpr qint64 size = 1 << 30;
    QFile file(m_shared->filePath(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size)); // holes in between
    for (const qint64 place : {qint64(0), size / 2 - 2, size - 4})
        QVERIFY(file.seek(place) && file.write("mark") == 4);
    file.close();
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    m_request.limits.callTimeoutMs = 300'000;
    QCOMPARE(output("done, marks, zeros, tail = 0, [], bytes(1 << 20), b''\n"
                    "with open('/input/large', 'rb', buffering=0) as f:\n"
                    "    while chunk := f.read(1 << 20):\n"
                    "        if chunk != zeros or tail.strip(b'\\0'):\n"
                    "            at = (tail + chunk).find(b'mark')\n"
                    "            while at >= 0:\n"
                    "                marks.append(done - len(tail) + at)\n"
                    "                at = (tail + chunk).find(b'mark', at + 1)\n"
                    "        done += len(chunk)\n"
                    "        tail = chunk[-3:]\n"
                    "print(done, marks)"),
             QByteArray("1073741824 [0, 536870910, 1073741820]\n"));
}

void LinksTest::listsTenThousandFiles()
{
    for (int i = 0; i < 10'000; ++i)
        put(QStringLiteral("file %1").arg(i), {});
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    QCOMPARE(output("import os\nn = os.listdir('/input')\nprint(len(n), len(set(n)))"),
             QByteArray("10000 10000\n"));
}

// The host has room for 65,536 that the guest's kernel remembers.
void LinksTest::looksAtMoreFilesThanAMountHasRoomForAtOnce()
{
    constexpr int count = 70'000;
    for (int i = 0; i < count; ++i)
        put(QString::number(i), {});
    m_request.setup.mounts = {mount(QStringLiteral("/input"))};
    m_request.limits.callTimeoutMs = 600'000;
    const auto call = run("import os\n"
                          "for i in range(" +
                          QByteArray::number(count) + "): os.stat(f'/input/{i}')\nprint('all')");
    QVERIFY2(call->wait(600'000), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput + call->result.standardError, QByteArray("all\n"));
}

void LinksTest::deniesTheNetworkByDefault()
{
    QSignalSpy decided(m_service.get(), &Service::requestDecided);
    const HelloServer server;
    const QByteArray said = output(server.fetch());
    QVERIFY2(said.startsWith("403"), said.constData());
    QCOMPARE(decided.size(), 1);
    const auto record = decided.at(0).at(1).value<gateway::RequestRecord>();
    QVERIFY(record.verdict == gateway::Verdict::Denied);
}

void LinksTest::reachesAListedHost()
{
    const HelloServer server;
    allow(server.target());
    QCOMPARE(output(server.fetch()), QByteArray("200 hello\n"));
}

void LinksTest::aRuleMayBeAddedWhileCodeRuns()
{
    const HelloServer server;
    const auto call =
        run(server.fetch() +
            "import time\nwhile a.status != 200:\n    time.sleep(0.01)\n    a = o.open('http://" +
            server.target().toUtf8() + "/')\nprint(a.read().decode())\n");
    QTRY_VERIFY_WITH_TIMEOUT(call->live.startsWith("403"), 60'000);
    allow(server.target());
    m_service->configure(m_request.session, m_request.setup);
    QVERIFY(call->wait());
    QVERIFY2(call->result.standardOutput.endsWith("hello\n"), call->result.standardOutput.constData());
}

void LinksTest::waitsForThePersonInAskMode()
{
    m_request.setup.network.mode = gateway::Mode::Ask;
    connect(m_service.get(), &Service::permissionRequested, this,
            [this](const QString &session, const gateway::PermissionRequest &request) {
                m_service->answerPermission(session, request.id, gateway::Permission::Deny);
            });
    const QByteArray said = output("import urllib.request, urllib.error\n"
                                   "try: urllib.request.urlopen('http://example.com/')\n"
                                   "except urllib.error.HTTPError as e: print(e.code)\n");
    QCOMPARE(said, QByteArray("403\n"));
    disconnect(m_service.get(), &Service::permissionRequested, this, nullptr);
}

QTEST_GUILESS_MAIN(LinksTest)
#include "links_test.moc"
