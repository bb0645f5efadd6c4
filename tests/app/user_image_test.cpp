// An image of a user's own, from its template to code that runs in it and back to nothing: the real program, real
// Debian packages, a wheel from a folder.
#include "ctl_program.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace glasshouse::tests;

namespace {

// A wheel is a zip archive; Python is at hand wherever an image can be built.
constexpr auto makeWheel = R"(
import sys, zipfile
name, version = "glasspane", "1.2"
files = {f"{name}.py": "colour = 'green'\n",
         f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
         f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
with zipfile.ZipFile(f"{sys.argv[1]}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for path, text in files.items():
        wheel.writestr(path, text)
    wheel.writestr(f"{name}-{version}.dist-info/RECORD", "".join(f"{path},,\n" for path in files))
)";

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class UserImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_ctl.setEnvironment(u"XDG_DATA_HOME"_qs, m_data.path());
        m_ctl.setEnvironment(u"XDG_CACHE_HOME"_qs, m_cache.path());
        m_ctl.setEnvironment(u"PIP_NO_INDEX"_qs, u"1"_qs);
        m_ctl.setEnvironment(u"PIP_FIND_LINKS"_qs, m_wheels.path());
        QCOMPARE(QProcess::execute(u"python3"_qs, {u"-c"_qs, QString::fromLatin1(makeWheel), m_wheels.path()}), 0);
        write(file(), R"({"name": "mine", "base": "base", "debian": ["jq"], "python": ["glasspane>=1"]})");
    }

    void aTemplateFromAFileIsNotBuiltWithoutAYes()
    {
        const auto outcome = m_ctl.run({u"image"_qs, u"build"_qs, file()});
        QCOMPARE(outcome.exitCode, 3);
        QVERIFY2(outcome.errors.contains(u"--yes"), qPrintable(outcome.errors));
        QVERIFY(!QDir(m_data.path()).exists(u"glasshouse/images/mine"_qs));
    }

    void aPackageThatDoesNotExistIsNamed()
    {
        write(m_data.filePath(u"typo.image.json"_qs), R"({"name": "typo", "debian": ["no-such-package-anywhere"]})");
        const auto outcome = m_ctl.run({u"image"_qs, u"build"_qs, m_data.filePath(u"typo.image.json"_qs), u"--yes"_qs});
        QCOMPARE(outcome.exitCode, 4);
        QVERIFY2(outcome.errors.contains(u"Debian has no package named no-such-package-anywhere"), qPrintable(outcome.errors));
    }

    void buildsAndRecordsWhatIsInIt()
    {
        const auto outcome = m_ctl.run({u"image"_qs, u"build"_qs, file(), u"--yes"_qs});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        QVERIFY(outcome.count(u"progress"_qs) > 20);
        double before = 0;
        for (const auto &line : outcome.lines) {
            const double fraction = line.value(u"fraction"_qs).toDouble(before);
            QVERIFY2(fraction >= before, qPrintable(QString::number(fraction)));
            before = fraction;
        }
        QFile manifest(m_data.filePath(u"glasshouse/images/mine/manifest.json"_qs));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        const auto json = QJsonDocument::fromJson(manifest.readAll()).object();
        const auto python = json.value(u"python_packages"_qs).toArray();
        QCOMPARE(python.size(), 1);
        QCOMPARE(python.first()[u"version"].toString(), u"1.2"_qs);
        QCOMPARE(python.first()[u"sha256"].toString(), hashOfWheel());
        for (const auto package : json.value(u"packages"_qs).toArray())
            QCOMPARE(package[u"sha256"].toString().size(), 64);
        QCOMPARE(QDir(m_data.filePath(u"glasshouse/images"_qs)).entryList({u".mine.*"_qs}, QDir::Hidden | QDir::AllEntries),
                 QStringList{u".mine.lock"_qs});
    }

    void codeUsesWhatWasAdded()
    {
        write(m_data.filePath(u"code.py"_qs),
              "import glasspane, subprocess\nprint(glasspane.colour, subprocess.run(['jq', '-n', '1+1'], capture_output=True, text=True).stdout)\n");
        const auto outcome = m_ctl.run({u"exec"_qs, u"--image"_qs, u"mine"_qs, m_data.filePath(u"code.py"_qs)});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        QVERIFY2(outcome.printed().startsWith(u"green 2"), qPrintable(outcome.printed()));
    }

    void verifiesListsAndRemovesIt()
    {
        QCOMPARE(m_ctl.run({u"image"_qs, u"verify"_qs, u"mine"_qs}).exitCode, 0);
        QCOMPARE(m_ctl.run({u"image"_qs, u"list"_qs}).count(u"image"_qs), 3);
        QCOMPARE(m_ctl.run({u"image"_qs, u"remove"_qs, u"mine"_qs}).exitCode, 3);
        QCOMPARE(m_ctl.run({u"image"_qs, u"remove"_qs, u"mine"_qs, u"--yes"_qs}).exitCode, 0);
        QVERIFY(!QDir(m_data.path()).exists(u"glasshouse/images/mine"_qs));
        const QDir snapshots(m_cache.filePath(u"glasshouse/templates"_qs));
        QCOMPARE(snapshots.entryList({QString(32, u'?')}, QDir::Dirs | QDir::NoDotAndDotDot), QStringList());
    }

    void aMissingImageSaysWhatToDo()
    {
        const auto outcome = m_ctl.run({u"exec"_qs, u"--image"_qs, u"mine"_qs, m_data.filePath(u"code.py"_qs)});
        QCOMPARE(outcome.exitCode, 4);
        QVERIFY2(outcome.errors.contains(u"glasshousectl image build mine"), qPrintable(outcome.errors));
    }

private:
    [[nodiscard]] QString file() const { return m_data.filePath(u"mine.image.json"_qs); }
    [[nodiscard]] QString hashOfWheel() const
    {
        QFile wheel(m_wheels.filePath(u"glasspane-1.2-py3-none-any.whl"_qs));
        [&] { QVERIFY(wheel.open(QIODevice::ReadOnly)); }();
        return QString::fromLatin1(QCryptographicHash::hash(wheel.readAll(), QCryptographicHash::Sha256).toHex());
    }

    QTemporaryDir m_data;
    QTemporaryDir m_cache;
    QTemporaryDir m_wheels;
    CtlProgram m_ctl;
};

QTEST_GUILESS_MAIN(UserImageTest)
#include "user_image_test.moc"
