#include "sandbox/host/descriptor.h"
#include "sandbox/host/guest_channel.h"
#include "sandbox/protocol/limits.h"

#include <QLocalSocket>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class GuestChannelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void deliversMessages();
    void sendsMessages();
    void stopsAtTheFirstViolation();
    void refusesWhatOnlyTheHostMaySay();
    void deliversNothingAfterClose();
    void aSavedGuestsOldWordsAreSkipped();
    void survivesItsOwnEndInTheMiddleOfABurst();

private:
    void say(const protocol::Message &message)
    {
        const std::string bytes = protocol::encode(message);
        m_guest->write(bytes.data(), static_cast<qint64>(bytes.size()));
    }

    std::unique_ptr<QLocalSocket> m_socket;
    std::unique_ptr<QLocalSocket> m_guest;
    std::unique_ptr<GuestChannel> m_channel;
};

void GuestChannelTest::init()
{
    auto pair = makeSocketPair();
    QVERIFY(pair);
    m_socket = std::make_unique<QLocalSocket>();
    m_guest = std::make_unique<QLocalSocket>();
    QVERIFY(m_socket->setSocketDescriptor(pair->ours.release()));
    QVERIFY(m_guest->setSocketDescriptor(pair->theirs.release()));
    m_channel = std::make_unique<GuestChannel>(*m_socket);
}

void GuestChannelTest::cleanup()
{
    m_channel.reset();
    m_socket.reset();
    m_guest.reset();
}

void GuestChannelTest::deliversMessages()
{
    QVector<protocol::Message> received;
    connect(m_channel.get(), &GuestChannel::messageReceived, this, [&](const auto &one) { received << one; });
    say(protocol::Pong{1});
    say(protocol::Pong{2});
    QTRY_COMPARE(received.size(), 2);
    QVERIFY(received.at(1) == protocol::Message(protocol::Pong{2}));
}

void GuestChannelTest::aSavedGuestsOldWordsAreSkipped()
{
    QSignalSpy violations(m_channel.get(), &GuestChannel::violated);
    QSignalSpy messages(m_channel.get(), &GuestChannel::messageReceived);
    m_channel->skipToGreeting();
    const protocol::HelloOk greeting{std::string(protocol::nonceSize, 'n'), "1", true};
    const std::string frame = protocol::encode(greeting);
    m_guest->write("half a frame GH");
    say(protocol::Pong{1});
    m_guest->write(frame.data(), 5); // in pieces
    QVERIFY(m_guest->waitForBytesWritten());
    QTRY_COMPARE(m_socket->bytesAvailable(), 0);
    m_guest->write(frame.data() + 5, qint64(frame.size()) - 5);
    say(protocol::Pong{2});
    QTRY_COMPARE(messages.size(), 2);
    QVERIFY(messages.at(0).first().value<protocol::Message>() == protocol::Message(greeting));
    QVERIFY(violations.isEmpty());
}

void GuestChannelTest::sendsMessages()
{
    m_channel->send(protocol::Ping{7});
    const std::string expected = protocol::encode(protocol::Ping{7});
    QTRY_COMPARE(m_guest->bytesAvailable(), static_cast<qint64>(expected.size()));
    QCOMPARE(m_guest->readAll().toStdString(), expected);
}

void GuestChannelTest::stopsAtTheFirstViolation()
{
    QSignalSpy violations(m_channel.get(), &GuestChannel::violated);
    QSignalSpy messages(m_channel.get(), &GuestChannel::messageReceived);
    m_guest->write("this is not a frame");
    say(protocol::Pong{1});
    QTRY_COMPARE(violations.size(), 1);
    say(protocol::Pong{1});
    m_guest->flush();
    QCoreApplication::processEvents();
    QCOMPARE(violations.size(), 1);
    QCOMPARE(messages.size(), 0);
}

void GuestChannelTest::refusesWhatOnlyTheHostMaySay()
{
    QSignalSpy violations(m_channel.get(), &GuestChannel::violated);
    say(protocol::Cancel{1});
    QTRY_COMPARE(violations.size(), 1);
}

void GuestChannelTest::deliversNothingAfterClose()
{
    QSignalSpy messages(m_channel.get(), &GuestChannel::messageReceived);
    connect(m_channel.get(), &GuestChannel::messageReceived, this, [this] { m_channel->close(); });
    for (int i = 0; i < 10; ++i)
        say(protocol::Pong{1});
    QTRY_COMPARE(messages.size(), 1);
}

void GuestChannelTest::survivesItsOwnEndInTheMiddleOfABurst()
{
    bool seen = false;
    connect(m_channel.get(), &GuestChannel::messageReceived, this, [&] {
        m_channel->close();
        m_channel.release()->deleteLater();
        seen = true;
    });
    for (int i = 0; i < 10; ++i)
        say(protocol::Pong{1});
    QTRY_VERIFY(seen);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

QTEST_GUILESS_MAIN(GuestChannelTest)
#include "guest_channel_test.moc"
