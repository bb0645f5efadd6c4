#include "sandbox/host/descriptor.h"
#include "sandbox/host/qmp_client.h"

#include <QLocalSocket>
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

    std::unique_ptr<QLocalSocket> m_socket; // QEMU's side is m_qemu
    std::unique_ptr<QLocalSocket> m_qemu;
    std::unique_ptr<QmpClient> m_client;
};

void QmpClientTest::init()
{
    auto pair = makeSocketPair();
    QVERIFY(pair);
    m_socket = std::make_unique<QLocalSocket>();
    m_qemu = std::make_unique<QLocalSocket>();
    QVERIFY(m_socket->setSocketDescriptor(pair->ours.release()));
    QVERIFY(m_qemu->setSocketDescriptor(pair->theirs.release()));
    m_client = std::make_unique<QmpClient>(*m_socket);
}

void QmpClientTest::cleanup()
{
    m_client.reset();
    m_socket.reset();
    m_qemu.reset();
}

QByteArray QmpClientTest::received(qsizetype lines)
{
    QByteArray bytes;
    (void)QTest::qWaitFor([&] {
        bytes += m_qemu->readAll();
        return bytes.count('\n') >= lines;
    });
    return bytes;
}

void QmpClientTest::greet()
{
    m_qemu->write(greeting);
    QVERIFY(received(1).contains("qmp_capabilities"));
    m_qemu->write("{\"return\":{}}\r\n");
}

void QmpClientTest::sendsNothingBeforeTheGreeting()
{
    m_client->execute(QStringLiteral("stop"));
    QCOMPARE(m_socket->bytesToWrite(), 0);
}

void QmpClientTest::negotiatesAndThenSendsInOrder()
{
    m_client->execute(QStringLiteral("stop"));
    m_client->execute(QStringLiteral("cont"), {{QStringLiteral("a"), 1}});
    m_qemu->write(greeting);
    QCOMPARE(received(3), QByteArray("{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"stop\"}\n"
                                     "{\"arguments\":{\"a\":1},\"execute\":\"cont\"}\n"));
}

void QmpClientTest::answersInOrderWithEventsBetween()
{
    QSignalSpy events(m_client.get(), &QmpClient::eventReceived);
    QVector<int> answers;
    const auto keep = [&](const Result<QJsonValue> &answer) { answers << answer->toInt(); };
    greet();
    m_client->execute(QStringLiteral("one"), {}, keep);
    m_client->execute(QStringLiteral("two"), {}, keep);
    m_qemu->write("{\"return\":1}\r\n{\"event\":\"STOP\",\"data\":{\"x\":2}}\r\n{\"return\":2}\r\n");
    QTRY_COMPARE(answers, (QVector<int>{1, 2}));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.at(0).at(0).toString(), QStringLiteral("STOP"));
}

void QmpClientTest::readsLinesThatAreCutAnywhere()
{
    greet();
    QSignalSpy events(m_client.get(), &QmpClient::eventReceived);
    for (const char byte : QByteArray("{\"event\":\"A\"}\r\n{\"event\":\"B\"}\n")) {
        m_qemu->write(&byte, 1);
        m_qemu->flush();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(events.size(), 2);
}

void QmpClientTest::reportsARefusalWithQemusWords()
{
    QString message;
    greet();
    m_client->execute(QStringLiteral("x"), {}, [&](const auto &answer) { message = answer.error().message; });
    m_qemu->write("{\"error\":{\"class\":\"GenericError\",\"desc\":\"no such thing\"}}\r\n");
    QTRY_VERIFY(message.contains(u"no such thing"));
}

void QmpClientTest::givesUpOnWhatIsNotJson()
{
    QSignalSpy failures(m_client.get(), &QmpClient::failed);
    m_qemu->write("hello\n{\"QMP\":{}}\n");
    QTRY_COMPARE(failures.size(), 1);
}

void QmpClientTest::givesUpOnAnAnswerToNothing()
{
    greet();
    QSignalSpy failures(m_client.get(), &QmpClient::failed);
    m_qemu->write("{\"return\":{}}\r\n");
    QTRY_COMPARE(failures.size(), 1);
}

void QmpClientTest::givesUpOnALineWithoutEnd()
{
    QSignalSpy failures(m_client.get(), &QmpClient::failed);
    m_qemu->write(QByteArray((1 << 20) + 10, 'x'));
    QTRY_COMPARE(failures.size(), 1);
}

QTEST_GUILESS_MAIN(QmpClientTest)
#include "qmp_client_test.moc"
