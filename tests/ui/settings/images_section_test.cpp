#include "ui/settings/images_section.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "ui/settings/image_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace glasshouse;
using namespace glasshouse::sandbox;
using namespace glasshouse::ui;

// With a script in the place of build_image. With GLASSHOUSE_PICTURES set to a folder, pictures are kept
// there.
class ImagesSectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_section.reset(); }

    void newImageIsSavedAndBuilt();
    void dialogSaysWhyAsOneTypes();
    void buildCanBeCancelled();
    void failureIsShownInFull();
    void aTemplateOfAProjectIsBuiltOnlyAfterAYes();
    void removingAsksAndNamesTheProfiles();
    void looksRightInBothThemes_data();
    void looksRightInBothThemes();

private:
    void show(ThemeMode mode = ThemeMode::Light);
    void writeScript(const QByteArray &body) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    template<typename Button> [[nodiscard]] Button *button(const QString &accessibleName) const;
    [[nodiscard]] QMessageBox *question() const { return m_section->findChild<QMessageBox *>(); }
    void agree(const QString &answer) const;
    [[nodiscard]] bool shows(const QString &part) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ImageWorkshop> m_workshop;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ImagesSection> m_section;
};

namespace {

constexpr auto publish = R"sh(
h=$(printf root | sha256sum | cut -d' ' -f1)
mkdir -p "$2/$1" && printf root > "$2/$1/rootfs.squashfs" && printf root > "$2/$1/vmlinuz"
f='"size": 4, "sha256": "'$h'"'
r='"recipe": {"base": "base", "debian": ["jq"]}, "created": "2026-11-21T06:00:00Z"'
printf '{"format": 2, "name": "%s", %s, "rootfs": {"path": "rootfs.squashfs", %s}, "kernel": {"path": "vmlinuz", %s}}' "$1" "$r" "$f" "$f" > "$2/$1/manifest.json"
echo done)sh";

constexpr auto waits = "trap 'exit 143' TERM; echo progress 0.4 Installing packages; sleep 60 & wait";

ImageTemplate template_(const QString &name)
{
    return {name, {}, {QStringLiteral("base"), {QStringLiteral("jq")}, {}, false}, {}};
}

} // namespace

void ImagesSectionTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    ServicePaths paths;
    paths.images = path(QStringLiteral("images"));
    paths.templates = path(QStringLiteral("snapshots"));
    paths.guest = path(QStringLiteral("guest"));
    m_workshop = std::make_unique<ImageWorkshop>(paths, path(QStringLiteral("templates")));
    writeScript(publish);
    show();
}

void ImagesSectionTest::show(ThemeMode mode)
{
    m_section.reset();
    m_theme = std::make_unique<Theme>(mode);
    m_theme->applyTo(*qApp);
    m_section = std::make_unique<ImagesSection>(m_theme.get(), *m_workshop);
    m_section->resize(720, 640);
    m_section->show();
}

void ImagesSectionTest::writeScript(const QByteArray &body) const
{
    const QString script = path(QStringLiteral("guest/build_image"));
    QVERIFY(writeFileAtomically(script, "#!/bin/bash\n" + body + "\n"));
    QVERIFY(QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

// Rows that were just added to a card are shown in the next turn of the event loop.
template<typename Button> Button *ImagesSectionTest::button(const QString &accessibleName) const
{
    Button *found = nullptr;
    const bool isThere = QTest::qWaitFor([&] {
        for (auto *each : m_section->findChildren<Button *>())
            if (each->isVisible() &&
                (each->accessibleName() == accessibleName || each->text() == accessibleName))
                found = each;
        return found != nullptr;
    });
    if (!isThere)
        qFatal("There is no button %s", qUtf8Printable(accessibleName));
    return found;
}

bool ImagesSectionTest::shows(const QString &part) const
{
    const auto labels = m_section->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(part);
    });
}

void ImagesSectionTest::agree(const QString &answer) const
{
    for (QAbstractButton *each : question()->buttons())
        if (each->text() == answer)
            return each->click();
    QFAIL(qPrintable(answer));
}

void ImagesSectionTest::newImageIsSavedAndBuilt()
{
    QSignalSpy finished(m_workshop.get(), &ImageWorkshop::buildFinished);
    button<QPushButton>(QStringLiteral("New image"))->click();
    auto *dialog = m_section->findChild<ImageDialog *>();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("charts"));
    QTest::keyClicks(dialog->findChild<QPlainTextEdit *>(), QStringLiteral("jq"));
    for (auto *each : dialog->findChildren<QPushButton *>())
        if (each->text() == u"Save and build")
            each->click();
    QVERIFY(finished.wait(20'000));
    QCOMPARE(m_workshop->catalog().entry(QStringLiteral("charts")).state, ImageEntry::State::Built);
    QTRY_VERIFY(shows(QStringLiteral("charts is built.")));
    QTRY_VERIFY(shows(QStringLiteral("Debian: jq")));
}

void ImagesSectionTest::dialogSaysWhyAsOneTypes()
{
    ImageDialog dialog(m_theme.get(), template_(QStringLiteral("mine")), true, {QStringLiteral("taken")});
    const auto isSaveable = [&] {
        const auto buttons = dialog.findChildren<QPushButton *>();
        return std::all_of(buttons.begin(), buttons.end(),
                           [](const QPushButton *each) { return each->isEnabled(); });
    };
    QVERIFY(isSaveable());
    auto *python = dialog.findChildren<QPlainTextEdit *>().at(1);
    python->setPlainText(QStringLiteral("six\n--index-url=http://example.org"));
    QVERIFY(!isSaveable());
    python->setPlainText(QStringLiteral("numpy>=1.24,<2\nsix"));
    QVERIFY(isSaveable());
    QCOMPARE(dialog.value().recipe.python,
             (QStringList{QStringLiteral("numpy>=1.24,<2"), QStringLiteral("six")}));
    dialog.findChild<QLineEdit *>()->setText(QStringLiteral("taken"));
    QVERIFY(!isSaveable());
}

void ImagesSectionTest::buildCanBeCancelled()
{
    writeScript(waits);
    QSignalSpy progressed(m_workshop.get(), &ImageWorkshop::progressed);
    QSignalSpy finished(m_workshop.get(), &ImageWorkshop::buildFinished);
    button<QPushButton>(QStringLiteral("Build base"))->click();
    QVERIFY(progressed.wait(20'000));
    QTRY_VERIFY(shows(QStringLiteral("base: Installing packages, 40 %")));
    QVERIFY(!button<QPushButton>(QStringLiteral("Build base"))->isEnabled());
    button<QPushButton>(QStringLiteral("Cancel the build"))->click();
    QVERIFY(finished.wait(20'000));
    QTRY_VERIFY(shows(QStringLiteral("The build of the image base was cancelled.")));
    QVERIFY(button<QPushButton>(QStringLiteral("Build base"))->isEnabled());
}

void ImagesSectionTest::failureIsShownInFull()
{
    writeScript("echo error Debian has no package named nope.; exit 1");
    QSignalSpy finished(m_workshop.get(), &ImageWorkshop::buildFinished);
    button<QPushButton>(QStringLiteral("Build base"))->click();
    QVERIFY(finished.wait(20'000));
    QTRY_VERIFY(shows(QStringLiteral("Debian has no package named nope. What was downloaded is kept")));
}

void ImagesSectionTest::aTemplateOfAProjectIsBuiltOnlyAfterAYes()
{
    const QString project = path(QStringLiteral("project"));
    auto theirs = template_(QStringLiteral("theirs"));
    theirs.recipe.python = {QStringLiteral("evil==6.66")};
    QVERIFY(writeFileAtomically(project + QStringLiteral("/images/theirs.image.json"),
                                toPrettyJson(theirs.toJson())));
    m_section->setProject(project, {});
    button<QPushButton>(QStringLiteral("Build theirs of this project"))->click();
    QVERIFY(question());
    QVERIFY(question()->text().contains(u"evil==6.66"));
    QSignalSpy closed(question(), &QMessageBox::finished);
    QTest::keyClick(question(), Qt::Key_Return); // the default is no
    QCOMPARE(closed.size(), 1);
    QCOMPARE(m_workshop->progress(), ImageProgress());
    QTRY_VERIFY(!question());
    QSignalSpy finished(m_workshop.get(), &ImageWorkshop::buildFinished);
    button<QPushButton>(QStringLiteral("Build theirs of this project"))->click();
    agree(QStringLiteral("Build"));
    QVERIFY(finished.wait(20'000));
    QVERIFY(m_workshop->catalog().entry(QStringLiteral("theirs")).manifest);
}

void ImagesSectionTest::removingAsksAndNamesTheProfiles()
{
    QVERIFY(m_workshop->saveTemplate(template_(QStringLiteral("charts"))));
    SandboxProfile profile;
    profile.name = QStringLiteral("drawing");
    profile.image = QStringLiteral("charts");
    m_section->setProject(path(QStringLiteral("project")), {profile});
    QTRY_VERIFY(shows(QStringLiteral("Used by the profiles of this project: drawing")));
    button<QToolButton>(QStringLiteral("Remove charts"))->click();
    QVERIFY(question()->text().contains(u"drawing"));
    QTest::keyClick(question(), Qt::Key_Escape);
    QVERIFY(m_workshop->catalog().entry(QStringLiteral("charts")).imageTemplate);
    QTRY_VERIFY(!question());
    button<QToolButton>(QStringLiteral("Remove charts"))->click();
    agree(QStringLiteral("Remove"));
    QVERIFY(!m_workshop->catalog().entry(QStringLiteral("charts")).imageTemplate);
    QTRY_VERIFY(shows(QStringLiteral("charts is removed.")));
}

void ImagesSectionTest::looksRightInBothThemes_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void ImagesSectionTest::looksRightInBothThemes()
{
    QFETCH(bool, dark);
    QVERIFY(m_workshop->saveTemplate(template_(QStringLiteral("charts"))));
    QSignalSpy finished(m_workshop.get(), &ImageWorkshop::buildFinished);
    QVERIFY(m_workshop->build(QStringLiteral("charts")));
    QVERIFY(finished.wait(20'000));
    auto changed = template_(QStringLiteral("charts"));
    changed.recipe.debian << QStringLiteral("git");
    QVERIFY(m_workshop->saveTemplate(changed));
    writeScript(waits);
    QSignalSpy progressed(m_workshop.get(), &ImageWorkshop::progressed);
    QVERIFY(m_workshop->build(QStringLiteral("code-interpreter")));
    QVERIFY(progressed.wait(20'000));
    show(dark ? ThemeMode::Dark : ThemeMode::Light);
    ImageDialog dialog(m_theme.get(), changed, false, {});
    QTRY_VERIFY(shows(QStringLiteral("Outdated")));
    const QString pictures = qEnvironmentVariable("GLASSHOUSE_PICTURES");
    const QString suffix = dark ? QStringLiteral("dark.png") : QStringLiteral("light.png");
    if (!pictures.isEmpty()) {
        QVERIFY(m_section->grab().save(pictures + QStringLiteral("/images-") + suffix));
        QVERIFY(dialog.grab().save(pictures + QStringLiteral("/image-dialog-") + suffix));
    }
    m_workshop->cancelBuild();
    QVERIFY(finished.wait(20'000));
}

QTEST_MAIN(ImagesSectionTest)
#include "images_section_test.moc"
