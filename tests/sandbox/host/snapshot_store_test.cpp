#include "sandbox/host/snapshot_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse::sandbox;

class SnapshotStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsTheNewestFirst();
    void anIdIsNoPath();
    void aStateFitsOnlyItsTemplate();
    void removesTheStateToo();
    void removesTheOldestBeyondTheirNumber();
    void removesTheOldestBeyondTheirSize();
    void keepsTheNewestHoweverLargeItIs();
    void leavesOutWhatIsDamaged();
    void removesWhatAKilledProgramDidNotFinish();
    void knowsWhichTemplatesAreNeeded();

private:
    [[nodiscard]] SnapshotStore store() const { return SnapshotStore(m_folder->path()); }
    void save(const QString &path, qint64 size = 10, int minutesAgo = 0) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(size)); // a hole takes no room
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-60 * minutesAgo),
                                 QFileDevice::FileModificationTime));
    }
    void add(const QString &id, qint64 takenMs, qint64 size = 10) const
    {
        save(store().stateFile(id, m_template), size);
        QVERIFY(store().add({.id = id,
                             .session = QStringLiteral("thread_1"),
                             .description = QStringLiteral("before the \"merge\"\n"),
                             .takenMs = takenMs,
                             .memoryMb = 512,
                             .image = QStringLiteral("base")},
                            m_template));
    }
    [[nodiscard]] QStringList ids() const
    {
        QStringList ids;
        const auto all = store().list();
        for (const auto &one : all)
            ids << one.id;
        return ids;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Template m_template;
};

void SnapshotStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_template = {};
    m_template.folder = QStringLiteral("/templates/") + QString(templateNameLength, u't');
    m_template.memorySha256 = QByteArray(32, 'm');
}

void SnapshotStoreTest::listsTheNewestFirst()
{
    QVERIFY(store().list().isEmpty());
    add(QStringLiteral("a"), 1);
    add(QStringLiteral("b"), 3);
    add(QStringLiteral("c"), 2);
    QCOMPARE(ids(), QStringList({QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a")}));
    const auto found = store().find(QStringLiteral("c"));
    QVERIFY(found);
    QCOMPARE(found->session, QStringLiteral("thread_1"));
    QCOMPARE(found->description, QStringLiteral("before the \"merge\"\n"));
    QCOMPARE(found->bytes, 10);
    QCOMPARE(found->memoryMb, 512);
    QCOMPARE(found->image, QStringLiteral("base"));
}

void SnapshotStoreTest::anIdIsNoPath()
{
    const QString outside = m_folder->filePath(QStringLiteral("kept.json"));
    save(outside);
    const SnapshotStore below(m_folder->filePath(QStringLiteral("below")));
    QVERIFY(!below.find(QStringLiteral("../kept")));
    below.remove(QStringLiteral("../kept"));
    below.remove(QStringLiteral("*"));
    QVERIFY(QFile::exists(outside));
}

void SnapshotStoreTest::aStateFitsOnlyItsTemplate()
{
    add(QStringLiteral("a"), 1);
    QVERIFY(QFile::exists(store().stateFile(QStringLiteral("a"), m_template)));
    Template rebuilt = m_template;
    rebuilt.memorySha256 = QByteArray(32, 'n');
    QVERIFY(!QFile::exists(store().stateFile(QStringLiteral("a"), rebuilt)));
    Template other = m_template;
    other.folder = QStringLiteral("/templates/") + QString(templateNameLength, u'o');
    QVERIFY(!QFile::exists(store().stateFile(QStringLiteral("a"), other)));
}

void SnapshotStoreTest::removesTheStateToo()
{
    add(QStringLiteral("a"), 1);
    add(QStringLiteral("b"), 2);
    store().remove(QStringLiteral("a"));
    QCOMPARE(ids(), QStringList{QStringLiteral("b")});
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2);
}

void SnapshotStoreTest::removesTheOldestBeyondTheirNumber()
{
    for (int i = 0; i < SnapshotStore::Most + 2; ++i)
        add(QStringLiteral("s%1").arg(i), i);
    QCOMPARE(ids().size(), SnapshotStore::Most);
    QCOMPARE(ids().last(), QStringLiteral("s2"));
}

void SnapshotStoreTest::removesTheOldestBeyondTheirSize()
{
    add(QStringLiteral("a"), 1, SnapshotStore::MostBytes / 2);
    add(QStringLiteral("b"), 2, SnapshotStore::MostBytes / 2);
    add(QStringLiteral("c"), 3);
    QCOMPARE(ids(), QStringList({QStringLiteral("c"), QStringLiteral("b")}));
}

void SnapshotStoreTest::keepsTheNewestHoweverLargeItIs()
{
    add(QStringLiteral("a"), 1);
    add(QStringLiteral("b"), 2, SnapshotStore::MostBytes + 1);
    QCOMPARE(ids(), QStringList{QStringLiteral("b")});
}

void SnapshotStoreTest::leavesOutWhatIsDamaged()
{
    add(QStringLiteral("a"), 1);
    save(m_folder->filePath(QStringLiteral("b.json")));
    add(QStringLiteral("c"), 2);
    QFile::remove(store().stateFile(QStringLiteral("c"), m_template));
    QCOMPARE(ids(), QStringList{QStringLiteral("a")});
}

void SnapshotStoreTest::removesWhatAKilledProgramDidNotFinish()
{
    const QString abandoned =
        store().stateFile(QStringLiteral("old"), m_template) + QStringLiteral(".Xy12ab");
    const QString underWay = store().stateFile(QStringLiteral("new"), m_template);
    save(abandoned, 10, 60);
    save(underWay);
    add(QStringLiteral("a"), 1);
    QVERIFY(!QFile::exists(abandoned));
    QVERIFY(QFile::exists(underWay));
    QCOMPARE(ids(), QStringList{QStringLiteral("a")});
}

void SnapshotStoreTest::knowsWhichTemplatesAreNeeded()
{
    add(QStringLiteral("a"), 1);
    QVERIFY(store().needs(m_template.folder));
    QVERIFY(!store().needs(QString(templateNameLength, u'o')));
    store().remove(QStringLiteral("a"));
    QVERIFY(!store().needs(m_template.folder));
}

QTEST_GUILESS_MAIN(SnapshotStoreTest)
#include "snapshot_store_test.moc"
