#include "core/llm/known_services.h"
#include "core/llm/local_servers.h"

#include "tests/core/llm/fake_openai_process.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace glasshouse;

namespace {

Connection candidate(const QString &name, const QString &baseUrl)
{
    Connection connection;
    connection.name = name;
    connection.title = name;
    connection.baseUrl = baseUrl;
    return connection;
}

} // namespace

class LocalServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }

    void findsTheServerThatRunsAmongThoseThatDoNot();
    void endsWithoutCandidates();
    void neverAsksBeyondThisMachine();
    void postsNothingToAServerThatIsNone();
    void looksOnlyOnTheLoopbackInterface();
    void prefersAModelThatChats();
    void findsTheServicesThatHaveAKey();

private:
    fakes::OpenAiProcess m_server;
};

void LocalServersTest::findsTheServerThatRunsAmongThoseThatDoNot()
{
    QTcpServer closed; // a port where nobody answers
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const auto nobody = QStringLiteral("http://127.0.0.1:%1/v1").arg(closed.serverPort());
    closed.close();
    LocalServerSearch search({candidate(u"nobody"_qs, nobody), candidate(u"real"_qs, m_server.baseUrl())});
    QVector<Connection> found;
    connect(&search, &LocalServerSearch::found, this,
            [&](const Connection &server) { found.append(server); });
    QSignalSpy finished(&search, &LocalServerSearch::finished);
    search.start();
    QVERIFY(finished.wait());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().name, u"real"_qs);
    QVERIFY(found.first().models.contains(u"text"_qs));
    QVERIFY(!found.first().defaultModel.isEmpty());
}

void LocalServersTest::endsWithoutCandidates()
{
    LocalServerSearch search({});
    QSignalSpy finished(&search, &LocalServerSearch::finished);
    search.start();
    QVERIFY(finished.wait());
}

void LocalServersTest::neverAsksBeyondThisMachine()
{
    LocalServerSearch search({candidate(u"far"_qs, u"http://192.0.2.1:8080/v1"_qs),
                              candidate(u"named"_qs, u"http://localhost.example:8080/v1"_qs)});
    QSignalSpy found(&search, &LocalServerSearch::found);
    QSignalSpy finished(&search, &LocalServerSearch::finished);
    search.start();
    QVERIFY(finished.wait());
    QCOMPARE(found.size(), 0);
}

// Somebody's own program may listen at a usual port.
void LocalServersTest::postsNothingToAServerThatIsNone()
{
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&stranger, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = stranger.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, this, [&heard, socket] {
            heard += socket->readAll();
            socket->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        });
    });
    LocalServerSearch search(
        {candidate(u"stranger"_qs, QStringLiteral("http://127.0.0.1:%1/v1").arg(stranger.serverPort()))});
    QSignalSpy found(&search, &LocalServerSearch::found);
    QSignalSpy finished(&search, &LocalServerSearch::finished);
    search.start();
    QVERIFY(finished.wait());
    QCOMPARE(found.size(), 0);
    QVERIFY(heard.startsWith("GET /v1/models "));
    QVERIFY(!heard.contains("POST"));
}

void LocalServersTest::looksOnlyOnTheLoopbackInterface()
{
    for (const Connection &server : usualLocalServers())
        QVERIFY2(server.baseUrl.startsWith(u"http://127.0.0.1:"), qPrintable(server.baseUrl));
}

void LocalServersTest::prefersAModelThatChats()
{
    QCOMPARE(likelyChatModel({u"nomic-embed-text"_qs, u"bge-reranker"_qs, u"qwen3:8b"_qs}), u"qwen3:8b"_qs);
    QCOMPARE(likelyChatModel({u"nomic-embed-text"_qs}), u"nomic-embed-text"_qs);
    QCOMPARE(likelyChatModel({}), QString());
}

void LocalServersTest::findsTheServicesThatHaveAKey()
{
    QProcessEnvironment environment;
    QVERIFY(servicesWithKeys(environment).isEmpty());
    environment.insert(u"MISTRAL_API_KEY"_qs, u"very-secret"_qs);
    const auto found = servicesWithKeys(environment);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().keyVariable, u"MISTRAL_API_KEY"_qs);
    QVERIFY(!QString::fromUtf8(QJsonDocument(found.first().toJson()).toJson()).contains(u"very-secret"));
}

QTEST_GUILESS_MAIN(LocalServersTest)
#include "local_servers_test.moc"
