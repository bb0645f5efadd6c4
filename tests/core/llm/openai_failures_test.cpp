// What the client says when a server, an address or a key is wrong, and when it tries again.
#include "tests/core/llm/openai_case.h"

#include <QTcpServer>

using namespace glasshouse;

class OpenAiFailuresTest : public OpenAiCase
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatToDo_data();
    void saysWhatToDo();
    void namesAServerThatIsNotThere();
    void namesAnAddressThatIsNone();
    void namesAServerWithoutTls();
    void asksForAKeyWhenThereIsNone();
    void refusesAKeyThatCannotBeSent();
    void retriesBeforeTheFirstDelta_data();
    void retriesBeforeTheFirstDelta();
    void neverRetriesAfterTextWasShown_data();
    void neverRetriesAfterTextWasShown();
    void givesUpAfterTheLastRetry();
    void doesNotWaitForAnHour();
    void keepsTheKeyOutOfErrors();
    void sendsNothingToTheTargetOfARedirect();
};

void OpenAiFailuresTest::saysWhatToDo_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *model, const char *says) {
        QTest::newRow(model) << QString::fromLatin1(model) << QString::fromUtf8(says);
    };
    row("401", "does not accept the key of connection “test”");
    row("403", "does not allow this key");
    row("404-model", "has no model “404-model”");
    row("404-path", "usually ends in /v1");
    row("400-context", "too long for model “400-context”");
    row("429", "wait a minute");
    row("429-quota", "check the plan and billing");
    row("500", "has a problem of its own (HTTP 500)");
    row("redirect", "redirects to http://127.0.0.2:9/v1/chat/completions.");
    row("hang", "sent nothing for 1 s");
    row("stall", "stopped in the middle of its answer");
    row("cut", "closed the connection before its answer was complete");
    row("cut-reset", "closed the connection before its answer was complete");
    row("malformed-event", "an event of its stream is not JSON");
    row("malformed-json", "its answer is not JSON");
    row("html", "its answer is not JSON (“<html>");
    row("empty", "its answer is empty");
    row("huge-line", "a line of more than");
    row("endless", "its answer is larger than 8 MB");
    row("error-in-stream", "The server says: Broke.");
}

void OpenAiFailuresTest::saysWhatToDo()
{
    QFETCH(QString, model);
    QFETCH(QString, says);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(says), qPrintable(call.error()));
    QCOMPARE(call.code(), ErrorCode::ModelUnavailable);
    QVERIFY2(call.error().endsWith(u'.'), qPrintable(call.error()));
}

void OpenAiFailuresTest::namesAServerThatIsNotThere()
{
    Connection nobody = connection();
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    nobody.baseUrl = u"http://127.0.0.1:%1/v1"_qs.arg(closed.serverPort());
    closed.close();
    OpenAiClient client(nobody, {}, impatient());
    Watched call(client.start({u"m"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().startsWith(u"Nothing answers at 127.0.0.1:"), qPrintable(call.error()));
    QCOMPARE(call.code(), ErrorCode::ModelUnavailable);
}

void OpenAiFailuresTest::namesAnAddressThatIsNone()
{
    for (const QString &url :
         {u"localhost:8080/v1"_qs, u"ftp://host/v1"_qs, QString(), u"https://user:pw@host/v1"_qs}) {
        Connection wrong = connection();
        wrong.baseUrl = url;
        OpenAiClient client(wrong, {}, impatient());
        Watched call(client.start({u"m"_qs, {}, {}, {}, {}, {}, {}}));
        QVERIFY(call.ended());
        QVERIFY2(call.error().contains(u"base URL"), qPrintable(call.error()));
        QVERIFY(!call.error().contains(u"pw"));
    }
}

void OpenAiFailuresTest::namesAServerWithoutTls()
{
    Connection wrong = connection();
    wrong.baseUrl.replace(u"http://"_qs, u"https://"_qs);
    OpenAiClient client(wrong, {}, impatient());
    Watched call(client.start({u"m"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().startsWith(u"No connection to 127.0.0.1:"), qPrintable(call.error()));
    QCOMPARE(call.code(), ErrorCode::ModelUnavailable);
}

void OpenAiFailuresTest::asksForAKeyWhenThereIsNone()
{
    OpenAiClient client(connection(), {}, impatient());
    Watched call(client.start({u"401"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"needs a key and none is set: set TEST_KEY"), qPrintable(call.error()));
}

void OpenAiFailuresTest::refusesAKeyThatCannotBeSent()
{
    OpenAiClient client(connection(), Secret(u"sk-0123456789\r\nX-Evil: 1"_qs), impatient());
    Watched call(client.start({u"text"_qs, {}, {}, {}, {}, {}, {}}));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"copy it again"), qPrintable(call.error()));
}

void OpenAiFailuresTest::retriesBeforeTheFirstDelta_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : {"429-then-text", "500-then-text", "reset-then-text", "overloaded-then-text"})
        QTest::newRow(model) << QString::fromLatin1(model);
}

void OpenAiFailuresTest::retriesBeforeTheFirstDelta()
{
    QFETCH(QString, model);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QVERIFY2(*call.result, qPrintable(call.error()));
    QCOMPARE(call.text, u"Hello from the server."_qs);
    QVERIFY(call.retries >= 1);
}

void OpenAiFailuresTest::neverRetriesAfterTextWasShown_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : {"cut", "cut-reset", "error-in-stream", "stall"})
        QTest::newRow(model) << QString::fromLatin1(model);
}

void OpenAiFailuresTest::neverRetriesAfterTextWasShown()
{
    QFETCH(QString, model);
    Watched call(startCall(model));
    QVERIFY(call.ended());
    QCOMPARE(call.text, u"This is the beg"_qs);
    QCOMPARE(call.retries, 0);
}

void OpenAiFailuresTest::givesUpAfterTheLastRetry()
{
    Watched call(startCall(u"500"_qs));
    QVERIFY(call.ended());
    QCOMPARE(call.retries, 3);
    QCOMPARE(call.ends, 1);
}

void OpenAiFailuresTest::doesNotWaitForAnHour()
{
    Watched call(startCall(u"429"_qs)); // with Retry-After: 3600
    QVERIFY(call.ended());
    QCOMPARE(call.retries, 0);
}

void OpenAiFailuresTest::keepsTheKeyOutOfErrors()
{
    Watched call(startCall(u"echo-key-error"_qs));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"The key [key] is wrong."), qPrintable(call.error()));
}

void OpenAiFailuresTest::sendsNothingToTheTargetOfARedirect()
{
    Watched call(startCall(u"redirect"_qs));
    QVERIFY(call.ended());
    QVERIFY2(call.error().contains(u"Redirects are not followed"), qPrintable(call.error()));
    QVERIFY(!call.error().contains(u"key=x"));
}

QTEST_GUILESS_MAIN(OpenAiFailuresTest)
#include "openai_failures_test.moc"
