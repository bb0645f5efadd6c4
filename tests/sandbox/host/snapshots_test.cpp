// Snapshots of a running sandbox in a real VM: kept, gone on with, forked.
#include "sandbox/host/snapshot_store.h"
#include "tests/fakes/file_size_limit.h"
#include "tests/sandbox/host/vm_fixture.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class SnapshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void keepsVariablesAndFilesAndGoesOn();
    void goesBackToWhereItWas();
    void forksIntoAnotherSession();
    void copiesOfASnapshotDiffer();
    void theClockGoesRightAfterTheSnapshot();
    void mountsItsFoldersAgain();
    void aKeptSessionMountsItsFoldersAgain();
    void storesOnlyWhatDiffersFromTheTemplate();
    void waitsForTheCallThatRuns();
    void saysThatThereIsNothingToKeep();
    void saysThatASnapshotIsGone();
    void survivesAResetInTheMiddle();
    void survivesAFullDisk();

private:
    [[nodiscard]] std::unique_ptr<Call> run(const QByteArray &code)
    {
        m_request.code = code;
        m_request.language = QStringLiteral("python");
        return std::make_unique<Call>(m_service->execute(m_request));
    }
    [[nodiscard]] QByteArray output(const QByteArray &code)
    {
        const auto call = run(code);
        return call->wait() ? call->result.standardOutput + call->result.standardError
                            : "failed: " + call->error.toUtf8();
    }
    [[nodiscard]] SessionSnapshot take()
    {
        QSignalSpy taken(m_service.get(), &Service::snapshotTaken);
        m_service->snapshot(m_request.session, QStringLiteral("a description"));
        return taken.wait(60'000) ? taken.first().first().value<SessionSnapshot>() : SessionSnapshot();
    }
    [[nodiscard]] bool restore(const QString &session, const QString &id)
    {
        QSignalSpy restored(m_service.get(), &Service::sessionRestored);
        m_service->restore(session, id);
        return restored.wait(60'000);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
};

void SnapshotsTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
    m_request.session = QStringLiteral("warm");
    QCOMPARE(output("print(1)"), QByteArray("1\n"));
}

void SnapshotsTest::init()
{
    const auto all = m_service->snapshots();
    for (const auto &one : all)
        if (one.session.startsWith(QStringLiteral("snapshots_test")))
            m_service->removeSnapshot(one.id);
    const auto sessions = m_service->sessions();
    for (const auto &session : sessions)
        m_service->reset(session);
    m_request = {};
    m_request.session = QStringLiteral("snapshots_test/%1").arg(QLatin1String(QTest::currentTestFunction()));
}

void SnapshotsTest::keepsVariablesAndFilesAndGoesOn()
{
    QCOMPARE(output("x = 41\nopen('/tmp/f', 'w').write('file')\nprint(x)"), QByteArray("41\n"));
    const SessionSnapshot snapshot = take();
    QCOMPARE(snapshot.session, m_request.session);
    QCOMPARE(snapshot.description, QStringLiteral("a description"));
    QVERIFY(snapshot.bytes > 0);
    QVERIFY(snapshot.takenMs > 0);
    QCOMPARE(m_service->snapshots().first(), snapshot);
    QCOMPARE(output("x += 1\nprint(x, open('/tmp/f').read())"), QByteArray("42 file\n"));
}

void SnapshotsTest::goesBackToWhereItWas()
{
    QCOMPARE(output("import uuid\nx = [1]\nopen('/tmp/f', 'w').write('old')\nprint(x)"), QByteArray("[1]\n"));
    const SessionSnapshot snapshot = take();
    QCOMPARE(output("x.append(2)\nopen('/tmp/f', 'w').write('new')\nprint(x)"), QByteArray("[1, 2]\n"));
    QVERIFY(restore(m_request.session, snapshot.id));
    QCOMPARE(output("print(x, open('/tmp/f').read())"), QByteArray("[1] old\n"));
    // and again: it stays
    QVERIFY(restore(m_request.session, snapshot.id));
    QCOMPARE(output("x.append(3)\nprint(x)"), QByteArray("[1, 3]\n"));
}

void SnapshotsTest::forksIntoAnotherSession()
{
    QCOMPARE(output("x = 'shared past'\nprint(1)"), QByteArray("1\n"));
    const SessionSnapshot snapshot = take();
    const QString first = m_request.session;
    const QString fork = first + QStringLiteral("/fork");
    QVERIFY(restore(fork, snapshot.id));
    m_request.session = fork;
    QCOMPARE(output("x += ', own future'\nprint(x)"), QByteArray("shared past, own future\n"));
    m_request.session = first;
    QCOMPARE(output("print(x)"), QByteArray("shared past\n"));
}

void SnapshotsTest::copiesOfASnapshotDiffer()
{
    QCOMPARE(output("import uuid, os, random, time\nprint(1)"), QByteArray("1\n"));
    const SessionSnapshot snapshot = take();
    const QByteArray draw = "print(uuid.uuid4(), os.urandom(8).hex(), random.random())";
    QVERIFY(restore(m_request.session, snapshot.id));
    const QByteArray one = output(draw);
    QVERIFY(restore(m_request.session, snapshot.id));
    const QByteArray other = output(draw);
    QVERIFY(one.size() > 40);
    QVERIFY2(one != other, one.constData());
    const qint64 now = output("print(int(time.time() * 1000))").trimmed().toLongLong();
    QVERIFY2(qAbs(QDateTime::currentMSecsSinceEpoch() - now) < 5'000, QByteArray::number(now).constData());
}

void SnapshotsTest::theClockGoesRightAfterTheSnapshot()
{
    QCOMPARE(output("import time, numpy as np\na = np.random.rand(13 << 20)\nprint(1)"), QByteArray("1\n"));
    std::ignore = take();
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 inside = output("print(int(time.time() * 1000))").trimmed().toLongLong();
    // Else it would be behind by the whole pause, in which 100 MB were read.
    QVERIFY2(before - inside < m_service->lastPauseMs() / 2, QByteArray::number(before - inside).constData());
}

void SnapshotsTest::mountsItsFoldersAgain()
{
    QTemporaryDir shared;
    QFile file(shared.filePath(QStringLiteral("a.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("one") == 3 && file.flush());
    m_request.setup.mounts = {{QStringLiteral("/input"), {shared.path(), false, {}}}};
    QCOMPARE(output("f = open('/input/a.txt')\nprint(f.read())"), QByteArray("one\n"));
    const SessionSnapshot snapshot = take();
    QVERIFY(restore(m_request.session, snapshot.id));
    QVERIFY(file.write("two") == 3 && file.flush());
    QCOMPARE(output("print(open('/input/a.txt').read())"), QByteArray("onetwo\n"));
}

void SnapshotsTest::aKeptSessionMountsItsFoldersAgain()
{
    QTemporaryDir shared;
    m_request.setup.mounts = {{QStringLiteral("/input"), {shared.path(), true, {}}}};
    QCOMPARE(output("x = 7\nopen('/input/a.txt', 'w').write('one')\nprint(x)"), QByteArray("7\n"));
    QSignalSpy kept(m_service.get(), &Service::sessionKept);
    m_service->keep(m_request.session);
    QVERIFY(kept.wait(60'000));
    QCOMPARE(kept.first().at(1).toString(), QString());
    QCOMPARE(output("print(x, open('/input/a.txt').read())"), QByteArray("7 one\n"));
}

// 100 MB touched by far, and less than the 512 MB of the machine stored.
void SnapshotsTest::storesOnlyWhatDiffersFromTheTemplate()
{
    QCOMPARE(output("print(1)"), QByteArray("1\n"));
    const SessionSnapshot small = take();
    QVERIFY2(small.bytes < 64 << 20, QByteArray::number(small.bytes).constData());
    QCOMPARE(output("import numpy as np\na = np.random.rand(13 << 20)\nprint(a.nbytes >> 20)"),
             QByteArray("104\n"));
    const SessionSnapshot large = take();
    QVERIFY2(large.bytes > 100 << 20 && large.bytes < 200 << 20, QByteArray::number(large.bytes).constData());
}

void SnapshotsTest::waitsForTheCallThatRuns()
{
    const auto call = run("import time\ntime.sleep(2)\nx = 'after'\nprint(x)");
    QTRY_VERIFY_WITH_TIMEOUT(call->start.accelerator != Accelerator::Unknown, 60'000);
    const SessionSnapshot snapshot = take();
    QVERIFY(call->finished);
    QVERIFY(restore(m_request.session, snapshot.id));
    QCOMPARE(output("print(x)"), QByteArray("after\n"));
}

void SnapshotsTest::saysThatThereIsNothingToKeep()
{
    QSignalSpy failed(m_service.get(), &Service::snapshotFailed);
    m_service->snapshot(m_request.session, {});
    QVERIFY(failed.wait());
    QVERIFY(failed.first().at(1).toString().startsWith(QStringLiteral("No sandbox is running")));
}

void SnapshotsTest::saysThatASnapshotIsGone()
{
    QCOMPARE(output("x = 1\nprint(x)"), QByteArray("1\n"));
    QSignalSpy failed(m_service.get(), &Service::restoreFailed);
    m_service->restore(m_request.session, QStringLiteral("../../etc"));
    QVERIFY(failed.wait());
    QCOMPARE(output("print(x)"), QByteArray("1\n")); // which left the sandbox alone
}

void SnapshotsTest::survivesAResetInTheMiddle()
{
    QCOMPARE(output("x = 1\nprint(x)"), QByteArray("1\n"));
    QSignalSpy taken(m_service.get(), &Service::snapshotTaken);
    QSignalSpy failed(m_service.get(), &Service::snapshotFailed);
    m_service->snapshot(m_request.session, {});
    QTimer::singleShot(20, m_service.get(), [this] { m_service->reset(m_request.session); });
    QTRY_COMPARE_WITH_TIMEOUT(taken.size() + failed.size(), 1, 60'000);
    QCOMPARE(output("print('x' in globals())"), QByteArray("False\n"));
}

void SnapshotsTest::survivesAFullDisk()
{
    QCOMPARE(output("x = 1\nprint(x)"), QByteArray("1\n"));
    QSignalSpy failed(m_service.get(), &Service::snapshotFailed);
    const auto before = m_service->snapshots();
    {
        const fakes::FileSizeLimit limit(1 << 20);
        m_service->snapshot(m_request.session, {});
        QVERIFY(failed.wait(60'000));
    }
    QVERIFY2(failed.first().at(1).toString().contains(QStringLiteral("could not be written")),
             qPrintable(failed.first().at(1).toString()));
    QCOMPARE(m_service->snapshots(), before);
    QCOMPARE(output("x += 1\nprint(x)"), QByteArray("2\n"));
    QVERIFY(!take().id.isEmpty());
}

QTEST_GUILESS_MAIN(SnapshotsTest)
#include "snapshots_test.moc"
