#include "app/artifact_export.h"

#include "core/base/atomic_file.h"
#ifdef Q_OS_UNIX
#include "tests/fakes/file_size_limit.h"
#endif

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class ArtifactExportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        QVERIFY(writeFileAtomically(stored(), "content"));
    }

    void writesEachArtifactUnderItsName()
    {
        const auto copies = exportArtifacts({artifact(u"plots/chart.png"_qs)}, target());
        QVERIFY(copies);
        QCOMPARE(copies->first().path, target() + u"/plots/chart.png"_qs);
        QCOMPARE(readFile(copies->first().path).value_or(QByteArray()), QByteArray("content"));
    }

    void refusesANameThatLeavesTheFolder()
    {
        const auto copies = exportArtifacts({artifact(u"../escaped.txt"_qs)}, target());
        QVERIFY(!copies);
        QVERIFY(!QFile::exists(m_folder->filePath(u"escaped.txt"_qs)));
    }

    void saysWhichFileCouldNotBeWritten()
    {
        QVERIFY(writeFileAtomically(m_folder->filePath(u"file"_qs), "a file, not a folder"));
        const auto copies = exportArtifacts({artifact(u"chart.png"_qs)}, m_folder->filePath(u"file"_qs));
        QVERIFY(!copies);
        QVERIFY(copies.error().message.contains(m_folder->filePath(u"file"_qs)));
    }

#ifdef Q_OS_UNIX
    void writesNoHalfArtifactOnAFullDisk()
    {
        QVERIFY(writeFileAtomically(stored(), QByteArray(15'000, 'x')));
        const fakes::FileSizeLimit limit(10'000);
        const auto copies = exportArtifacts({artifact(u"chart.png"_qs)}, target());
        QVERIFY(!copies);
        QVERIFY2(copies.error().message.contains(u"File too large"_qs), qPrintable(copies.error().message));
        QVERIFY(copies.error().message.contains(stored())); // where it still is
        QVERIFY(QDir(target()).isEmpty());
    }
#endif

private:
    [[nodiscard]] QString stored() const { return m_folder->filePath(u"store/abc"_qs); }
    [[nodiscard]] QString target() const { return m_folder->filePath(u"out"_qs); }
    [[nodiscard]] Artifact artifact(const QString &name) const
    {
        return {.name = name, .path = stored(), .size = 7, .mime = {}, .sha256 = u"abc"_qs};
    }

    std::optional<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(ArtifactExportTest)
#include "artifact_export_test.moc"
