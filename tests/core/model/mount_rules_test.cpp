#include "core/model/mount_rules.h"

#include <QTest>

using namespace glasshouse;

// Where the folders of a sandbox may stand.
class MountRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreOutsideOfTheSystem_data();
    void placesAreOutsideOfTheSystem();
    void foldersStandBesideEachOther_data();
    void foldersStandBesideEachOther();
    void thereAreOnlySoMany();
    void aFreePlaceIsFoundForEach_data();
    void aFreePlaceIsFoundForEach();
};

namespace {

QStringList places(const char *separated)
{
    return QString::fromLatin1(separated).split(u' ');
}

QVector<FolderMount> mountsAt(const QStringList &wanted)
{
    QVector<FolderMount> mounts;
    for (const QString &place : wanted)
        mounts.append({QStringLiteral("data"), place, false});
    return mounts;
}

} // namespace

void MountRulesTest::placesAreOutsideOfTheSystem_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("allowed");
    QTest::newRow("at the top") << QStringLiteral("/input") << true;
    QTest::newRow("further down") << QStringLiteral("/data/of 2026/sales") << true;
    QTest::newRow("with a slash behind") << QStringLiteral("/data/") << true;
    QTest::newRow("the system's") << QStringLiteral("/etc") << false;
    QTest::newRow("in the system's") << QStringLiteral("/usr/local/data") << false;
    QTest::newRow("like the system's") << QStringLiteral("/etcetera") << true;
    QTest::newRow("the root") << QStringLiteral("/") << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("relative") << QStringLiteral("input") << false;
    QTest::newRow("upwards") << QStringLiteral("/data/../etc") << false;
    QTest::newRow("two slashes") << QStringLiteral("/data//x") << false;
    QTest::newRow("a line break") << QStringLiteral("/data\n") << false;
    QTest::newRow("too long") << QString(2000, u'x').prepend(u'/') << false;
}

void MountRulesTest::placesAreOutsideOfTheSystem()
{
    QFETCH(QString, place);
    QTEST(!whyNotAGuestPath(place).has_value(), "allowed");
}

void MountRulesTest::foldersStandBesideEachOther_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("problem"); // a part of the sentence
    QTest::newRow("none") << QStringList() << QString();
    QTest::newRow("apart") << places("/input /inputs /data/a /data/b") << QString();
    QTest::newRow("the same") << places("/input /data /input/") << QStringLiteral("same place, /input");
    QTest::newRow("within") << places("/data /data/a/b") << QStringLiteral("/data/a/b and /data lies within");
    QTest::newRow("around") << places("/data/a /x /data") << QStringLiteral("/data and /data/a lies within");
}

void MountRulesTest::foldersStandBesideEachOther()
{
    QFETCH(QStringList, wanted);
    QFETCH(QString, problem);
    const QString found = whyNotTogether(mountsAt(wanted)).value_or(QString());
    QVERIFY2(problem.isEmpty() ? found.isEmpty() : found.contains(problem), qPrintable(found));
}

void MountRulesTest::thereAreOnlySoMany()
{
    QStringList wanted;
    for (int i = 0; i < 64; ++i)
        wanted.append(QStringLiteral("/data%1").arg(i));
    QVERIFY(!whyNotTogether(mountsAt(wanted)));
    wanted.append(QStringLiteral("/more"));
    QVERIFY(whyNotTogether(mountsAt(wanted))->contains(QStringLiteral("at most 64")));
}

void MountRulesTest::aFreePlaceIsFoundForEach_data()
{
    QTest::addColumn<QStringList>("taken");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("place");
    QTest::newRow("the first") << QStringList() << QStringLiteral("/home/me/sales")
                               << QStringLiteral("/input");
    QTest::newRow("another") << places("/input") << QStringLiteral("/home/me/sales")
                             << QStringLiteral("/sales");
    QTest::newRow("one more") << places("/input /sales") << QStringLiteral("/elsewhere/sales")
                              << QStringLiteral("/sales2");
    QTest::newRow("named like the system")
        << places("/input") << QStringLiteral("/home/me/etc") << QStringLiteral("/input2");
    QTest::newRow("something within")
        << places("/input/a /sales/b") << QStringLiteral("/home/me/sales") << QStringLiteral("/sales2");
}

void MountRulesTest::aFreePlaceIsFoundForEach()
{
    QFETCH(QStringList, taken);
    QFETCH(QString, host);
    const auto mounts = mountsAt(taken);
    QTEST(freeGuestPath(mounts, host), "place");
}

QTEST_GUILESS_MAIN(MountRulesTest)
#include "mount_rules_test.moc"
