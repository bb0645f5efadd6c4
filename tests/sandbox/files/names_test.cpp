#include "sandbox/files/name_rules.h"
#include "sandbox/files/tree_path.h"

#include <QTest>

using namespace glasshouse::sandbox;

class NamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksUpAnyNameOfOneEntry_data();
    void looksUpAnyNameOfOneEntry();
    void refusesWhatIsNoNameOfOneEntry_data();
    void refusesWhatIsNoNameOfOneEntry();
    void createsOnlyNamesThatEveryHostCanKeep_data();
    void createsOnlyNamesThatEveryHostCanKeep();
    void joinsNamesToPaths();
    void movesWhatIsBelowARenamedFolder();
    void takesNoNeighbourForAChild();
};

void NamesTest::looksUpAnyNameOfOneEntry_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"chart.png", "...", "a:b", "CON", "a\nb", "\xff\xfe", "-rf", " ", "größe"})
        QTest::newRow(name) << QByteArray(name);
    QTest::newRow("255 bytes") << QByteArray(255, 'x');
}

void NamesTest::looksUpAnyNameOfOneEntry()
{
    QFETCH(QByteArray, name);
    QVERIFY(checkName(name.toStdString()));
}

void NamesTest::refusesWhatIsNoNameOfOneEntry_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("error");
    QTest::newRow("empty") << QByteArray() << 2;
    QTest::newRow("dot") << QByteArray(".") << 1;
    QTest::newRow("dot dot") << QByteArray("..") << 1;
    QTest::newRow("absolute") << QByteArray("/etc/passwd") << 22;
    QTest::newRow("slash inside") << QByteArray("a/../../b") << 22;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << 22;
    QTest::newRow("256 bytes") << QByteArray(256, 'x') << 36;
}

void NamesTest::refusesWhatIsNoNameOfOneEntry()
{
    QFETCH(QByteArray, name);
    QFETCH(int, error);
    for (const auto &outcome : {checkName(name.toStdString()), checkNewName(name.toStdString())}) {
        QVERIFY(!outcome);
        QCOMPARE(static_cast<int>(outcome.error().code), error);
        QVERIFY(!outcome.error().reason.empty());
    }
}

void NamesTest::createsOnlyNamesThatEveryHostCanKeep_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("allowed");
    for (const char *name : {"chart.png", ".hidden", "größe.txt", "图表", "a b (1).csv", "com.txt"})
        QTest::newRow(name) << QByteArray(name) << true;
    QTest::newRow("stream") << QByteArray("a:b") << false;
    QTest::newRow("drive") << QByteArray("C:") << false;
    QTest::newRow("backslash") << QByteArray("..\\x") << false;
    QTest::newRow("device") << QByteArray("CON") << false;
    QTest::newRow("device with extension") << QByteArray("nul.txt") << false;
    QTest::newRow("newline") << QByteArray("a\nb") << false;
    QTest::newRow("escape") << QByteArray("a\x1b[2J") << false;
    QTest::newRow("right to left") << QByteArray("gnp\xe2\x80\xae.exe") << false;
    QTest::newRow("invalid UTF-8") << QByteArray("a\xff") << false;
    QTest::newRow("trailing dot") << QByteArray("a.") << false;
    QTest::newRow("trailing space") << QByteArray("a ") << false;
}

void NamesTest::createsOnlyNamesThatEveryHostCanKeep()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, allowed);
    QCOMPARE(checkNewName(name.toStdString()).has_value(), allowed);
}

void NamesTest::joinsNamesToPaths()
{
    const TreePath path = TreePath().child("a").child("b");
    QCOMPARE(path.text(), std::string("a/b"));
    QCOMPARE(std::string(path.name()), std::string("b"));
    QCOMPARE(path.parent().text(), std::string("a"));
    QVERIFY(path.parent().parent().isRoot());
    QVERIFY(TreePath().parent().isRoot());
}

void NamesTest::movesWhatIsBelowARenamedFolder()
{
    const TreePath from = TreePath().child("a");
    const TreePath to = TreePath().child("x").child("y");
    QCOMPARE(from.child("b").moved(from, to).text(), std::string("x/y/b"));
    QCOMPARE(from.moved(from, to).text(), std::string("x/y"));
}

void NamesTest::takesNoNeighbourForAChild()
{
    QVERIFY(TreePath().child("ab").isWithin({}));
    QVERIFY(TreePath().child("a").child("b").isWithin(TreePath().child("a")));
    QVERIFY(!TreePath().child("ab").isWithin(TreePath().child("a")));
}

QTEST_GUILESS_MAIN(NamesTest)
#include "names_test.moc"
