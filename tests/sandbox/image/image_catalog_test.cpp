#include "sandbox/image/image_catalog.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

class ImageCatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listsOwnImagesFirstAndEveryTemplate();
    void anImageIsOutdatedWhenItsTemplateChanges();
    void anImageWithoutItsTemplateIsStillThere();
    void saysWhyATemplateCannotBeRead();
    void savesNothingThatIsNoTemplate();
    void removingATemplateLeavesItsImage();
    void readsTemplatesOfAProjectButFollowsNoLinkOutOfIt();

private:
    [[nodiscard]] QString images() const { return m_folder->filePath(QStringLiteral("images")); }
    [[nodiscard]] QString templates() const { return m_folder->filePath(QStringLiteral("templates")); }
    [[nodiscard]] ImageCatalog catalog() const { return {ImageStore(images()), templates()}; }
    void writeImage(const ImageTemplate &value) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

ImageTemplate mine()
{
    return {QStringLiteral("mine"), {}, {QStringLiteral("base"), {QStringLiteral("jq")}, {}, false}, {}};
}

void write(const QString &path, const QByteArray &content)
{
    QVERIFY(writeFileAtomically(path, content));
}

} // namespace

void ImageCatalogTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void ImageCatalogTest::writeImage(const ImageTemplate &value) const
{
    const ImageFile rootfs{QStringLiteral("rootfs.squashfs"), 4, QString(64, u'0')};
    const ImageFile kernel{QStringLiteral("vmlinuz"), 6, QString(64, u'0')};
    ImageManifest manifest;
    manifest.name = value.name;
    manifest.rootfs = rootfs;
    manifest.kernel = kernel;
    manifest.recipe = value.recipe;
    manifest.pythonPackages = {{QStringLiteral("six"), QStringLiteral("1.16.0"), QString(64, u'a')}};
    const QString folder = images() + u'/' + value.name;
    write(folder + QStringLiteral("/manifest.json"), toPrettyJson(manifest.toJson()));
    write(folder + QStringLiteral("/rootfs.squashfs"), "root");
    write(folder + QStringLiteral("/vmlinuz"), "kernel");
}

void ImageCatalogTest::listsOwnImagesFirstAndEveryTemplate()
{
    QVERIFY(catalog().saveTemplate(mine()));
    QStringList names;
    for (const ImageEntry &entry : catalog().entries()) {
        names << entry.name;
        QCOMPARE(entry.state, ImageEntry::State::NotBuilt);
        QVERIFY(entry.canBeBuilt());
    }
    QCOMPARE(names, (QStringList{QStringLiteral("base"), QStringLiteral("code-interpreter"),
                                 QStringLiteral("mine")}));
}

void ImageCatalogTest::anImageIsOutdatedWhenItsTemplateChanges()
{
    auto value = mine();
    QVERIFY(catalog().saveTemplate(value));
    writeImage(value);
    QCOMPARE(catalog().entry(value.name).state, ImageEntry::State::Built);
    QCOMPARE(catalog().entry(value.name).bytes(), 10);
    QCOMPARE(catalog().entry(value.name).manifest->pythonPackages.first().version, QStringLiteral("1.16.0"));
    value.description = QStringLiteral("other words change nothing");
    QVERIFY(catalog().saveTemplate(value));
    QCOMPARE(catalog().entry(value.name).state, ImageEntry::State::Built);
    value.recipe.debian << QStringLiteral("git");
    QVERIFY(catalog().saveTemplate(value));
    QCOMPARE(catalog().entry(value.name).state, ImageEntry::State::Outdated);
}

void ImageCatalogTest::anImageWithoutItsTemplateIsStillThere()
{
    writeImage(mine());
    const ImageEntry entry = catalog().entry(QStringLiteral("mine"));
    QCOMPARE(entry.state, ImageEntry::State::Built);
    QVERIFY(!entry.canBeBuilt());
}

void ImageCatalogTest::saysWhyATemplateCannotBeRead()
{
    write(templates() + QStringLiteral("/mine.image.json"), R"({"name": "mine", "debian": ["-y"]})");
    const ImageEntry entry = catalog().entry(QStringLiteral("mine"));
    QVERIFY2(entry.problem.contains(u"mine.image.json: /debian/0"), qPrintable(entry.problem));
    QVERIFY(!entry.canBeBuilt());
    write(templates() + QStringLiteral("/mine.image.json"), R"({"name": "yours"})");
    QVERIFY(catalog().entry(QStringLiteral("mine")).problem.contains(u"named yours"));
}

void ImageCatalogTest::savesNothingThatIsNoTemplate()
{
    auto value = mine();
    value.recipe.python << QStringLiteral("--index-url=http://x");
    QVERIFY(!catalog().saveTemplate(value));
    value.recipe.python.clear();
    value.name = QStringLiteral("../outside");
    QVERIFY(!catalog().saveTemplate(value));
    QVERIFY(catalog().templateNames().isEmpty());
}

void ImageCatalogTest::removingATemplateLeavesItsImage()
{
    QVERIFY(catalog().saveTemplate(mine()));
    writeImage(mine());
    QVERIFY(catalog().removeTemplate(QStringLiteral("mine")));
    QVERIFY(!catalog().removeTemplate(QStringLiteral("mine")));
    QVERIFY(catalog().entry(QStringLiteral("mine")).manifest);
}

void ImageCatalogTest::readsTemplatesOfAProjectButFollowsNoLinkOutOfIt()
{
    const QString project = m_folder->filePath(QStringLiteral("project"));
    write(project + QStringLiteral("/images/mine.image.json"), toPrettyJson(mine().toJson()));
    write(project + QStringLiteral("/images/bad.image.json"), "{");
    write(m_folder->filePath(QStringLiteral("other.image.json")), toPrettyJson(mine().toJson()));
    QVERIFY(QFile::link(m_folder->filePath(QStringLiteral("other.image.json")),
                        project + QStringLiteral("/images/other.image.json")));
    const auto found = templatesOfProject(project);
    QCOMPARE(found.size(), 2);
    QVERIFY(!found.at(0));
    QCOMPARE(found.at(1)->name, QStringLiteral("mine"));
}

QTEST_GUILESS_MAIN(ImageCatalogTest)
#include "image_catalog_test.moc"
