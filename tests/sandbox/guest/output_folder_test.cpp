#include "sandbox/guest/artifact_sender.h"
#include "sandbox/guest/output_folder.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

using namespace glasshouse;
using namespace glasshouse::guest;

class OutputFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void tellsNewAndChangedFilesOnce();
    void refusesEverythingThatIsNotAPlainFile();
    void refusesNamesThatDeceive();
    void refusesWhatIsOverTheLimits();
    void refusesNamesThatDifferOnlyInCase();
    void clearingForgetsWhatWasThere();
    void sendsFilesInPiecesAsCreditAllows();
    void refusesAFileThatWasSwappedForALink();
    void refusesAFileWhoseFolderWasSwappedForALink();
    void marksAFileThatShrankAsIncomplete();

private:
    void write(const char *name, const QByteArray &content) const;
    [[nodiscard]] QStringList takeNames();
    [[nodiscard]] QString refusalOf(const char *name);
    [[nodiscard]] std::string path(const char *name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OutputFolder> m_output;
    OutputLimits m_limits;
};

void OutputFolderTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_output = std::make_unique<OutputFolder>(m_folder->path().toStdString());
    m_limits = {1 << 20, 100};
}

std::string OutputFolderTest::path(const char *name) const
{
    return m_folder->path().toStdString() + "/" + name;
}

void OutputFolderTest::write(const char *name, const QByteArray &content) const
{
    std::ofstream file(path(name), std::ios::binary); // QFile would change names that are not UTF-8
    QVERIFY(file << content.toStdString());
}

QStringList OutputFolderTest::takeNames()
{
    QStringList names;
    for (const ChangedFile &file : m_output->takeChanges(m_limits).files)
        names.append(QString::fromStdString(file.name));
    return names;
}

QString OutputFolderTest::refusalOf(const char *name)
{
    for (const RefusedFile &file : m_output->takeChanges(m_limits).refused) {
        if (file.name == name)
            return QString::fromStdString(file.reason);
    }
    return {};
}

void OutputFolderTest::tellsNewAndChangedFilesOnce()
{
    QVERIFY(mkdir(path("d").c_str(), 0755) == 0);
    write("d/b", "1");
    write("a", "1");
    QCOMPARE(takeNames(), (QStringList{QStringLiteral("a"), QStringLiteral("d/b")}));
    QCOMPARE(takeNames(), QStringList());
    write("a", "22");
    QCOMPARE(takeNames(), QStringList{QStringLiteral("a")});
}

void OutputFolderTest::refusesEverythingThatIsNotAPlainFile()
{
    QVERIFY(symlink("/etc/passwd", path("link").c_str()) == 0);
    QCOMPARE(refusalOf("link"), QStringLiteral("it is a symbolic link"));
    QVERIFY(mkfifo(path("pipe").c_str(), 0600) == 0);
    QCOMPARE(refusalOf("pipe"), QStringLiteral("it is a named pipe"));
    write("a", "1");
    QVERIFY(link(path("a").c_str(), path("b").c_str()) == 0);
    QCOMPARE(refusalOf("b"), QStringLiteral("it has more than one hard link"));
    QVERIFY(symlink("/", path("root").c_str()) == 0);
    QCOMPARE(takeNames(), QStringList());
}

void OutputFolderTest::refusesNamesThatDeceive()
{
    write("CON", "1");
    QVERIFY(!refusalOf("CON").isEmpty());
    write("a\nb", "1");
    QVERIFY(!refusalOf("a\\x0ab").isEmpty());
    write("x\xff", "1");
    QVERIFY(!refusalOf("x\\xff").isEmpty());
}

void OutputFolderTest::refusesWhatIsOverTheLimits()
{
    write("large", {});
    QVERIFY(truncate(path("large").c_str(), 1LL << 40) == 0); // sparse
    QVERIFY(refusalOf("large").contains(QStringLiteral("1048576 bytes together")));
    m_limits.files = 2;
    for (const char *name : {"a", "b", "c"})
        write(name, "1");
    QCOMPARE(refusalOf("c"), QStringLiteral("there are more than 2 files"));
}

void OutputFolderTest::refusesNamesThatDifferOnlyInCase()
{
    write("Chart.png", "1");
    write("chart.png", "1");
    QVERIFY(refusalOf("chart.png").contains(QStringLiteral("upper and lower case")));
}

void OutputFolderTest::clearingForgetsWhatWasThere()
{
    QVERIFY(mkdir(path("d").c_str(), 0755) == 0);
    write("d/a", "1");
    QCOMPARE(takeNames().size(), 1);
    m_output->clear();
    QVERIFY(access(path("d").c_str(), F_OK) != 0);
    QVERIFY(mkdir(path("d").c_str(), 0755) == 0);
    write("d/a", "1");
    QCOMPARE(takeNames().size(), 1);
}

void OutputFolderTest::sendsFilesInPiecesAsCreditAllows()
{
    write("a", QByteArray(100'000, 'x'));
    QByteArray received;
    std::string problem = "no end";
    ArtifactSender sender(1, m_output->root(), m_output->takeChanges(m_limits),
                          [&](const protocol::Message &message) {
                              if (const auto *data = std::get_if<protocol::ArtifactData>(&message))
                                  received += QByteArray::fromStdString(data->bytes);
                              else if (const auto *end = std::get_if<protocol::ArtifactEnd>(&message))
                                  problem = end->problem;
                          });
    std::uint64_t credit = 70'000;
    QVERIFY(!sender.step(credit));
    QCOMPARE(credit, std::uint64_t(0));
    QCOMPARE(received.size(), 70'000);
    credit = 70'000;
    QVERIFY(sender.step(credit));
    QCOMPARE(credit, std::uint64_t(40'000));
    QCOMPARE(received, QByteArray(100'000, 'x'));
    QCOMPARE(problem, std::string());
}

namespace {

QString refusalWhenSent(const std::string &root, OutputChanges changes)
{
    QString reason;
    ArtifactSender sender(1, root, std::move(changes), [&](const protocol::Message &message) {
        if (const auto *refused = std::get_if<protocol::ArtifactRefused>(&message))
            reason = QString::fromStdString(refused->reason);
    });
    std::uint64_t credit = 1 << 20;
    return sender.step(credit) ? reason : QStringLiteral("not finished");
}

} // namespace

void OutputFolderTest::refusesAFileThatWasSwappedForALink()
{
    write("a", "1");
    OutputChanges changes = m_output->takeChanges(m_limits);
    unlink(path("a").c_str());
    QVERIFY(symlink("/etc/passwd", path("a").c_str()) == 0);
    QCOMPARE(refusalWhenSent(m_output->root(), std::move(changes)), QStringLiteral("it disappeared"));
}

void OutputFolderTest::refusesAFileWhoseFolderWasSwappedForALink()
{
    QTemporaryDir elsewhere;
    QVERIFY(mkdir(path("d").c_str(), 0755) == 0);
    write("d/a", "1");
    OutputChanges changes = m_output->takeChanges(m_limits);
    QVERIFY(rename(path("d").c_str(), path("e").c_str()) == 0);
    QVERIFY(symlink(path("e").c_str(), path("d").c_str()) == 0);
    QCOMPARE(refusalWhenSent(m_output->root(), std::move(changes)), QStringLiteral("it disappeared"));
}

void OutputFolderTest::marksAFileThatShrankAsIncomplete()
{
    write("a", QByteArray(1000, 'x'));
    std::string problem;
    ArtifactSender sender(1, m_output->root(), m_output->takeChanges(m_limits),
                          [&](const protocol::Message &message) {
                              if (const auto *end = std::get_if<protocol::ArtifactEnd>(&message))
                                  problem = end->problem;
                          });
    std::uint64_t credit = 10;
    QVERIFY(!sender.step(credit));
    QVERIFY(truncate(path("a").c_str(), 20) == 0);
    credit = 1 << 20;
    QVERIFY(sender.step(credit));
    QCOMPARE(problem, std::string("it became shorter while it was read"));
}

QTEST_GUILESS_MAIN(OutputFolderTest)
#include "output_folder_test.moc"
