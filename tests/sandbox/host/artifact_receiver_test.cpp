#include "sandbox/host/artifact_receiver.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class ArtifactReceiverTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void storesContentByItsHash();
    void sameContentIsStoredOnce();
    void refusesNames_data();
    void refusesNames();
    void refusesNamesThatDifferOnlyInCase();
    void refusesMoreFilesThanAllowed();
    void refusesMoreBytesThanAllowed();
    void refusesAFileThatGotShorter();
    void refusesWhatTheGuestCouldNotRead();
    void refusesAndGoesOnWhenItCannotStore();
    void aFileLongerThanAnnouncedIsAViolation();
    void theOrderIsEnforced();
    void leavesNothingBehindWhenItEndsInTheMiddle();

private:
    void send(const std::string &name, const std::string &content)
    {
        QVERIFY(m_receiver->begin({1, name, content.size()}));
        QVERIFY(m_receiver->add({1, content}));
        QVERIFY(m_receiver->end({1, ""}));
    }
    [[nodiscard]] QStringList stored() const { return QDir(m_folder->path()).entryList(QDir::Files); }
    [[nodiscard]] QStringList partial() const { return QDir(m_incoming).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_incoming;
    std::unique_ptr<ArtifactReceiver> m_receiver;
};

void ArtifactReceiverTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_incoming = m_folder->filePath(QStringLiteral("incoming"));
    QVERIFY(QDir().mkdir(m_incoming));
    m_receiver = std::make_unique<ArtifactReceiver>(ArtifactFolders{m_folder->path(), m_incoming}, 100, 3);
}

void ArtifactReceiverTest::storesContentByItsHash()
{
    send("charts/a.txt", "hello");
    const auto files = m_receiver->takeFiles();
    QCOMPARE(files.size(), 1);
    const QString hash = QStringLiteral("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    QCOMPARE(files.at(0), (OutputFile{QStringLiteral("charts/a.txt"), m_folder->filePath(hash), 5, hash}));
    QCOMPARE(stored(), QStringList{hash});
    QVERIFY(partial().isEmpty());
}

void ArtifactReceiverTest::sameContentIsStoredOnce()
{
    send("a", "same");
    send("b", "same");
    QCOMPARE(m_receiver->takeFiles().size(), 2);
    QCOMPARE(stored().size(), 1);
    QVERIFY(partial().isEmpty());
}

void ArtifactReceiverTest::refusesNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("parent") << QByteArray("../x");
    QTest::newRow("absolute") << QByteArray("/etc/passwd");
    QTest::newRow("parent inside") << QByteArray("a/../../x");
    QTest::newRow("drive") << QByteArray("C:");
    QTest::newRow("device") << QByteArray("CON");
    QTest::newRow("stream") << QByteArray("a:b");
    QTest::newRow("newline") << QByteArray("a\nb");
    QTest::newRow("nul") << QByteArray("a\0b", 3);
    QTest::newRow("direction") << QByteArray("a\xE2\x80\xAEgnp.exe");
    QTest::newRow("long") << QByteArray(300, 'a');
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("backslash") << QByteArray("a\\b");
    QTest::newRow("not text") << QByteArray("\xFF\xFE");
}

void ArtifactReceiverTest::refusesNames()
{
    QFETCH(QByteArray, name);
    send(name.toStdString(), "x");
    QVERIFY(m_receiver->takeFiles().isEmpty());
    const auto refused = m_receiver->takeRefused();
    QCOMPARE(refused.size(), 1);
    QVERIFY(!refused.at(0).reason.isEmpty());
    QVERIFY(!refused.at(0).isHostsFault);
    QVERIFY(!refused.at(0).name.contains(u'\n'));
    QVERIFY(stored().isEmpty());
}

void ArtifactReceiverTest::refusesNamesThatDifferOnlyInCase()
{
    send("Chart.png", "1");
    send("chart.PNG", "2");
    QCOMPARE(m_receiver->takeFiles().size(), 1);
    QCOMPARE(m_receiver->takeRefused().size(), 1);
}

void ArtifactReceiverTest::refusesMoreFilesThanAllowed()
{
    for (const auto *name : {"1", "2", "3", "4"})
        send(name, name);
    QCOMPARE(m_receiver->takeFiles().size(), 3);
    QVERIFY(m_receiver->takeRefused().at(0).reason.contains(u"too many"));
}

void ArtifactReceiverTest::refusesMoreBytesThanAllowed()
{
    send("a", std::string(60, 'a'));
    send("b", std::string(60, 'b'));
    QCOMPARE(m_receiver->takeFiles().size(), 1);
    QVERIFY(m_receiver->takeRefused().at(0).reason.contains(u"too large"));
}

void ArtifactReceiverTest::refusesAFileThatGotShorter()
{
    QVERIFY(m_receiver->begin({1, "a", 10}));
    QVERIFY(m_receiver->add({1, "123"}));
    QVERIFY(m_receiver->end({1, ""}));
    QVERIFY(m_receiver->takeRefused().at(0).reason.contains(u"changed"));
    QVERIFY(partial().isEmpty());
}

void ArtifactReceiverTest::refusesWhatTheGuestCouldNotRead()
{
    QVERIFY(m_receiver->begin({1, "a", 3}));
    QVERIFY(m_receiver->add({1, "123"}));
    QVERIFY(m_receiver->end({1, "it is gone"}));
    QCOMPARE(m_receiver->takeRefused(),
             (QVector<RefusedFile>{{QStringLiteral("a"), QStringLiteral("it is gone")}}));
    QVERIFY(stored().isEmpty());
}

void ArtifactReceiverTest::refusesAndGoesOnWhenItCannotStore()
{
    QVERIFY(QDir(m_incoming).removeRecursively());
    send("a", "123");
    QVERIFY(m_receiver->takeFiles().isEmpty());
    const auto refused = m_receiver->takeRefused();
    QVERIFY(refused.at(0).reason.contains(u"could not be stored"));
    QVERIFY(refused.at(0).isHostsFault);
}

void ArtifactReceiverTest::aFileLongerThanAnnouncedIsAViolation()
{
    QVERIFY(m_receiver->begin({1, "a", 2}));
    QVERIFY(!m_receiver->add({1, "123"}));
}

void ArtifactReceiverTest::theOrderIsEnforced()
{
    QVERIFY(!m_receiver->add({1, "x"}));
    QVERIFY(!m_receiver->end({1, ""}));
    QVERIFY(m_receiver->begin({1, "a", 1}));
    QVERIFY(!m_receiver->begin({1, "b", 1}));
    QVERIFY(!m_receiver->refused({1, "c", "no"}));
}

void ArtifactReceiverTest::leavesNothingBehindWhenItEndsInTheMiddle()
{
    QVERIFY(m_receiver->begin({1, "a", 5}));
    QVERIFY(m_receiver->add({1, "12"}));
    QCOMPARE(partial().size(), 1);
    m_receiver.reset();
    QVERIFY(partial().isEmpty());
}

QTEST_GUILESS_MAIN(ArtifactReceiverTest)
#include "artifact_receiver_test.moc"
