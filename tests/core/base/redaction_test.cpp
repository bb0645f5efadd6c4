#include "core/base/redaction.h"

#include <QTest>

using namespace glasshouse;

class RedactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesWhatIdentifiesOrOpens_data();
    void hidesWhatIdentifiesOrOpens();
    void leavesWhatAReaderNeeds_data();
    void leavesWhatAReaderNeeds();
    void removesALongSecretBeforeOneInsideIt();
    void hidesNothingOfAPathForAUserWithoutAHome();

private:
    Redaction m_redaction{QStringLiteral("/home/alice/")};
};

void RedactionTest::hidesWhatIdentifiesOrOpens_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("home", "/home/alice/data is full", "~/data is full");
    row("the home itself", "in /home/alice.", "in ~.");
    row("user elsewhere", "/media/alice/disk", "/media/[user]/disk");
    row("password in an address", "at https://me:pw@host:8080/v1 failed", "at https://host:8080/v1 failed");
    row("query of an address", "http://host/v1?key=abc#part", "http://host/v1");
    row("address that is none", "http://me:pw@", "http://[removed]");
    row("bearer", "sent Bearer abcdef", "sent Bearer [removed]");
    row("assignment", "OPENAI_API_KEY=abc", "OPENAI_API_KEY=[removed]");
    row("JSON", R"({"token": "abc"})", R"({"token": "[removed]"})");
    row("key of a known form", "key sk-abcdefghijkl1234", "key [removed]");
    row("long mixed run", "x 0123456789abcdef0123456789abcdef y", "x [removed] y");
}

void RedactionTest::hidesWhatIdentifiesOrOpens()
{
    QFETCH(QString, text);
    QTEST(m_redaction.applied(text), "expected");
}

void RedactionTest::leavesWhatAReaderNeeds_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"6.1.0-18-cloud-amd64", "7.2.22 (Debian 1:7.2+dfsg-7+deb12u16)", "/usr/share/glasshouse/images",
          "http://127.0.0.1:11434/v1", "sudo usermod -aG kvm $USER", "/home/alicewonder/data",
          "2026-11-21T09:43:00Z", "gpt-4.1-mini", "The image code-interpreter is there."})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void RedactionTest::leavesWhatAReaderNeeds()
{
    QFETCH(QString, text);
    QCOMPARE(m_redaction.applied(text), text);
}

void RedactionTest::removesALongSecretBeforeOneInsideIt()
{
    Redaction redaction(QStringLiteral("/root"));
    redaction.addSecret(QStringLiteral("hunter"));
    redaction.addSecret(QStringLiteral("hunter2-and-more"));
    redaction.addSecret({});
    QCOMPARE(redaction.applied(QStringLiteral("a hunter2-and-more b hunter")),
             QStringLiteral("a [removed] b [removed]"));
}

void RedactionTest::hidesNothingOfAPathForAUserWithoutAHome()
{
    QCOMPARE(Redaction(QStringLiteral("/")).applied(QStringLiteral("/var/lib")), QStringLiteral("/var/lib"));
}

QTEST_GUILESS_MAIN(RedactionTest)
#include "redaction_test.moc"
