#include "sandbox/host/image_workshop.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "sandbox/host/template_cache.h"
#include "sandbox/host/template_snapshot.h"

#include <QCryptographicHash>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace glasshouse;
using namespace glasshouse::sandbox;

// With a script in the place of build_image that writes an image of a few bytes.
class ImageWorkshopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void buildsFromATemplateAndTellsHowFarItIs();
    void saysWhatToDoWhereNoImagesCanBeBuilt();
    void buildsOneAtATime();
    void cancelledBuildLeavesTheNextOneFree();
    void refusesWhatNobodyDescribed();
    void verifyFindsAChangedByte();
    void removingTakesImageTemplateSnapshotsAndDownloads();
    void removingLeavesASnapshotInUse();
    void doesNotRemoveWhatIsBeingBuilt();

private:
    void writeScript(const QByteArray &body) const;
    [[nodiscard]] Result<ImageManifest> build(ImageWorkshop &workshop) const;
    void endBuild(); // the one that goes on
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QString makeSnapshot(const QString &image, QChar letter) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ImageWorkshop> m_workshop;
};

namespace {

constexpr auto hash = "printf '%s' root | sha256sum | cut -d' ' -f1";

QByteArray publishes()
{
    return "h=$(" + QByteArray(hash) + R"sh()
mkdir -p "$2/$1" && printf root > "$2/$1/rootfs.squashfs" && printf root > "$2/$1/vmlinuz"
f='"size": 4, "sha256": "'$h'"'
echo progress 0.5 Installing packages
printf '{"format": 2, "name": "%s", "rootfs": {"path": "rootfs.squashfs", %s}, "kernel": {"path": "vmlinuz", %s}}' "$1" "$f" "$f" > "$2/$1/manifest.json"
echo done)sh";
}

ImageTemplate mine()
{
    return {QStringLiteral("mine"), {}, {QStringLiteral("base"), {QStringLiteral("jq")}, {}, false}, {}};
}

} // namespace

void ImageWorkshopTest::init()
{
    m_workshop.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    ServicePaths paths;
    paths.images = path(QStringLiteral("images"));
    paths.templates = path(QStringLiteral("snapshots"));
    paths.guest = path(QStringLiteral("guest"));
    m_workshop = std::make_unique<ImageWorkshop>(paths, path(QStringLiteral("templates")));
    QVERIFY(m_workshop->saveTemplate(mine()));
    writeScript(publishes());
}

void ImageWorkshopTest::writeScript(const QByteArray &body) const
{
    const QString script = path(QStringLiteral("guest/build_image"));
    QVERIFY(writeFileAtomically(script, "#!/bin/bash\n" + body + "\n"));
    QVERIFY(QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void ImageWorkshopTest::endBuild()
{
    QSignalSpy finished(m_workshop.get(), &ImageWorkshop::buildFinished);
    m_workshop->cancelBuild();
    QVERIFY(finished.wait(20'000));
}

Result<ImageManifest> ImageWorkshopTest::build(ImageWorkshop &workshop) const
{
    QSignalSpy finished(&workshop, &ImageWorkshop::buildFinished);
    if (const auto begun = workshop.build(QStringLiteral("mine")); !begun)
        return fail(begun.error());
    if (finished.isEmpty() && !finished.wait(20'000))
        return fail(QStringLiteral("no signal"));
    return finished.first().at(1).value<Result<ImageManifest>>();
}

QString ImageWorkshopTest::makeSnapshot(const QString &image, QChar letter) const
{
    Template snapshot;
    snapshot.folder = path(QStringLiteral("snapshots/")) + QString(templateNameLength, letter);
    snapshot.image = image;
    [&] { QVERIFY(writeTemplate(snapshot)); }();
    return snapshot.folder;
}

void ImageWorkshopTest::buildsFromATemplateAndTellsHowFarItIs()
{
    QSignalSpy progressed(m_workshop.get(), &ImageWorkshop::progressed);
    writeScript("echo \"$@\" > \"$2/../arguments\"\n" + publishes());
    QDir(m_folder->path()).mkdir(QStringLiteral("images"));
    const auto image = build(*m_workshop);
    QVERIFY2(image, image ? "" : qPrintable(image.error().message));
    QCOMPARE(*readFile(path(QStringLiteral("arguments"))),
             QStringLiteral("mine %1 --from base --debian jq --python \n")
                 .arg(path(QStringLiteral("images")))
                 .toUtf8());
    QCOMPARE(progressed.size(), 1);
    QCOMPARE(progressed.first().first().value<ImageProgress>().image, QStringLiteral("mine"));
    QCOMPARE(m_workshop->progress(), ImageProgress());
}

void ImageWorkshopTest::saysWhatToDoWhereNoImagesCanBeBuilt()
{
    QVERIFY(QFile::remove(path(QStringLiteral("guest/build_image"))));
    const auto begun = m_workshop->build(QStringLiteral("mine"));
    QVERIFY(!begun);
    QVERIFY(begun.error().message.contains(u"cannot build images. Install the package of the image"));
}

void ImageWorkshopTest::buildsOneAtATime()
{
    QVERIFY(m_workshop->build(QStringLiteral("mine")));
    QVERIFY(m_workshop->build(QStringLiteral("base")).error().message.contains(u"mine is being built"));
    endBuild();
}

void ImageWorkshopTest::cancelledBuildLeavesTheNextOneFree()
{
    writeScript("trap 'exit 143' TERM; echo progress 0.1 Waiting; sleep 60 & wait");
    connect(m_workshop.get(), &ImageWorkshop::progressed, m_workshop.get(), &ImageWorkshop::cancelBuild);
    QCOMPARE(build(*m_workshop).error().code, ErrorCode::Cancelled);
    m_workshop->disconnect();
    writeScript(publishes());
    QVERIFY(build(*m_workshop));
}

void ImageWorkshopTest::refusesWhatNobodyDescribed()
{
    QCOMPARE(m_workshop->build(QStringLiteral("yours")).error().code, ErrorCode::NotFound);
    auto smuggled = mine();
    smuggled.recipe.debian << QStringLiteral("--force-yes");
    QVERIFY(!m_workshop->build(smuggled));
}

void ImageWorkshopTest::verifyFindsAChangedByte()
{
    QVERIFY(build(*m_workshop));
    QSignalSpy verified(m_workshop.get(), &ImageWorkshop::verified);
    QVERIFY(m_workshop->verify(QStringLiteral("mine")));
    QCOMPARE(m_workshop->verifying(), QStringLiteral("mine"));
    QVERIFY(verified.wait());
    QVERIFY(verified.takeFirst().at(1).value<Result<ImageManifest>>());
    QVERIFY(writeFileAtomically(path(QStringLiteral("images/mine/vmlinuz")), "toor"));
    QVERIFY(m_workshop->verify(QStringLiteral("mine")));
    QVERIFY(verified.wait());
    QVERIFY(verified.takeFirst().at(1).value<Result<ImageManifest>>().error().message.contains(
        u"vmlinuz was changed"));
}

void ImageWorkshopTest::removingTakesImageTemplateSnapshotsAndDownloads()
{
    QVERIFY(build(*m_workshop));
    const QString own = makeSnapshot(QStringLiteral("mine"), u'a');
    const QString other = makeSnapshot(QStringLiteral("base"), u'b');
    QDir(m_folder->path()).mkpath(QStringLiteral("images/.mine.downloads/partial"));
    QVERIFY(m_workshop->remove(QStringLiteral("mine")));
    QVERIFY(!m_workshop->catalog().entry(QStringLiteral("mine")).manifest);
    QVERIFY(!m_workshop->catalog().entry(QStringLiteral("mine")).imageTemplate);
    QThreadPool::globalInstance()->waitForDone();
    QVERIFY(!QFile::exists(own));
    QVERIFY(QFile::exists(other));
    QCOMPARE(QDir(path(QStringLiteral("images")))
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
    QCOMPARE(m_workshop->remove(QStringLiteral("mine")).error().code, ErrorCode::NotFound);
}

void ImageWorkshopTest::removingLeavesASnapshotInUse()
{
    QVERIFY(build(*m_workshop));
    const QString own = makeSnapshot(QStringLiteral("mine"), u'a');
    const auto use = CacheUse::of(own);
    QVERIFY(m_workshop->remove(QStringLiteral("mine")));
    QThreadPool::globalInstance()->waitForDone();
    QVERIFY(QFile::exists(own));
}

void ImageWorkshopTest::doesNotRemoveWhatIsBeingBuilt()
{
    QVERIFY(m_workshop->build(QStringLiteral("mine")));
    QVERIFY(m_workshop->remove(QStringLiteral("mine")).error().message.contains(u"Cancel that first"));
    endBuild();
}

QTEST_GUILESS_MAIN(ImageWorkshopTest)
#include "image_workshop_test.moc"
