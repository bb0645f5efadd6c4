// A guest whose kernel and agent are the attacker's forges the messages of streams: the host ends it, or
// ignores what it says, and keeps nothing of it.
#include "sandbox/host/session_links.h"
#include "sandbox/protocol/limits.h"
#include "tests/sandbox/host/fake_vm.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class HostileStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void ignoresWhatBelongsToNoStream();
    void endsAGuestThatSendsMoreThanItsWindow();
    void endsAGuestThatTakesANumberOfTheHost();
    void endsAGuestThatConnectsTwiceWithOneNumber();
    void endsAGuestWithTooManyConnections();
    void endsAGuestThatConnectsInALoop();
    void sendsNoMoreThanTheWindowHoweverMuchCreditComes();
    void ignoresAnAnswerToNoMount();
    void endsAGuestThatBreaksTheFileProtocol();
    void unmountsForAGuestThatNeverAnswered();
    void survivesAResetInEveryState();

private:
    [[nodiscard]] bool isEnded() const
    {
        return m_vm->killReason.contains(QStringLiteral("protocol violation"));
    }
    void mountAFolder()
    {
        SessionSetup setup;
        setup.mounts = {{QStringLiteral("/input"), {m_folder.path(), false, {}}}};
        m_links->apply(setup);
        m_mount = m_vm->last<protocol::Mount>().stream;
        m_vm->say(protocol::Mounted{m_mount, true, {}});
    }
    [[nodiscard]] qsizetype sentTo(quint32 stream) const
    {
        qsizetype bytes = 0;
        for (const auto &one : m_vm->sent)
            if (const auto *data = std::get_if<protocol::StreamData>(&one); data && data->stream == stream)
                bytes += qsizetype(data->bytes.size());
        return bytes;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<FakeVm> m_vm;
    std::unique_ptr<SessionLinks> m_links;
    quint32 m_mount = 0;
};

void HostileStreamsTest::init()
{
    m_vm = std::make_unique<FakeVm>();
    m_links = std::make_unique<SessionLinks>(*m_vm, m_clock);
}

void HostileStreamsTest::cleanup()
{
    m_links.reset();
    m_vm.reset();
}

void HostileStreamsTest::ignoresWhatBelongsToNoStream()
{
    for (const quint32 stream : {1U, 2U, 77U, 0xffff'ffffU}) {
        m_vm->say(protocol::StreamData{stream, std::string(protocol::maxChunk, 'x')});
        m_vm->say(protocol::StreamCredit{stream, 0xffff'ffff});
        m_vm->say(protocol::StreamEnd{stream});
        m_vm->say(protocol::StreamReset{stream});
    }
    QVERIFY(m_vm->killReason.isEmpty());
    QVERIFY(m_vm->sent.isEmpty());
}

void HostileStreamsTest::endsAGuestThatSendsMoreThanItsWindow()
{
    m_vm->say(protocol::Connect{1});
    for (std::size_t sent = 0; sent < protocol::streamWindow; sent += protocol::maxChunk)
        m_vm->say(protocol::StreamData{1, std::string(protocol::maxChunk, 'x')});
    QVERIFY(!isEnded());
    m_vm->say(protocol::StreamData{1, "x"});
    QVERIFY(isEnded());
}

void HostileStreamsTest::endsAGuestThatTakesANumberOfTheHost()
{
    m_vm->say(protocol::Connect{2});
    QVERIFY(isEnded());
}

void HostileStreamsTest::endsAGuestThatConnectsTwiceWithOneNumber()
{
    m_vm->say(protocol::Connect{1});
    QVERIFY(!isEnded());
    m_vm->say(protocol::Connect{1});
    QVERIFY(isEnded());
}

void HostileStreamsTest::endsAGuestWithTooManyConnections()
{
    for (quint32 number = 1; number < 2 * 1'000 && !isEnded(); number += 2)
        m_vm->say(protocol::Connect{number});
    QVERIFY(isEnded());
    QVERIFY(m_vm->count<protocol::StreamReset>() < 1'000);
}

void HostileStreamsTest::endsAGuestThatConnectsInALoop()
{
    for (quint32 round = 0; round < 1'000'000 && !isEnded(); ++round) {
        m_vm->say(protocol::Connect{2 * round + 1});
        m_vm->say(protocol::StreamReset{2 * round + 1});
    }
    QVERIFY(isEnded());
}

void HostileStreamsTest::sendsNoMoreThanTheWindowHoweverMuchCreditComes()
{
    m_vm->say(protocol::Connect{1});
    for (int i = 0; i < 100; ++i)
        m_vm->say(protocol::StreamCredit{1, 0xffff'ffff});
    // an answer of the gateway, which is far smaller than the window
    m_vm->say(protocol::StreamData{1, "GET nonsense HTTP/9.9\r\n\r\n"});
    QTRY_VERIFY(sentTo(1) > 0);
    QVERIFY(sentTo(1) <= qsizetype(protocol::streamWindow));
    QVERIFY(!isEnded());
}

void HostileStreamsTest::ignoresAnAnswerToNoMount()
{
    m_vm->say(protocol::Mounted{2, true, {}});
    m_vm->say(protocol::Mounted{99, false, std::string(protocol::maxText, 'x')});
    QVERIFY(m_vm->killReason.isEmpty());
}

void HostileStreamsTest::endsAGuestThatBreaksTheFileProtocol()
{
    mountAFolder();
    m_vm->say(protocol::StreamData{m_mount, std::string(64, '\xff')});
    QTRY_VERIFY(isEnded());
}

void HostileStreamsTest::unmountsForAGuestThatNeverAnswered()
{
    SessionSetup setup;
    setup.mounts = {{QStringLiteral("/input"), {m_folder.path(), false, {}}}};
    m_links->apply(setup);
    m_links->apply({});
    QCOMPARE(m_vm->count<protocol::Mount>(), 1);
    QCOMPARE(m_vm->count<protocol::Unmount>(), 1);
}

void HostileStreamsTest::survivesAResetInEveryState()
{
    mountAFolder();
    m_vm->say(protocol::StreamReset{m_mount});
    m_vm->say(protocol::StreamData{m_mount, "x"});
    m_vm->say(protocol::StreamReset{m_mount});
    for (quint32 number = 1; number < 100; number += 2) {
        m_vm->say(protocol::Connect{number});
        m_vm->say(protocol::StreamData{number, "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"});
        if (number % 4 == 1)
            m_vm->say(protocol::StreamEnd{number});
        m_vm->say(protocol::StreamReset{number});
        m_vm->say(protocol::StreamEnd{number});
        m_vm->say(protocol::Connect{number}); // again, while the host may still be busy with the first
    }
    QCoreApplication::processEvents();
    QVERIFY(!isEnded());
}

QTEST_GUILESS_MAIN(HostileStreamsTest)
#include "streams_test.moc"
