#include "sandbox/image/image_store.h"

#include "core/base/json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class ImageStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void loadsAndVerifiesAnImage();
    void listsImagesButNotBuildsUnderWay();
    void sameManifestAfterWritingAndReading();
    void saysThatThereIsNoSuchImage();
    void noticesAMissingFile();
    void noticesABrokenManifest();
    void noticesATruncatedFile();
    void noticesChangedBytes();
    void refusesPathsThatLeaveTheFolder();
    void refusesTheFormatOfAnotherVersion();
    void verifyingCanBeCancelled();
    void findsImagesThatPackagesProvide();
    void theUsersOwnImageComesBeforeAProvidedOne();
    void leavesAProvidedImageWhereItIs();
    void saysThatADamagedProvidedImageHasToBeInstalledAgain();

private:
    void write(const QString &name, const QByteArray &content) const;
    void writeManifest(const QJsonObject &json) const;
    [[nodiscard]] QString messageOf(const Result<ImageManifest> &result) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    ImageManifest m_image;
};

namespace {

ImageFile fileOf(const QString &path, const QByteArray &content)
{
    return {path, content.size(),
            QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex())};
}

} // namespace

void ImageStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkpath(QStringLiteral("base/modules"));
    write(QStringLiteral("rootfs.squashfs"), "root");
    write(QStringLiteral("vmlinuz"), "kernel");
    write(QStringLiteral("modules/10-a.ko"), "module");
    m_image = {QStringLiteral("base"),
               QStringLiteral("2026-01-01T00:00:00Z"),
               QStringLiteral("6.1.0-1-amd64"),
               fileOf(QStringLiteral("rootfs.squashfs"), "root"),
               fileOf(QStringLiteral("vmlinuz"), "kernel"),
               {fileOf(QStringLiteral("modules/10-a.ko"), "module")},
               {{QStringLiteral("python3"), QStringLiteral("3.11.2-1")}}};
    writeManifest(m_image.toJson());
}

void ImageStoreTest::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder->filePath(QStringLiteral("base/") + name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void ImageStoreTest::writeManifest(const QJsonObject &json) const
{
    write(QStringLiteral("manifest.json"), toPrettyJson(json));
}

QString ImageStoreTest::messageOf(const Result<ImageManifest> &result) const
{
    return result ? QStringLiteral("no error") : result.error().message;
}

void ImageStoreTest::loadsAndVerifiesAnImage()
{
    const ImageStore store(m_folder->path());
    QCOMPARE(messageOf(store.verify(QStringLiteral("base"))), QStringLiteral("no error"));
    QVERIFY(store.load(QStringLiteral("base")) == m_image);
    QCOMPARE(m_image.version(QStringLiteral("python3")), QStringLiteral("3.11.2-1"));
}

void ImageStoreTest::listsImagesButNotBuildsUnderWay()
{
    QDir(m_folder->path()).mkpath(QStringLiteral(".base.partial-x"));
    QDir(m_folder->path()).mkpath(QStringLiteral("empty"));
    QCOMPARE(ImageStore(m_folder->path()).list(), QStringList{QStringLiteral("base")});
    QCOMPARE(ImageStore(m_folder->filePath(QStringLiteral("none"))).list(), QStringList());
}

void ImageStoreTest::sameManifestAfterWritingAndReading()
{
    QVERIFY(imageManifestFromJson(m_image.toJson()) == m_image);
}

void ImageStoreTest::saysThatThereIsNoSuchImage()
{
    for (const char *name : {"none", "", "../base", ".base.partial-x"}) {
        const auto result = ImageStore(m_folder->path()).load(QString::fromLatin1(name));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotFound);
    }
}

void ImageStoreTest::noticesAMissingFile()
{
    QFile::remove(m_folder->filePath(QStringLiteral("base/vmlinuz")));
    QCOMPARE(
        messageOf(ImageStore(m_folder->path()).load(QStringLiteral("base"))),
        QStringLiteral("The image base is damaged: vmlinuz is missing. Build it again in Settings > Images "
                       "or with \"glasshousectl image build base\"."));
}

void ImageStoreTest::noticesABrokenManifest()
{
    write(QStringLiteral("manifest.json"), "{");
    const QString said = messageOf(ImageStore(m_folder->path()).load(QStringLiteral("base")));
    QVERIFY2(said.startsWith(u"The image base is damaged: manifest.json cannot be used, not valid JSON"),
             qPrintable(said));
    QVERIFY2(said.contains(u"Build it again in Settings > Images"), qPrintable(said));
}

void ImageStoreTest::noticesATruncatedFile()
{
    write(QStringLiteral("rootfs.squashfs"), "roo");
    QVERIFY(messageOf(ImageStore(m_folder->path()).load(QStringLiteral("base")))
                .contains(QStringLiteral("rootfs.squashfs has the wrong size")));
}

void ImageStoreTest::noticesChangedBytes()
{
    write(QStringLiteral("modules/10-a.ko"), "MODULE");
    const ImageStore store(m_folder->path());
    QVERIFY(store.load(QStringLiteral("base")));
    QVERIFY(messageOf(store.verify(QStringLiteral("base")))
                .contains(QStringLiteral("modules/10-a.ko was changed")));
}

void ImageStoreTest::refusesPathsThatLeaveTheFolder()
{
    for (const char *path : {"../x", "/etc/passwd", "a/../../x", "", "a//b", "C:x", "a\\b"}) {
        m_image.kernel.path = QString::fromLatin1(path);
        QVERIFY2(!imageManifestFromJson(m_image.toJson()), path);
    }
}

void ImageStoreTest::refusesTheFormatOfAnotherVersion()
{
    QJsonObject json = m_image.toJson();
    json[u"format"] = ImageManifest::currentFormat + 1;
    writeManifest(json);
    QCOMPARE(messageOf(ImageStore(m_folder->path()).load(QStringLiteral("base"))),
             QStringLiteral(
                 "The image base was built for another version of Glasshouse. Build it again in Settings > "
                 "Images or with \"glasshousectl image build base\"."));
}

void ImageStoreTest::verifyingCanBeCancelled()
{
    const std::atomic_bool cancelled = true;
    const auto result = ImageStore(m_folder->path()).verify(QStringLiteral("base"), &cancelled);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

void ImageStoreTest::findsImagesThatPackagesProvide()
{
    const ImageStore store(m_folder->filePath(QStringLiteral("own")), {m_folder->path()});
    QCOMPARE(store.list(), QStringList{QStringLiteral("base")});
    QVERIFY(store.isProvided(QStringLiteral("base")));
    QVERIFY(store.verify(QStringLiteral("base")) == m_image);
    QCOMPARE(store.pathOf(m_image, m_image.kernel), m_folder->filePath(QStringLiteral("base/vmlinuz")));
}

void ImageStoreTest::theUsersOwnImageComesBeforeAProvidedOne()
{
    const ImageStore store(m_folder->path(), {m_folder->filePath(QStringLiteral("provided"))});
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("provided/base")));
    QVERIFY(QFile::copy(m_folder->filePath(QStringLiteral("base/manifest.json")),
                        m_folder->filePath(QStringLiteral("provided/base/manifest.json"))));
    QVERIFY(!store.isProvided(QStringLiteral("base")));
    QVERIFY(store.load(QStringLiteral("base")) == m_image);
    QCOMPARE(store.list(), QStringList{QStringLiteral("base")});
}

void ImageStoreTest::leavesAProvidedImageWhereItIs()
{
    const ImageStore store(m_folder->filePath(QStringLiteral("own")), {m_folder->path()});
    const auto discarded = store.discard(QStringLiteral("base"));
    QVERIFY(!discarded);
    QVERIFY(discarded.error().message.contains(QStringLiteral("glasshouse-image-base")));
    QVERIFY(store.load(QStringLiteral("base")));
}

void ImageStoreTest::saysThatADamagedProvidedImageHasToBeInstalledAgain()
{
    write(QStringLiteral("rootfs.squashfs"), "roo");
    const ImageStore store(m_folder->filePath(QStringLiteral("own")), {m_folder->path()});
    QVERIFY(messageOf(store.load(QStringLiteral("base"))).contains(QStringLiteral("Install it again")));
}

QTEST_GUILESS_MAIN(ImageStoreTest)
#include "image_store_test.moc"
