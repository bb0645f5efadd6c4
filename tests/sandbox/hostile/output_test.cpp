// What code can leave in /output to hurt the host, or who opens it there.
#include "hostile_fixture.h"

#include <QFile>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class HostileOutputTest : public HostileTest
{
    Q_OBJECT

private Q_SLOTS:
    void isFilledByBytes();
    void isFilledBySparseFiles();
    void isFilledByAMillionNames();
    void hasNamesThatDeceive();
    void hasNamesThatDifferOnlyInCase();
    void hasLinksPipesAndSockets();
    void hasFoldersInFolders();
    void changesWhileItIsRead();
    void losesItsFolderWhileItIsRead();
    void isReplacedByALink();

private:
    [[nodiscard]] std::unique_ptr<Call> finished(const QByteArray &code)
    {
        auto call = m_guest->run(code);
        (void)call->wait();
        return call;
    }
};

namespace {

QStringList namesOf(const QVector<OutputFile> &files)
{
    QStringList names;
    for (const OutputFile &file : files)
        names << file.name;
    return names;
}

bool isPlain(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar one) {
        return one.isPrint() && one.category() != QChar::Other_Format && one.script() != QChar::Script_Hebrew;
    });
}

} // namespace

void HostileOutputTest::isFilledByBytes()
{
    m_guest->request().limits.outputBytes = 8 << 20;
    const auto call = finished("try:\n"
                               "    with open('/output/all', 'wb', buffering=0) as f:\n"
                               "        while f.write(b'x' * 65536): pass\n"
                               "except OSError as e: print(e.strerror)\n");
    QCOMPARE(call->result.standardOutput, QByteArray("No space left on device\n"));
    QCOMPARE(namesOf(call->result.files), QStringList{QStringLiteral("all")});
    QCOMPARE(call->result.files.constFirst().size, 8 << 20);
}

void HostileOutputTest::isFilledBySparseFiles()
{
    const auto call = finished("for i in range(5):\n"
                               "    with open(f'/output/{i}', 'wb') as f: f.truncate(1 << 40)\n"
                               "open('/output/good', 'w').write('good')\n");
    QCOMPARE(call->result.standardError, QByteArray());
    QCOMPARE(namesOf(call->result.files), QStringList{QStringLiteral("good")});
    QCOMPARE(call->result.refused.size(), 5);
    QVERIFY(call->result.refused.constFirst().reason.contains(QStringLiteral("bytes")));
}

void HostileOutputTest::isFilledByAMillionNames()
{
    m_guest->request().limits.outputFiles = 50;
    const auto call = finished("i = 0\ntry:\n"
                               "    while i < 1_000_000:\n"
                               "        open(f'/output/{i:06}', 'w').close()\n        i += 1\n"
                               "except OSError as e: print(e.strerror)\n");
    QCOMPARE(call->result.standardOutput, QByteArray("No space left on device\n"));
    QCOMPARE(call->result.files.size(), 50);
    QVERIFY(!call->result.refused.isEmpty());
    QVERIFY(call->result.refused.size() <= 102); // and a line that says there are more
}

void HostileOutputTest::hasNamesThatDeceive()
{
    const auto call = finished(R"(
import os
names = ['C:', 'C:\\boot.ini', 'CON', 'con.txt', 'a:b', 'line\nbreak', 'tab\t', 'report\u202efdp.exe', '..\\x',
         ' leading', 'trailing.', 'trailing ', 'NUL', '...', '\u2028', 'zero\u200bwidth', '\x1b[31m', '*', '?', '|']
for name in names: open('/output/' + name, 'w').close()
for raw in (b'\xff\xfe', b'\xc0\xaf'): open(b'/output/' + raw, 'w').close()
for impossible in ('x' * 300, '../x/../../y'):
    try: open('/output/' + impossible, 'w').close()
    except OSError as e: print(e.strerror)
try: open('/output/nul\0byte', 'w')
except ValueError as e: print(e)
print(len(os.listdir('/output')))
)");
    QCOMPARE(call->result.standardError, QByteArray());
    QCOMPARE(call->result.standardOutput,
             QByteArray("File name too long\nNo such file or directory\nembedded null byte\n22\n"));
    QCOMPARE(namesOf(call->result.files), QStringList());
    QCOMPARE(call->result.refused.size(), 22);
    for (const RefusedFile &file : call->result.refused)
        QVERIFY2(isPlain(file.name) && !file.reason.isEmpty(), qPrintable(file.name));
}

void HostileOutputTest::hasNamesThatDifferOnlyInCase()
{
    const auto call = finished("for n in ('Report.txt', 'report.txt', 'REPORT.TXT', 'straße', 'STRASSE'):\n"
                               "    open('/output/' + n, 'w').write(n)\n");
    const QStringList names = namesOf(call->result.files);
    QStringList lower;
    for (const QString &name : names)
        lower << name.toCaseFolded();
    QCOMPARE(lower.removeDuplicates(), 0);
    QVERIFY(call->result.refused.size() >= 2);
}

void HostileOutputTest::hasLinksPipesAndSockets()
{
    const auto call = finished(R"(
import os, socket
os.symlink('/etc/shadow', '/output/link')
os.symlink('/proc/1/environ', '/output/magic')
os.symlink('/', '/output/root')
open('/output/first', 'w').write('x')
os.link('/output/first', '/output/second')
os.mkfifo('/output/pipe')
socket.socket(socket.AF_UNIX).bind('/output/socket')
try: os.link('/etc/passwd', '/output/hard')
except OSError: print('no')
)");
    QCOMPARE(call->result.standardOutput, QByteArray("no\n"));
    QCOMPARE(namesOf(call->result.files), QStringList());
    QCOMPARE(call->result.refused.size(), 7);
}

void HostileOutputTest::hasFoldersInFolders()
{
    const auto call = finished("import os\nos.chdir('/output')\ntry:\n"
                               "    for i in range(3000): os.mkdir('d'); os.chdir('d')\n"
                               "except OSError as e: pass\nopen('deep', 'w').close()\n");
    QVERIFY2(call->error.isEmpty(), qPrintable(call->error));
    QCOMPARE(namesOf(call->result.files), QStringList());
    QCOMPARE(call->result.refused.size(), 1);
}

// A thread of the interpreter goes on after the call: what is attached is whole, or it is refused.
void HostileOutputTest::changesWhileItIsRead()
{
    const auto call = finished(R"(
import threading, os
def write(letter):
    with open('/output/.new', 'wb') as f: f.write(letter * 3_000_000)
    os.replace('/output/.new', '/output/file')
write(b'a')
def churn():
    while True:
        for letter in (b'a', b'b'): write(letter)
def shrink():
    while True:
        try: os.truncate('/output/file', 10)
        except OSError: pass
for f in (churn, shrink): threading.Thread(target=f, daemon=True).start()
print('swapping')
)");
    QCOMPARE(call->result.standardOutput, QByteArray("swapping\n"));
    for (const OutputFile &file : call->result.files) {
        QFile stored(file.path);
        QVERIFY(stored.open(QIODevice::ReadOnly));
        const QByteArray content = stored.readAll();
        QCOMPARE(content.size(), file.size);
    }
    m_guest->service().reset(m_guest->request().session); // its threads go on in its own interpreter
}

void HostileOutputTest::losesItsFolderWhileItIsRead()
{
    const auto call = finished(R"(
import threading, os, shutil
os.mkdir('/output/a')
for i in range(100): open(f'/output/a/{i}', 'wb').write(b'x' * 50_000)
def swap():
    while True:
        try:
            os.rename('/output/a', '/output/b')
            os.symlink('/etc', '/output/a')
            os.remove('/output/a')
            os.rename('/output/b', '/output/a')
        except OSError: pass
threading.Thread(target=swap, daemon=True).start()
print('swapping')
)");
    QCOMPARE(call->result.standardOutput, QByteArray("swapping\n"));
    for (const OutputFile &file : call->result.files)
        QCOMPARE(file.size, 50'000);
    m_guest->service().reset(m_guest->request().session);
}

void HostileOutputTest::isReplacedByALink()
{
    const auto call =
        finished("import os\n"
                 "for f in (lambda: os.rmdir('/output'), lambda: os.rename('/output', '/tmp/o'),\n"
                 "          lambda: os.chmod('/', 0o777)):\n"
                 "    try: f(); print('done')\n"
                 "    except OSError: print('no')\n"
                 "os.chmod('/output', 0)\n");
    QCOMPARE(call->result.standardOutput, QByteArray("no\nno\nno\n"));
    QVERIFY(call->result.files.isEmpty());
}

QTEST_GUILESS_MAIN(HostileOutputTest)
#include "output_test.moc"
