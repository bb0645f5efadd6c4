#include "tests/sandbox/host/qmp_peers.h"

#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

const QByteArray greeting = "{\"QMP\":{\"version\":{},\"capabilities\":[]}}\r\n";

} // namespace

class QmpClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sendsNothingBeforeTheGreeting();
    void negotiatesAndThenSendsInOrder();
    void answersInOrderWithEventsBetween();
    void readsLinesThatAreCutAnywhere();
    void reportsARefusalWithQemusWords();
    void givesUpOnWhatIsNotJson();
    void givesUpOnAnAnswerToNothing();
    void givesUpOnALineWithoutEnd();

private:
    void greet();
    [[nodiscard]] QByteArray received(qsizetype lines);

    std::unique_ptr<QmpPeers> m_peers;
};

void QmpClientTest::init()
{
    m_peers = std::make_unique<QmpPeers>();
    QVERIFY(m_peers->qemu.isValid());
}

void QmpClientTest::cleanup()
{
    m_peers.reset();
}

QByteArray QmpClientTest::received(qsizetype lines)
{
    QByteArray bytes;
    (void)QTest::qWaitFor([&] {
        bytes += m_peers->qemu.readAll();
        return bytes.count('\n') >= lines;
    });
    return bytes;
}

void QmpClientTest::greet()
{
    m_peers->qemu.write(greeting);
    QVERIFY(received(1).contains("qmp_capabilities"));
    m_peers->qemu.write("{\"return\":{}}\r\n");
}

void QmpClientTest::sendsNothingBeforeTheGreeting()
{
    m_peers->client.execute(QStringLiteral("stop"));
    QCOMPARE(m_peers->socket.bytesToWrite(), 0);
}

void QmpClientTest::negotiatesAndThenSendsInOrder()
{
    m_peers->client.execute(QStringLiteral("stop"));
    m_peers->client.execute(QStringLiteral("cont"), {{QStringLiteral("a"), 1}});
    m_peers->qemu.write(greeting);
    QCOMPARE(received(3), QByteArray("{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"stop\"}\n"
                                     "{\"arguments\":{\"a\":1},\"execute\":\"cont\"}\n"));
}

void QmpClientTest::answersInOrderWithEventsBetween()
{
    QSignalSpy events(&m_peers->client, &QmpClient::eventReceived);
    QVector<int> answers;
    const auto keep = [&](const Result<QJsonValue> &answer) { answers << answer->toInt(); };
    greet();
    m_peers->client.execute(QStringLiteral("one"), {}, keep);
    m_peers->client.execute(QStringLiteral("two"), {}, keep);
    m_peers->qemu.write("{\"return\":1}\r\n{\"event\":\"STOP\",\"data\":{\"x\":2}}\r\n{\"return\":2}\r\n");
    QTRY_COMPARE(answers, (QVector<int>{1, 2}));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.at(0).at(0).toString(), QStringLiteral("STOP"));
}

void QmpClientTest::readsLinesThatAreCutAnywhere()
{
    greet();
    QSignalSpy events(&m_peers->client, &QmpClient::eventReceived);
    for (const char byte : QByteArray("{\"event\":\"A\"}\r\n{\"event\":\"B\"}\n")) {
        m_peers->qemu.write(&byte, 1);
        m_peers->qemu.flush();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(events.size(), 2);
}

void QmpClientTest::reportsARefusalWithQemusWords()
{
    QString message;
    greet();
    m_peers->client.execute(QStringLiteral("x"), {},
                            [&](const auto &answer) { message = answer.error().message; });
    m_peers->qemu.write("{\"error\":{\"class\":\"GenericError\",\"desc\":\"no such thing\"}}\r\n");
    QTRY_VERIFY(message.contains(u"no such thing"));
}

void QmpClientTest::givesUpOnWhatIsNotJson()
{
    QSignalSpy failures(&m_peers->client, &QmpClient::failed);
    m_peers->qemu.write("hello\n{\"QMP\":{}}\n");
    QTRY_COMPARE(failures.size(), 1);
}

void QmpClientTest::givesUpOnAnAnswerToNothing()
{
    greet();
    QSignalSpy failures(&m_peers->client, &QmpClient::failed);
    m_peers->qemu.write("{\"return\":{}}\r\n");
    QTRY_COMPARE(failures.size(), 1);
}

void QmpClientTest::givesUpOnALineWithoutEnd()
{
    QSignalSpy failures(&m_peers->client, &QmpClient::failed);
    m_peers->qemu.write(QByteArray((1 << 20) + 10, 'x'));
    QTRY_COMPARE(failures.size(), 1);
}

QTEST_GUILESS_MAIN(QmpClientTest)
#include "qmp_client_test.moc"
