#include "core/llm/chat_clients.h"
#include "core/llm/connection_store.h"
#include "core/llm/connection_test.h"
#include "core/llm/key_lookup.h"

#include "tests/core/llm/fake_openai_process.h"

#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

namespace {

Connection local(const QString &baseUrl)
{
    Connection connection;
    connection.name = QStringLiteral("local");
    connection.title = QStringLiteral("Local server");
    connection.baseUrl = baseUrl;
    connection.keyVariable = QStringLiteral("LOCAL_KEY");
    return connection;
}

QProcessEnvironment environment(const QString &name, const QString &value)
{
    QProcessEnvironment result;
    result.insert(name, value);
    return result;
}

// What a job reports; an error if it never does.
template<typename T, typename Job> Result<T> resultOf(Job &job)
{
    std::optional<Result<T>> result;
    QObject::connect(&job, &Job::finished, &job, [&](const Result<T> &reported) { result = reported; });
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 20'000))
        return fail(QStringLiteral("The job did not end."));
    return *result;
}

QString messageOf(const Result<ConnectionReport> &report)
{
    return report ? report->summary : report.error().message;
}

} // namespace

class ConnectionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void alwaysHasDemoAndOpenAi();
    void takesTheBaseUrlFromTheEnvironment();
    void keepsConnectionsWithoutKeys();
    void doesNotOverwriteAFileItCannotRead();
    void refusesWhatCannotBeAConnection();
    void namesTheConnectionsThereAre();
    void readsConnectionAndModel_data();
    void readsConnectionAndModel();

    void prefersTheKeyOfTheEnvironment();
    void acceptsThatLocalServersHaveNoKey();
    void saysWhereToPutTheKeyOfOpenAi();
    void saysWhyTheKeychainCannotBeUsed();

    void listsTheModelsOfAServer();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void asksTheModelWhereNoneAreListed();
    void endsOnceWhenCancelled();

    void choosesTheClientByTheKind();

private:
    fakes::OpenAiProcess m_server;
    QTemporaryDir m_folder;
};

void ConnectionsTest::initTestCase()
{
    QVERIFY(m_server.start());
}

void ConnectionsTest::alwaysHasDemoAndOpenAi()
{
    ConnectionStore store(m_folder.filePath(u"nothing"_qs), {});
    QVERIFY(store.load());
    QCOMPARE(store.connections().size(), 2);
    QVERIFY(store.find(u"demo")->kind == Connection::Kind::Demo);
    QCOMPARE(store.find(u"openai")->baseUrl, u"https://api.openai.com/v1"_qs);
    QCOMPARE(store.find(u"openai")->keyVariable, u"OPENAI_API_KEY"_qs);
}

void ConnectionsTest::takesTheBaseUrlFromTheEnvironment()
{
    ConnectionStore store(m_folder.path(), environment(u"OPENAI_BASE_URL"_qs, u"http://127.0.0.1:1/v1"_qs));
    QCOMPARE(store.find(u"openai")->baseUrl, u"http://127.0.0.1:1/v1"_qs);
}

void ConnectionsTest::keepsConnectionsWithoutKeys()
{
    const QString folder = m_folder.filePath(u"kept"_qs);
    ConnectionStore store(folder, {});
    QVERIFY(store.load());
    Connection mine = local(u"http://127.0.0.1:8080/v1"_qs);
    mine.models = {u"a"_qs, u"b"_qs};
    QVERIFY(store.save(mine));
    ConnectionStore again(folder, {});
    QVERIFY(again.load());
    QCOMPARE(again.find(u"local").value(), mine);
    QVERIFY(again.remove(u"local"_qs));
    QVERIFY(!again.find(u"local"));
    QVERIFY(!again.remove(u"local"_qs));
}

void ConnectionsTest::doesNotOverwriteAFileItCannotRead()
{
    ConnectionStore store(m_folder.path(), {});
    QFile file(store.filePath());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{ \"connections\": [");
    file.close();
    QVERIFY(!store.load());
    QVERIFY(store.find(u"demo"));
    const auto saved = store.save(local(u"http://127.0.0.1/v1"_qs));
    QVERIFY(!saved);
    QVERIFY2(saved.error().message.contains(u"not overwritten"), qPrintable(saved.error().message));
    QCOMPARE(QFileInfo(file).size(), 18);
}

void ConnectionsTest::refusesWhatCannotBeAConnection()
{
    ConnectionStore store(m_folder.filePath(u"other"_qs), {});
    Connection named = local({});
    for (const QString &name : {QString(), u"Upper"_qs, u"a:b"_qs, u"../x"_qs, u"demo"_qs, u"a\n"_qs}) {
        named.name = name;
        QVERIFY2(!store.save(named), qPrintable(name));
    }
    QVERIFY(!Connection::fromJson({{u"name"_qs, u"x"_qs}, {u"kind"_qs, u"telepathy"_qs}}));
}

void ConnectionsTest::namesTheConnectionsThereAre()
{
    ConnectionStore store(m_folder.filePath(u"nothing"_qs), {});
    const auto found = store.find(u"nowhere");
    QVERIFY(!found);
    QVERIFY2(found.error().message.contains(u"demo, openai"), qPrintable(found.error().message));
}

void ConnectionsTest::readsConnectionAndModel_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<QString>("connection");
    QTest::addColumn<QString>("model");
    QTest::newRow("connection") << u"demo"_qs << true << u"demo"_qs << QString();
    QTest::newRow("model") << u"openai:gpt-4.1-mini"_qs << true << u"openai"_qs << u"gpt-4.1-mini"_qs;
    QTest::newRow("colon in model") << u"local:llama3:8b"_qs << true << u"local"_qs << u"llama3:8b"_qs;
    QTest::newRow("no model") << u"openai:"_qs << false << QString() << QString();
    QTest::newRow("nothing") << QString() << false << QString() << QString();
    QTest::newRow("no connection") << u":gpt"_qs << false << QString() << QString();
}

void ConnectionsTest::readsConnectionAndModel()
{
    QFETCH(QString, text);
    QFETCH(bool, valid);
    const auto parsed = parseModelRef(text);
    QCOMPARE(parsed.has_value(), valid);
    if (!parsed) {
        QVERIFY(parsed.error().code == ErrorCode::BadUsage);
        return;
    }
    QTEST(parsed->connection, "connection");
    QTEST(parsed->model, "model");
}

void ConnectionsTest::prefersTheKeyOfTheEnvironment()
{
    Connection connection = local(m_server.baseUrl());
    connection.keyInKeychain = true;
    KeyLookup lookup(connection, environment(u"LOCAL_KEY"_qs, u" sk-from-environment \n"_qs));
    QCOMPARE(resultOf<QString>(lookup).value(), u"sk-from-environment"_qs);
}

void ConnectionsTest::acceptsThatLocalServersHaveNoKey()
{
    KeyLookup lookup(local(m_server.baseUrl()), {});
    QCOMPARE(resultOf<QString>(lookup).value(), QString());
}

void ConnectionsTest::saysWhereToPutTheKeyOfOpenAi()
{
    ConnectionStore store(m_folder.filePath(u"nothing"_qs), {});
    KeyLookup lookup(*store.find(u"openai"), {});
    const auto key = resultOf<QString>(lookup);
    QVERIFY(!key);
    QVERIFY(key.error().code == ErrorCode::ModelUnavailable);
    QVERIFY2(key.error().message.contains(u"set OPENAI_API_KEY or enter the key"),
             qPrintable(key.error().message));
}

// Where tests run there is usually no keychain; where there is one, it does not know this connection.
void ConnectionsTest::saysWhyTheKeychainCannotBeUsed()
{
    Connection connection = local(m_server.baseUrl());
    connection.name = u"glasshouse-test-unknown"_qs;
    connection.keyInKeychain = true;
    KeyLookup lookup(connection, {});
    const auto key = resultOf<QString>(lookup);
    if (key)
        QCOMPARE(*key, QString());
    else
        QVERIFY2(key.error().message.contains(u"could not be read from the keychain: ") &&
                     key.error().message.contains(u"LOCAL_KEY"),
                 qPrintable(key.error().message));
}

void ConnectionsTest::listsTheModelsOfAServer()
{
    ConnectionTest test(local(m_server.baseUrl() + u"/chat/completions"_qs), {});
    const auto report = resultOf<ConnectionReport>(test);
    QVERIFY2(report, qPrintable(messageOf(report)));
    QVERIFY(report->models.contains(u"odd-splits"_qs));
    QVERIFY(std::is_sorted(report->models.begin(), report->models.end()));
}

void ConnectionsTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("baseUrl");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("says");
    const QString good = m_server.baseUrl();
    QTest::newRow("nobody there") << u"http://127.0.0.1:1/v1"_qs << QString() << QString()
                                  << u"Nothing answers at 127.0.0.1:1"_qs;
    QTest::newRow("no such host") << u"http://host.invalid/v1"_qs << QString() << QString()
                                  << u"host.invalid"_qs;
    QTest::newRow("key refused") << good << u"refused-key"_qs << QString() << u"does not accept the key"_qs;
    QTest::newRow("no such model") << good << QString() << u"gpt-none"_qs
                                   << u"has no model “gpt-none”. It offers: "_qs;
    QTest::newRow("a web site") << m_server.address() + u"/html"_qs << QString() << QString()
                                << u"not the expected JSON"_qs;
    QTest::newRow("wrong path") << m_server.address() + u"/other"_qs << QString() << u"m"_qs
                                << u"usually ends in /v1"_qs;
    QTest::newRow("no address") << u"nonsense"_qs << QString() << QString() << u"is not an address"_qs;
}

void ConnectionsTest::namesWhatIsWrong()
{
    QFETCH(QString, baseUrl);
    QFETCH(QString, key);
    QFETCH(QString, model);
    QFETCH(QString, says);
    Connection connection = local(baseUrl);
    connection.defaultModel = model;
    ConnectionTest test(connection, key);
    const auto report = resultOf<ConnectionReport>(test);
    QVERIFY(!report);
    QVERIFY2(report.error().message.contains(says), qPrintable(report.error().message));
    QVERIFY(report.error().code == ErrorCode::ModelUnavailable);
    QVERIFY(key.isEmpty() || !report.error().message.contains(key));
}

void ConnectionsTest::asksTheModelWhereNoneAreListed()
{
    Connection connection = local(m_server.address() + u"/unlisted/v1"_qs);
    connection.defaultModel = u"text"_qs;
    ConnectionTest test(connection, {});
    const auto report = resultOf<ConnectionReport>(test);
    QVERIFY2(report, qPrintable(messageOf(report)));
    QVERIFY(report->models.isEmpty());
}

void ConnectionsTest::endsOnceWhenCancelled()
{
    ConnectionTest test(local(m_server.baseUrl()), {});
    QVector<Result<ConnectionReport>> reports;
    connect(&test, &ConnectionTest::finished, this,
            [&](const Result<ConnectionReport> &report) { reports.append(report); });
    test.cancel();
    test.cancel();
    QVERIFY(reports.isEmpty());
    QTRY_COMPARE(reports.size(), 1);
    QVERIFY(reports.first().error().code == ErrorCode::Cancelled);
}

void ConnectionsTest::choosesTheClientByTheKind()
{
    ConnectionStore store(m_folder.filePath(u"nothing"_qs), {});
    QVERIFY(makeChatClient(*store.find(u"demo"), {})->isScripted());
    QVERIFY(!makeChatClient(*store.find(u"openai"), u"sk-0123456789"_qs)->isScripted());
}

QTEST_GUILESS_MAIN(ConnectionsTest)
#include "connections_test.moc"
