#include "sandbox/image/image_store.h"

#include <QStandardPaths>
#include <QTest>

using namespace glasshouse::sandbox;

// The image that tests/run has built, in GLASSHOUSE_IMAGES or the place where the program looks for it.
class BuiltImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileHasItsHash();
    void holdsWhatCodeExpects();

private:
    [[nodiscard]] static ImageStore store()
    {
        const QString standard = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                                 QStringLiteral("/glasshouse/images");
        return ImageStore(qEnvironmentVariable("GLASSHOUSE_IMAGES", standard));
    }
};

void BuiltImageTest::everyFileHasItsHash()
{
    const auto image = store().verify(QStringLiteral("code-interpreter"));
    QVERIFY2(image, image ? "" : qPrintable(image.error().message));
}

void BuiltImageTest::holdsWhatCodeExpects()
{
    const auto image = store().load(QStringLiteral("code-interpreter"));
    QVERIFY2(image, image ? "" : qPrintable(image.error().message));
    for (const char *package : {"python3", "python3-numpy", "python3-pandas", "python3-matplotlib",
                                "python3-seaborn", "python3-scipy", "python3-sklearn", "python3-requests",
                                "nodejs", "esbuild", "bash", "coreutils", "ca-certificates"})
        QVERIFY2(!image->version(QString::fromLatin1(package)).isEmpty(), package);
    QVERIFY(image->version(QStringLiteral("gcc-12")).isEmpty());
}

QTEST_GUILESS_MAIN(BuiltImageTest)
#include "built_image_test.moc"
