#include "sandbox/host/program_folder.h"
#include "sandbox/host/template_cache.h"
#include "sandbox/host/template_snapshot.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <filesystem>

using namespace glasshouse::sandbox;

namespace {

QString templateName(int number)
{
    return QStringLiteral("%1").arg(number, templateNameLength, 10, QLatin1Char('0'));
}

QString initramfsName(int number)
{
    return QStringLiteral("initramfs-%1").arg(number);
}

} // namespace

class TemplateCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsTheTemplatesThatWereUsedLast();
    void keepsTheInitramfsFilesThatWereUsedLast();
    void keepsWhatIsInUseHoweverOldItIs();
    void aUseMakesItTheNewest();
    void removesWhatAKilledBuilderLeft();
    void leavesTheRestAlone();
    void knowsNoUseOfWhatIsNotThere();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QStringList entries(const QString &pattern) const
    {
        return QDir(m_folder->path())
            .entryList({pattern}, QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
    }
    void age(const QString &name, int hours) const
    {
        std::filesystem::last_write_time(path(name).toStdString(),
                                         std::filesystem::file_time_type::clock::now() -
                                             std::chrono::hours(hours));
    }
    void touch(const QString &name) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("content");
    }
    void tidy() const { TemplateCache(m_folder->path()).tidy(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

// Five of a kind; the higher the number, the older.
void TemplateCacheTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (int number = 1; number <= 5; ++number) {
        QVERIFY(QDir().mkdir(path(templateName(number))));
        touch(templateName(number) + QStringLiteral("/memory"));
        age(templateName(number), number);
        touch(initramfsName(number));
        age(initramfsName(number), number);
    }
}

void TemplateCacheTest::keepsTheTemplatesThatWereUsedLast()
{
    tidy();
    QCOMPARE(entries(QStringLiteral("0*")), (QStringList{templateName(1), templateName(2), templateName(3)}));
    QVERIFY(QFile::exists(path(templateName(1) + QStringLiteral("/memory"))));
}

void TemplateCacheTest::keepsTheInitramfsFilesThatWereUsedLast()
{
    tidy();
    QCOMPARE(entries(QStringLiteral("initramfs-*")),
             (QStringList{initramfsName(1), initramfsName(2), initramfsName(3)}));
}

void TemplateCacheTest::keepsWhatIsInUseHoweverOldItIs()
{
    const auto uses = {CacheUse::of(path(templateName(5))), CacheUse::of(path(initramfsName(5)))};
    const auto another = CacheUse::of(path(templateName(5))); // several programs may use it
    QVERIFY(another && *uses.begin());
    age(templateName(5), 50);
    age(initramfsName(5), 50);
    tidy();
    QVERIFY(entries(QStringLiteral("0*")).contains(templateName(5)));
    QVERIFY(entries(QStringLiteral("initramfs-*")).contains(initramfsName(5)));
}

void TemplateCacheTest::aUseMakesItTheNewest()
{
    QVERIFY(CacheUse::of(path(templateName(5)))); // and is over again
    tidy();
    QCOMPARE(entries(QStringLiteral("0*")), (QStringList{templateName(1), templateName(2), templateName(5)}));
}

void TemplateCacheTest::removesWhatAKilledBuilderLeft()
{
    QVERIFY(QDir().mkpath(path(QStringLiteral("building/own_dead/template"))));
    const auto living = ProgramFolder::create(path(QStringLiteral("building")));
    QVERIFY(living);
    tidy();
    QVERIFY(!QFile::exists(path(QStringLiteral("building/own_dead"))));
    QVERIFY(QFile::exists((*living)->path()));
}

void TemplateCacheTest::leavesTheRestAlone()
{
    QVERIFY(QDir().mkdir(path(QStringLiteral("kept"))));
    touch(QStringLiteral("accelerators.json"));
    const auto before = QDir(path(QString())).entryList({QStringLiteral("kept"), QStringLiteral("*.json")});
    tidy();
    QCOMPARE(QDir(path(QString())).entryList({QStringLiteral("kept"), QStringLiteral("*.json")}), before);
    QCOMPARE(before.size(), 2);
}

void TemplateCacheTest::knowsNoUseOfWhatIsNotThere()
{
    QVERIFY(!CacheUse::of(path(QStringLiteral("none"))));
}

QTEST_GUILESS_MAIN(TemplateCacheTest)
#include "template_cache_test.moc"
