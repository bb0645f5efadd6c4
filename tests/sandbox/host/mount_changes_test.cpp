// What a tool changes in a mount on the host, as the code that called it sees it.
#include "tests/sandbox/host/vm_fixture.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class MountChangesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void areSeenInTheAttributes();
    void areSeenInTheContent();
    void areSeenWhereAFileIsMadeAnew();
    void areSeenWhereAFolderIsMadeAnew();
    void areNotLostWhenTheGuestAppends();

private:
    // The tool "put" gives /input/a the content "text", makes it a "folder", or removes it; it can also
    // "append" to it.
    void put(const ToolRequest &request) const;
    [[nodiscard]] QByteArray output(const QByteArray &code);

    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_shared;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

void MountChangesTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
}

void MountChangesTest::init()
{
    m_shared = std::make_unique<QTemporaryDir>();
    m_request = {};
    m_request.session = QString::fromLatin1(QTest::currentTestFunction());
    m_request.language = QStringLiteral("python");
    m_request.tools = QStringList{QStringLiteral("put")};
    m_request.setup.mounts = {Mount{QStringLiteral("/input"), {m_shared->path(), true, {}}}};
}

void MountChangesTest::put(const ToolRequest &request) const
{
    const QJsonObject wanted = QJsonDocument::fromJson(request.arguments).object();
    const QString path = m_shared->filePath(QStringLiteral("a"));
    if (wanted.contains(u"append")) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write(wanted[u"append"].toString().toUtf8());
        return;
    }
    if (QFileInfo(path).isDir())
        QVERIFY(QDir().rmdir(path));
    if (!wanted.contains(u"text"))
        QFile::remove(path);
    if (wanted.contains(u"folder"))
        QVERIFY(QDir().mkdir(path));
    if (!wanted.contains(u"text"))
        return;
    QSaveFile file(path); // which puts a new file in the old one's place
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(wanted[u"text"].toString().toUtf8());
    QVERIFY(file.commit());
}

QByteArray MountChangesTest::output(const QByteArray &code)
{
    m_request.code = code;
    Call call(m_service->execute(m_request));
    connect(call.job.get(), &ExecJob::toolCalled, this, [&](const ToolRequest &request) {
        put(request);
        call.job->answerTool(request.call, QByteArrayLiteral("null"));
    });
    return call.wait() ? call.result.standardOutput + call.result.standardError
                       : "failed: " + call.error.toUtf8();
}

// Also through a name that was looked up before, which asks the host nothing else in between.
void MountChangesTest::areSeenInTheAttributes()
{
    QCOMPARE(output(R"(
import os
call_tool('put', text='x')
for size in range(2, 12):
    name = os.open('/input/a', os.O_PATH)
    call_tool('put', text='x' * size)
    print(os.fstat(name).st_size, os.stat('/input/a').st_size, end=', ')
    os.close(name)
)"),
             QByteArray("2 2, 3 3, 4 4, 5 5, 6 6, 7 7, 8 8, 9 9, 10 10, 11 11, "));
}

// The kernel has looked at the name a moment before, or has listed it.
void MountChangesTest::areSeenInTheContent()
{
    QCOMPARE(output(R"(
import os, stat
def look():
    try:
        return 'folder' if stat.S_ISDIR(os.stat('/input/a').st_mode) else open('/input/a').read()
    except FileNotFoundError:
        return 'nothing'
for turn in range(4):
    for wanted in {'text': 'one'}, {'text': 'other'}, {}, {'folder': True}, {'text': 'third'}, {'folder': True}, {}:
        before = look()
        if turn % 2:
            os.listdir('/input')
        call_tool('put', **wanted)
        print(before, look(), sep='-', end=' ')
    print()
)"),
             QByteArray("nothing-one one-other other-nothing nothing-folder folder-third third-folder "
                        "folder-nothing \n")
                 .repeated(4));
}

void MountChangesTest::areSeenWhereAFileIsMadeAnew()
{
    QCOMPARE(output(R"(
import os
for look in [os.stat, lambda path: os.listdir('/input')] * 3:
    call_tool('put', text='old')
    look('/input/a')
    call_tool('put')
    with open('/input/a', 'a') as file:
        file.write('new')
    print(open('/input/a').read(), end=' ')
    call_tool('put')
    os.mkdir('/input/a')
    print(os.path.isdir('/input/a'), end=' ')
)"),
             QByteArray("new True ").repeated(6));
}

void MountChangesTest::areSeenWhereAFolderIsMadeAnew()
{
    QCOMPARE(output(R"(
import os
for look in [os.stat, lambda path: os.listdir('/input')] * 3:
    call_tool('put', folder=True)
    look('/input/a')
    call_tool('put')
    os.mkdir('/input/a')
    print(os.path.isdir('/input/a'), end=' ')
)"),
             QByteArray("True ").repeated(6));
}

// By a descriptor that is open all the time, and by one that is opened where the name was listed before: the
// kernel does not look at the file again before it writes.
void MountChangesTest::areNotLostWhenTheGuestAppends()
{
    QCOMPARE(output(R"(
import os
call_tool('put', text='0')
with open('/input/a', 'a', buffering=1) as log:
    for i in range(1, 6, 2):
        log.write(f'{i}\n')
        call_tool('put', append=f'{i + 1}, ')
for i in range(7, 10, 2):
    os.listdir('/input')
    call_tool('put', append=f'{i}, ')
    with open('/input/a', 'a') as log:
        log.write(f'{i + 1}\n')
with open('/input/a', 'a+') as log:
    call_tool('put', append='11, ')
    log.write('12')
    log.seek(0)
    print(log.read().replace('\n', ' '))
)"),
             QByteArray("01 2, 3 4, 5 6, 7, 8 9, 10 11, 12\n"));
    QFile file(m_shared->filePath(QStringLiteral("a")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("01\n2, 3\n4, 5\n6, 7, 8\n9, 10\n11, 12"));
}

QTEST_GUILESS_MAIN(MountChangesTest)
#include "mount_changes_test.moc"
