// Folders of the host in the guest: that what its kernel shows is a file system, and that nothing leads out.
#include "hostile_fixture.h"

#include <QFile>
#include <QRandomGenerator>

#include <atomic>
#include <filesystem>
#include <thread>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class HostileMountsTest : public HostileTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void behaveLikeAFileSystem();
    void keepTenThousandFiles();
    void readFarIntoASparseGigabyte();
    void showNoLinkOfTheHost();
    void stayInsideWhileTheHostSwapsFolders();
    void takeNoWritesWhereOnlyReadingIsAllowed();
    void createNothingSpecial();
    void createNoNameThatDeceives();
    void endAtTheirQuota();
    void areGoneWhenTheyAreTakenBack();
    void outputOnTheHostIsWhereCodeRunsAndGivesArtifacts();

private:
    void put(const QString &name, const QByteArray &content)
    {
        QFile file(m_shared->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void mountAt(const QString &guest, bool writable, const Quota &quota = {})
    {
        m_guest->request().setup.mounts = {{guest, {m_shared->path(), writable, quota}}};
    }

    std::unique_ptr<QTemporaryDir> m_shared;
};

void HostileMountsTest::init()
{
    HostileTest::init();
    m_shared = std::make_unique<QTemporaryDir>();
}

// In the manner of fsx: the same random operations on the mount and on the guest's own memory, which must
// agree.
void HostileMountsTest::behaveLikeAFileSystem()
{
    mountAt(QStringLiteral("/data"), true);
    m_guest->request().limits.callTimeoutMs = 300'000;
    const QByteArray seed = QByteArray::number(QRandomGenerator::global()->generate());
    qInfo("seed %s", seed.constData());
    const auto call = m_guest->run("SEED = " + seed + R"(
import os, random, mmap, shutil
roots = ('/data/', '/tmp/model/')
os.mkdir('/tmp/model')
r = random.Random(SEED)
opened = {}
def both(operation):
    results = []
    for number, root in enumerate(roots):
        try: results.append(operation(root, number))
        except OSError as e: results.append(e.errno)
    assert results[0] == results[1], (SEED, operation.__name__, results)
    return results[0]
def name(): return r.choice(('', 'a/', 'b/', 'a/b/')) + r.choice('abcdef')
def step():
    path, other, offset, size = name(), name(), r.randrange(60_000), r.randrange(20_000)
    data = bytes([r.randrange(256)]) * size
    fd = r.choice(list(opened)) if opened else None
    def write(root, n): return os.pwrite(opened[fd][n], data, offset)
    def read(root, n): return os.pread(opened[fd][n], size, offset)
    def truncate(root, n): return os.ftruncate(opened[fd][n], offset)
    def append(root, n):
        with open(root + path, 'ab') as f: return f.write(data)
    def load(root, n):
        with open(root + path, 'rb') as f: return f.read()
    def size_of(root, n): return os.stat(root + path).st_size if os.path.isfile(root + path) else None
    def rename(root, n): return os.rename(root + path, root + other)
    def remove(root, n): return os.remove(root + path)
    def make(root, n): return os.mkdir(root + path)
    def unmake(root, n): return os.rmdir(root + path)
    def names(root, n): return sorted(os.listdir(root + path))
    def resize(root, n): return os.truncate(root + path, offset)
    def mapped(root, n):
        with open(root + path, 'rb') as f, mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ) as m: return m[:]
    def open_file(root, n): return os.open(root + path, os.O_RDWR | os.O_CREAT | r_flags)
    choice = r.randrange(16)
    if choice < 2 and len(opened) < 6:
        r_flags = r.choice((0, os.O_TRUNC, os.O_EXCL))
        pair = []
        for root in roots:
            try: pair.append(os.open(root + path, os.O_RDWR | os.O_CREAT | r_flags))
            except OSError as e: pair.append(-e.errno)
        if min(pair) < 0: assert pair[0] == pair[1], (SEED, 'open', path, pair)
        else: opened[len(opened) + r.randrange(10**6) * 10] = pair
    elif choice < 3 and opened:
        for n in opened.pop(fd): os.close(n)
    elif choice < 8 and opened: both(r.choice((write, write, read, read, truncate)))
    else: both(r.choice((append, load, load, size_of, rename, remove, make, unmake, names, resize)))
for i in range(1500): step()
for pair in opened.values(): [os.close(n) for n in pair]
def tree(root):
    return sorted((os.path.relpath(os.path.join(d, f), root), open(os.path.join(d, f), 'rb').read())
                  for d, _, fs in os.walk(root) for f in fs)
assert tree(roots[0]) == tree(roots[1]), SEED
print('agree')
)");
    QVERIFY2(call->wait(600'000), qPrintable(call->error));
    QVERIFY2(call->result.standardOutput == "agree\n", call->result.standardError.constData());
}

void HostileMountsTest::keepTenThousandFiles()
{
    for (int i = 0; i < 10'000; ++i)
        put(QString::number(i), {});
    mountAt(QStringLiteral("/data"), true);
    const auto call = m_guest->run("import os\nn = os.listdir('/data')\nprint(len(n), len(set(n)))\n"
                                   "for i in range(0, 10_000, 100): os.remove(f'/data/{i}')\n"
                                   "for i in range(50): os.close(os.open(f'/data/new{i}', os.O_CREAT))\n"
                                   "print(len(os.listdir('/data')))\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput + call->result.standardError, QByteArray("10000 10000\n9950\n"));
    QCOMPARE(QDir(m_shared->path()).entryList(QDir::Files).size(), 9'950);
}

void HostileMountsTest::readFarIntoASparseGigabyte()
{
    QFile file(m_shared->filePath(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(qint64(1) << 30));
    QVERIFY(file.seek((qint64(1) << 30) - 5));
    QCOMPARE(file.write("there"), 5);
    file.close();
    mountAt(QStringLiteral("/input"), false);
    QCOMPARE(m_guest->output(
                 "import os\nf = open('/input/large', 'rb')\n"
                 "print(os.path.getsize('/input/large'))\n"
                 "for at in (0, 1 << 20, 700_000_001): f.seek(at); print(f.read(9000) == bytes(9000))\n"
                 "f.seek(-5, 2); print(f.read(), f.read())\n"),
             QByteArray("1073741824\nTrue\nTrue\nTrue\nb'there' b''\n"));
}

void HostileMountsTest::showNoLinkOfTheHost()
{
    const QTemporaryDir outside;
    QFile secret(outside.filePath(QStringLiteral("secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    QCOMPARE(secret.write("secret"), 6);
    secret.close();
    QVERIFY(QFile::link(secret.fileName(), m_shared->filePath(QStringLiteral("file"))));
    QVERIFY(QFile::link(outside.path(), m_shared->filePath(QStringLiteral("folder"))));
    QVERIFY(QFile::link(QStringLiteral("/"), m_shared->filePath(QStringLiteral("root"))));
    mountAt(QStringLiteral("/data"), true);
    const QByteArray said = m_guest->output(R"(
import os, errno
def attempt(f, *a):
    try: print('done', f(*a))
    except OSError as e: print(errno.errorcode[e.errno])
for path in ('/data/file', '/data/folder/secret', '/data/root/etc/passwd', '/data/../data/file'):
    attempt(open, path)
for path in ('/data/file', '/data/folder'): attempt(os.readlink, path)
for path in ('/data/folder', '/data/root'): attempt(os.listdir, path)
attempt(os.symlink, '/etc/passwd', '/data/new')
attempt(os.remove, '/data/file')
attempt(os.rename, '/data/folder', '/data/other')
)");
    QVERIFY2(!said.contains("done") && said.count('\n') == 11, said.constData());
    QVERIFY(QFile::exists(secret.fileName()));
}

void HostileMountsTest::stayInsideWhileTheHostSwapsFolders()
{
    const QTemporaryDir outside;
    QFile secret(outside.filePath(QStringLiteral("file")));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    QCOMPARE(secret.write("secret"), 6);
    secret.close();
    QVERIFY(QDir(m_shared->path()).mkdir(QStringLiteral("a")));
    put(QStringLiteral("a/file"), "inside");
    mountAt(QStringLiteral("/data"), true);
    m_guest->request().limits.callTimeoutMs = 300'000;
    std::atomic<bool> swapping = true;
    std::thread swapper([&] {
        namespace fs = std::filesystem;
        const fs::path here = m_shared->path().toStdString();
        std::error_code ignored;
        while (swapping) {
            fs::rename(here / "a", here / "kept", ignored);
            fs::create_directory_symlink(outside.path().toStdString(), here / "a", ignored);
            fs::remove(here / "a", ignored);
            fs::rename(here / "kept", here / "a", ignored);
        }
    });
    const QByteArray said = m_guest->output("seen = set()\nfor i in range(150):\n"
                                            "    try: seen.add(open('/data/a/file').read())\n"
                                            "    except OSError: pass\n"
                                            "    try: open('/data/a/new', 'w').write('x')\n"
                                            "    except OSError: pass\n"
                                            "print(seen - {'inside'})\n");
    swapping = false;
    swapper.join();
    QCOMPARE(said, QByteArray("set()\n"));
    QVERIFY(!QFile::exists(outside.filePath(QStringLiteral("new"))));
}

void HostileMountsTest::takeNoWritesWhereOnlyReadingIsAllowed()
{
    put(QStringLiteral("file"), "kept");
    mountAt(QStringLiteral("/input"), false);
    const QByteArray said = m_guest->output(R"(
import os, errno
for f in (lambda: open('/input/file', 'w'), lambda: open('/input/file', 'a'), lambda: open('/input/new', 'w'),
          lambda: os.remove('/input/file'), lambda: os.rename('/input/file', '/input/x'),
          lambda: os.mkdir('/input/d'), lambda: os.chmod('/input/file', 0), lambda: os.truncate('/input/file', 0),
          lambda: os.utime('/input/file'), lambda: os.symlink('x', '/input/l'),
          lambda: os.link('/input/file', '/input/h'), lambda: os.mkfifo('/input/p'),
          lambda: os.setxattr('/input/file', 'user.x', b'y')):
    try: print('done', f())
    except OSError as e: print(errno.errorcode[e.errno])
)");
    for (const QByteArray &line : said.trimmed().split('\n'))
        QVERIFY2(line == "EROFS" || line == "EACCES" || line == "EPERM" || line == "ENOTSUP",
                 line.constData());
    QCOMPARE(QDir(m_shared->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{QStringLiteral("file")});
}

void HostileMountsTest::createNothingSpecial()
{
    put(QStringLiteral("file"), "kept");
    mountAt(QStringLiteral("/data"), true);
    const QByteArray said = m_guest->output(R"(
import os, socket, stat
for f in (lambda: os.symlink('/etc/passwd', '/data/link'), lambda: os.link('/data/file', '/data/hard'),
          lambda: os.mkfifo('/data/pipe'), lambda: socket.socket(socket.AF_UNIX).bind('/data/socket'),
          lambda: os.mknod('/data/device', 0o600 | stat.S_IFCHR, os.makedev(1, 3)),
          lambda: os.chown('/data/file', 0, 0)):
    try: print('done', f())
    except OSError as e: print('no')
os.chmod('/data/file', 0o6777)
print(oct(os.stat('/data/file').st_mode & 0o7000))
)");
    QCOMPARE(said, QByteArray("no\n").repeated(6) + "0o0\n");
    QCOMPARE(QDir(m_shared->path()).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size(),
             1);
}

void HostileMountsTest::createNoNameThatDeceives()
{
    mountAt(QStringLiteral("/data"), true);
    const QByteArray said = m_guest->output(R"(
import os
for name in ('C:', 'CON', 'con.txt', 'a:b', 'line\nbreak', 'x\u202ey', 'trailing.', 'trailing ', '\x1b[31m', 'a\\b',
             'x' * 255 + 'y'):
    try: open('/data/' + name, 'w'); print('made', ascii(name))
    except OSError: pass
print(os.listdir('/data'))
)");
    QCOMPARE(said, QByteArray("[]\n"));
}

void HostileMountsTest::endAtTheirQuota()
{
    mountAt(QStringLiteral("/data"), true, {1'000'000, 20});
    const QByteArray said = m_guest->output(R"(
import os
try: open('/data/large', 'wb').write(b'x' * 5_000_000)
except OSError as e: print(e.strerror)
try: os.truncate('/data/large', 1 << 40)
except OSError as e: print(e.strerror)
try:
    for i in range(1_000_000): os.mkdir(f'/data/{i}')
except OSError as e: print(e.strerror)
)");
    QCOMPARE(said, QByteArray("No space left on device\n").repeated(3));
    QVERIFY(QDir(m_shared->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size() <= 20);
    QVERIFY(QFileInfo(m_shared->filePath(QStringLiteral("large"))).size() <= 1'000'000);
}

void HostileMountsTest::areGoneWhenTheyAreTakenBack()
{
    put(QStringLiteral("file"), "now");
    mountAt(QStringLiteral("/data"), true);
    QCOMPARE(
        m_guest->output(
            "import os\nfile = os.open('/data/file', os.O_RDWR)\nfolder = os.open('/data', os.O_RDONLY)\n"
            "os.chdir('/data')\nprint(os.read(file, 3))"),
        QByteArray("b'now'\n"));
    m_guest->request().setup.mounts.clear();
    const QByteArray said = m_guest->output(R"(
import os
for f in (lambda: os.pread(file, 3, 0), lambda: os.pwrite(file, b'no!', 0), lambda: os.listdir(folder),
          lambda: open('file')):
    try: print('done', f())
    except OSError: print('no')
os.chdir('/output')
)");
    QVERIFY2(!said.contains("done"), said.constData());
    QFile file(m_shared->filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("now"));
}

void HostileMountsTest::outputOnTheHostIsWhereCodeRunsAndGivesArtifacts()
{
    mountAt(QStringLiteral("/output"), true);
    const auto call =
        m_guest->run("import os\nprint(os.getcwd())\nopen('relative.txt', 'w').write('there')\n");
    QVERIFY2(call->wait(), qPrintable(call->error));
    QCOMPARE(call->result.standardOutput + call->result.standardError, QByteArray("/output\n"));
    QVERIFY(QFile::exists(m_shared->filePath(QStringLiteral("relative.txt"))));
    QCOMPARE(call->result.files.size(), 1);
    QCOMPARE(call->result.files.constFirst().name, QStringLiteral("relative.txt"));
    QCOMPARE(m_guest->output("pwd; cat relative.txt", QStringLiteral("bash")), QByteArray("/output\nthere"));
    m_guest->request().setup.mounts.clear();
    QCOMPARE(m_guest->output("import os\nprint(os.getcwd(), os.listdir())"), QByteArray("/output []\n"));
}

QTEST_GUILESS_MAIN(HostileMountsTest)
#include "mounts_test.moc"
