#include "sandbox/image/image_build.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

// With scripts that behave like build_image, and the real one as far as it goes without building.
class ImageBuildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void reportsProgressWithAnEstimate();
    void failsWithTheSentenceOfTheScript();
    void failsWithASentenceIfTheScriptSaysNothing();
    void failsIfTheScriptCannotBeStarted();
    void failsIfTheScriptLeavesNoImage();
    void cancelLetsTheScriptCleanUp();
    void deletingItEndsTheScript();
    void scriptRefusesAnUnknownImage();
    void scriptRefusesMissingArguments();
    void scriptRefusesWordsThatAreNoPackages_data();
    void scriptRefusesWordsThatAreNoPackages();
    void recipeBecomesArguments();
    void scriptNamesMissingPrograms();
    void scriptLeavesAnImageOfThisFormatAlone();
    void scriptBuildsAnImageOfAnotherFormatAnew();
    void scriptRefusesToRunTwice();
    void scriptCleansUpWhatAKilledBuildLeft();

private:
    [[nodiscard]] ImageBuildInput fakeScript(const QByteArray &body) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void putImage(int format) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const QString realScript = QStringLiteral(GLASSHOUSE_SOURCE_DIR "/sandbox/image/build_image");

Result<ImageManifest> resultOf(ImageBuild &build, int timeoutMs = 20'000)
{
    QSignalSpy finished(&build, &ImageBuild::finished);
    build.start();
    if (finished.isEmpty() && !finished.wait(timeoutMs))
        return fail(QStringLiteral("no signal"));
    return finished.first().first().value<Result<ImageManifest>>();
}

struct ScriptOutcome
{
    int exitCode = -1;
    QByteArray output;
};

ScriptOutcome runScript(const QStringList &arguments, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("/bin/bash"), QStringList{realScript} + arguments);
    process.waitForFinished();
    return {process.exitCode(), process.readAllStandardOutput()};
}

ScriptOutcome runScript(const QStringList &arguments)
{
    return runScript(arguments, QProcessEnvironment::systemEnvironment());
}

} // namespace

void ImageBuildTest::putImage(int format) const
{
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("base")));
    QFile manifest(path(QStringLiteral("base/manifest.json")));
    QVERIFY(manifest.open(QIODevice::WriteOnly));
    manifest.write("{\n  \"format\": " + QByteArray::number(format) + ",\n  \"name\": \"base\"\n}\n");
}

void ImageBuildTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

ImageBuildInput ImageBuildTest::fakeScript(const QByteArray &body) const
{
    QFile script(path(QStringLiteral("script")));
    [&] { QVERIFY(script.open(QIODevice::WriteOnly)); }();
    script.write("#!/bin/bash\n" + body + "\n");
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {script.fileName(), QStringLiteral("base"), path(QStringLiteral("images"))};
}

void ImageBuildTest::reportsProgressWithAnEstimate()
{
    ImageBuild build(fakeScript("echo progress 0.01 Reading sources; echo noise; echo progress 2 wrong;"
                                "echo progress 0.5 Installing packages; echo error Stop here.; exit 1"));
    QSignalSpy progressed(&build, &ImageBuild::progressed);
    QVERIFY(!resultOf(build));
    QCOMPARE(progressed.size(), 2);
    QCOMPARE(progressed[0][0].toString(), QStringLiteral("Reading sources"));
    QCOMPARE(progressed[0][2].toLongLong(), -1);
    QCOMPARE(progressed[1][1].toDouble(), 0.5);
    QVERIFY(progressed[1][2].toLongLong() >= 0);
}

void ImageBuildTest::failsWithTheSentenceOfTheScript()
{
    ImageBuild build(fakeScript("echo error The disk is full.; exit 1"));
    const auto result = resultOf(build);
    QVERIFY(!result);
    QCOMPARE(result.error().message, QStringLiteral("The disk is full."));
    QCOMPARE(result.error().code, ErrorCode::SandboxUnavailable);
}

void ImageBuildTest::failsWithASentenceIfTheScriptSaysNothing()
{
    ImageBuild build(fakeScript("kill -9 $$"));
    const auto result = resultOf(build);
    QVERIFY(!result);
    QVERIFY(result.error().message.contains(QStringLiteral("ended unexpectedly")));
}

void ImageBuildTest::failsIfTheScriptCannotBeStarted()
{
    ImageBuild build({path(QStringLiteral("none")), QStringLiteral("base"), path(QStringLiteral("images"))});
    const auto result = resultOf(build);
    QVERIFY(!result);
    QVERIFY(result.error().message.contains(QStringLiteral("cannot be started")));
}

void ImageBuildTest::failsIfTheScriptLeavesNoImage()
{
    ImageBuild build(fakeScript("echo done"));
    const auto result = resultOf(build);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::NotFound);
}

void ImageBuildTest::cancelLetsTheScriptCleanUp()
{
    ImageBuild build(fakeScript("trap 'touch \"$2/../cleaned\"; exit 143' TERM\n"
                                "echo progress 0.1 Waiting\nsleep 60 & wait"));
    connect(&build, &ImageBuild::progressed, &build, &ImageBuild::cancel);
    QDir(m_folder->path()).mkdir(QStringLiteral("images"));
    const auto result = resultOf(build);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QVERIFY(QFile::exists(path(QStringLiteral("cleaned"))));
}

void ImageBuildTest::deletingItEndsTheScript()
{
    QDir(m_folder->path()).mkdir(QStringLiteral("images"));
    auto build = std::make_unique<ImageBuild>(fakeScript(
        "trap 'touch \"$2/../cleaned\"; exit 143' TERM\necho progress 0.1 Waiting\nsleep 60 & wait"));
    QSignalSpy progressed(build.get(), &ImageBuild::progressed);
    build->start();
    QVERIFY(progressed.wait());
    build.reset();
    QTRY_VERIFY(QFile::exists(path(QStringLiteral("cleaned"))));
}

void ImageBuildTest::scriptRefusesAnUnknownImage()
{
    const auto outcome = runScript({QStringLiteral("windows"), m_folder->path()});
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(
        outcome.output,
        QByteArray("error There is no image named windows. The images are base and code-interpreter.\n"));
}

void ImageBuildTest::scriptRefusesMissingArguments()
{
    QCOMPARE(runScript({}).exitCode, 2);
    QVERIFY(runScript({QStringLiteral("base")}).output.startsWith("error Usage:"));
}

void ImageBuildTest::scriptRefusesWordsThatAreNoPackages_data()
{
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char *option, const char *value) {
        QTest::addRow("%s %s", option, value)
            << QStringList{QString::fromLatin1(option), QString::fromLatin1(value)};
    };
    for (const char *word : {"-y", "jq --force", "jq-", "$(id)", "jq/sid", "../jq.deb"})
        row("--debian", word);
    for (const char *word : {"-r", "six --index-url=x", "http://x/y.whl", "./six", "six;id", "*"})
        row("--python", word);
    row("--from", "windows");
    row("--force", "yes");
}

void ImageBuildTest::scriptRefusesWordsThatAreNoPackages()
{
    QFETCH(QStringList, options);
    const QStringList mine{QStringLiteral("mine"), m_folder->path(), QStringLiteral("--from"),
                           QStringLiteral("base")};
    const auto outcome = runScript(mine + options);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.output.startsWith("error "), outcome.output.constData());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList());
}

void ImageBuildTest::recipeBecomesArguments()
{
    const ImageRecipe recipe{QStringLiteral("base"),
                             {QStringLiteral("jq"), QStringLiteral("git")},
                             {QStringLiteral("six==1.*")},
                             true};
    QCOMPARE(
        buildArguments({{}, QStringLiteral("mine"), QStringLiteral("/images"), recipe}),
        (QStringList{QStringLiteral("mine"), QStringLiteral("/images"), QStringLiteral("--from"),
                     QStringLiteral("base"), QStringLiteral("--debian"), QStringLiteral("jq git"),
                     QStringLiteral("--python"), QStringLiteral("six==1.*"), QStringLiteral("--source")}));
}

void ImageBuildTest::scriptNamesMissingPrograms()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), m_folder->path());
    const auto outcome = runScript({QStringLiteral("base"), m_folder->path()}, environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.output.startsWith(
        "error The image cannot be built because these programs are missing: mmdebstrap"));
}

void ImageBuildTest::scriptLeavesAnImageOfThisFormatAlone()
{
    putImage(ImageManifest::currentFormat);
    const auto outcome = runScript({QStringLiteral("base"), m_folder->path(), QStringLiteral("--if-needed")});
    QCOMPARE(outcome.output, QByteArray("done\n"));
    QCOMPARE(outcome.exitCode, 0);
}

void ImageBuildTest::scriptBuildsAnImageOfAnotherFormatAnew()
{
    putImage(ImageManifest::currentFormat - 1);
    QFile::link(QStandardPaths::findExecutable(QStringLiteral("grep")), path(QStringLiteral("grep")));
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), m_folder->path()); // as far as it goes
    const auto outcome =
        runScript({QStringLiteral("base"), m_folder->path(), QStringLiteral("--if-needed")}, environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY(outcome.output.startsWith("error The image cannot be built because"));
}

void ImageBuildTest::scriptRefusesToRunTwice()
{
    QProcess holder;
    holder.start(QStringLiteral("flock"), {path(QStringLiteral(".base.lock")), QStringLiteral("sh"),
                                           QStringLiteral("-c"), QStringLiteral("echo held; exec sleep 60")});
    QVERIFY(holder.waitForReadyRead());
    const auto outcome = runScript({QStringLiteral("base"), m_folder->path()});
    holder.kill();
    holder.waitForFinished();
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.output, QByteArray("error Another build of the image base is running.\n"));
}

void ImageBuildTest::scriptCleansUpWhatAKilledBuildLeft()
{
    QDir(m_folder->path()).mkpath(QStringLiteral(".base.partial-old/chroot"));
    auto environment = QProcessEnvironment::systemEnvironment();
    QDir(m_folder->path()).mkpath(QStringLiteral("bin"));
    QFile df(path(QStringLiteral("bin/df"))); // a full disk ends the build before it begins
    QVERIFY(df.open(QIODevice::WriteOnly));
    df.write("#!/bin/sh\necho Filesystem; echo x 1 1 2048 99% /\n");
    df.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    df.close();
    environment.insert(QStringLiteral("PATH"),
                       path(QStringLiteral("bin")) + u':' + environment.value(QStringLiteral("PATH")));
    const auto outcome = runScript({QStringLiteral("base"), m_folder->path()}, environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.output.contains("needs 1200 MB of free disk space"), outcome.output.constData());
    QCOMPARE(QDir(m_folder->path())
                 .entryList({QStringLiteral(".base.partial-*")}, QDir::AllEntries | QDir::Hidden),
             QStringList());
}

QTEST_GUILESS_MAIN(ImageBuildTest)
#include "image_build_test.moc"
