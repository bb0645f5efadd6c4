#include "sandbox/protocol/artifact_name.h"
#include "sandbox/protocol/limits.h"

#include <QTest>

using namespace glasshouse::protocol;

class ArtifactNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsOrdinaryNames_data();
    void acceptsOrdinaryNames();
    void refusesNamesThatEscapeOrDeceive_data();
    void refusesNamesThatEscapeOrDeceive();
    void refusesPathsThatAreTooLongOrTooDeep();
    void escapesWhatCannotBeShown();
    void cutsLongNamesForDisplay();
    void findsCollisionsOfCase();
};

void ArtifactNameTest::acceptsOrdinaryNames_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"chart.png", "a/b/c.csv", ".hidden", "Umsatz 2024 (neu).xlsx", "größe.txt",
                             "图表.png", "console.log", "com.csv", "lpt.txt", "a..b", "📈.svg", "~x", "-rf"})
        QTest::newRow(name) << QByteArray(name);
}

void ArtifactNameTest::acceptsOrdinaryNames()
{
    QFETCH(QByteArray, name);
    QCOMPARE(QByteArray::fromStdString(artifactNameProblem(name.toStdString()).value_or("")), QByteArray());
}

void ArtifactNameTest::refusesNamesThatEscapeOrDeceive_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("parent") << QByteArray("../x");
    QTest::newRow("parent inside") << QByteArray("a/../../x");
    QTest::newRow("absolute") << QByteArray("/etc/passwd");
    QTest::newRow("folder") << QByteArray("a/");
    QTest::newRow("dot") << QByteArray("a/./b");
    QTest::newRow("backslash") << QByteArray("..\\x");
    QTest::newRow("drive") << QByteArray("C:");
    QTest::newRow("alternate stream") << QByteArray("a:b");
    QTest::newRow("device") << QByteArray("CON");
    QTest::newRow("device with extension") << QByteArray("nul.txt");
    QTest::newRow("device with space") << QByteArray("con .txt");
    QTest::newRow("numbered device") << QByteArray("a/COM1.csv");
    QTest::newRow("newline") << QByteArray("a\nb");
    QTest::newRow("null byte") << QByteArray("a\0b", 3);
    QTest::newRow("escape") << QByteArray("a\x1b[31mb");
    QTest::newRow("C1 control") << QByteArray("a\xc2\x9b"
                                              "b");
    QTest::newRow("right to left override") << QByteArray("gnp\xe2\x80\xae.exe");
    QTest::newRow("zero width space") << QByteArray("a\xe2\x80\x8b"
                                                    "b");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                   "a");
    QTest::newRow("invalid UTF-8") << QByteArray("a\xff");
    QTest::newRow("overlong slash") << QByteArray("a\xc0\xaf"
                                                  "b");
    QTest::newRow("surrogate") << QByteArray("a\xed\xa0\x80");
    QTest::newRow("truncated character") << QByteArray("a\xe2\x82");
    QTest::newRow("trailing dot") << QByteArray("a.");
    QTest::newRow("trailing space") << QByteArray("a ");
    QTest::newRow("wildcard") << QByteArray("*.csv");
    QTest::newRow("300 bytes") << QByteArray(300, 'x');
}

void ArtifactNameTest::refusesNamesThatEscapeOrDeceive()
{
    QFETCH(QByteArray, name);
    QVERIFY(artifactNameProblem(name.toStdString()));
}

void ArtifactNameTest::refusesPathsThatAreTooLongOrTooDeep()
{
    std::string deep = "x";
    for (int i = 0; i < 17; ++i)
        deep += "/x";
    QVERIFY(artifactNameProblem(deep));
    std::string longPath(150, 'x');
    while (longPath.size() <= maxName)
        longPath += "/" + std::string(150, 'x');
    QVERIFY(artifactNameProblem(longPath));
}

void ArtifactNameTest::escapesWhatCannotBeShown()
{
    QCOMPARE(escaped("größe.txt"), std::string("größe.txt"));
    QCOMPARE(escaped(std::string("a\n\0\xff\\", 5)), std::string("a\\x0a\\x00\\xff\\x5c"));
    QCOMPARE(escaped("\xe2\x80\xae"
                     "gpj"),
             std::string("\\xe2\\x80\\xaegpj"));
}

void ArtifactNameTest::cutsLongNamesForDisplay()
{
    QCOMPARE(escaped(std::string(1000, 'x'), 10), std::string(10, 'x') + "...");
}

void ArtifactNameTest::findsCollisionsOfCase()
{
    QCOMPARE(collisionKey("Chart.PNG"), collisionKey("chart.png"));
    QVERIFY(collisionKey("chart1.png") != collisionKey("chart2.png"));
}

QTEST_GUILESS_MAIN(ArtifactNameTest)
#include "artifact_name_test.moc"
