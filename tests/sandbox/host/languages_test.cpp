// The languages of a sandbox as code that a model writes meets them, in a real VM.
#include "tests/sandbox/host/package_index.h"
#include "tests/sandbox/host/vm_fixture.h"

using namespace glasshouse;
using namespace glasshouse::sandbox;

class LanguagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void runsEachNameOfALanguage_data();
    void runsEachNameOfALanguage();
    void unknownLanguageIsASentence();
    void unicodeArrivesUnharmed_data();
    void unicodeArrivesUnharmed();
    void windowsLineEndsAreNoMatter_data();
    void windowsLineEndsAreNoMatter();
    void syntaxErrorsNameTheLine_data();
    void syntaxErrorsNameTheLine();
    void standardInputIsEmpty_data();
    void standardInputIsEmpty();
    void aMebibyteOfCodeRuns_data();
    void aMebibyteOfCodeRuns();
    void exitCodesAreTold_data();
    void exitCodesAreTold();
    void pythonAwaitsAtTheTop();
    void filesStayForTheNextLanguage();
    void processesEndWithTheirCode_data();
    void processesEndWithTheirCode();
    void packagesComeFromThePermittedIndex();
    void packagesNeedARuleOfTheAllowList();

private:
    [[nodiscard]] QByteArray output(const QString &language, const QByteArray &code);
    void runSample();
    void usePip();

    QTemporaryDir m_folder;
    std::unique_ptr<MicroVmService> m_service;
    ExecRequest m_request;
    ExecResult m_result;
};

namespace {

struct Sample
{
    const char *language;
    QByteArray code;
    QByteArray expected;
};

void addSamples(std::initializer_list<Sample> samples)
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("expected");
    for (const Sample &sample : samples)
        QTest::newRow(sample.language)
            << QString::fromLatin1(sample.language) << sample.code << sample.expected;
}

} // namespace

void LanguagesTest::initTestCase()
{
    m_service = std::make_unique<MicroVmService>(testPaths(m_folder.path()));
}

void LanguagesTest::init()
{
    m_request = {};
    m_request.session = QStringLiteral("one");
}

QByteArray LanguagesTest::output(const QString &language, const QByteArray &code)
{
    m_request.language = language;
    m_request.code = code;
    Call call(m_service->execute(m_request));
    const bool ended = call.wait();
    m_result = call.result;
    return ended ? m_result.standardOutput + m_result.standardError : "failed: " + call.error.toUtf8();
}

void LanguagesTest::runSample()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, expected);
    QCOMPARE(output(language, code), expected);
}

void LanguagesTest::runsEachNameOfALanguage_data()
{
    addSamples({{"python", "print(6 * 7)", "42\n"},
                {"Python3", "print(6 * 7)", "42\n"},
                {"PY", "print(6 * 7)", "42\n"},
                {"bash", "echo $((6 * 7))", "42\n"},
                {"Sh", "echo $((6 * 7))", "42\n"},
                {"shell", "echo $((6 * 7))", "42\n"},
                {"javascript", "console.log(6 * 7)", "42\n"},
                {"JS", "console.log(6 * 7)", "42\n"},
                {"Node", "console.log(6 * 7)", "42\n"},
                {"typescript", "const n: number = 6 * 7\nconsole.log(n)", "42\n"},
                {"TS", "enum N { A = 42 }\nconsole.log(N.A)", "42\n"}});
}

void LanguagesTest::runsEachNameOfALanguage()
{
    runSample();
    QCOMPARE(m_result.exitCode, 0);
}

void LanguagesTest::unknownLanguageIsASentence()
{
    QVERIFY(output(QStringLiteral("cobol"), "1").contains("There is no language of this name"));
    QVERIFY(m_result.ending == Ending::Failed);
}

void LanguagesTest::unicodeArrivesUnharmed_data()
{
    const QByteArray text = "Grüße 日本語 🦊";
    addSamples(
        {{"python", "print('" + text + "', len('🦊'))", text + " 1\n"},
         {"bash", "x='" + text + "'; echo \"$x\" ${#x}", text + " 11\n"},
         {"javascript", "console.log('" + text + "', [...'🦊'].length)", text + " 1\n"},
         {"typescript", "const größe: string = '" + text + "'\nconsole.log(größe, 1)", text + " 1\n"}});
}

void LanguagesTest::unicodeArrivesUnharmed()
{
    runSample();
}

void LanguagesTest::windowsLineEndsAreNoMatter_data()
{
    addSamples({{"python", "if True:\r\n    print(1)\r\nprint('''a\r\nb''')\r\n", "1\na\nb\n"},
                {"bash", "if true; then\r\necho 1\r\nfi\r\n", "1\n"},
                {"javascript", "console.log(`a\r\nb`)\r\n", "a\nb\n"},
                {"typescript", "console.log(`a\r\nb`)\r\n", "a\nb\n"}});
}

void LanguagesTest::windowsLineEndsAreNoMatter()
{
    runSample();
}

void LanguagesTest::syntaxErrorsNameTheLine_data()
{
    addSamples({{"python", "a = 1\nb = = 2\n", "line 2"},
                {"bash", "echo a\nfi\n", "line 2"},
                {"javascript", "let a = 1\nlet b = = 2\n", ":2"},
                {"typescript", "let a = 1\nlet b: number = = 2\n", ":2"}});
}

void LanguagesTest::syntaxErrorsNameTheLine()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, expected);
    const QByteArray said = output(language, code);
    QVERIFY2(said.contains(expected), said.constData());
    QVERIFY(m_result.ending == Ending::Failed);
}

void LanguagesTest::standardInputIsEmpty_data()
{
    addSamples({{"python",
                 "import sys\nprint(repr(sys.stdin.read()))\n"
                 "try: input()\nexcept EOFError: print('end')",
                 "''\nend\n"},
                {"bash", "cat; read x || echo end", "end\n"},
                {"javascript", "console.log(require('fs').readFileSync(0).length)", "0\n"},
                {"typescript", "import fs from 'node:fs'\nconsole.log(fs.readFileSync(0).length)", "0\n"}});
}

void LanguagesTest::standardInputIsEmpty()
{
    runSample();
}

void LanguagesTest::aMebibyteOfCodeRuns_data()
{
    const QByteArray hashes(1'000'000, '#');
    const QByteArray slashes(1'000'000, '/');
    addSamples({{"python", hashes + "\nprint(1)", "1\n"},
                {"bash", hashes + "\necho 1", "1\n"},
                {"javascript", slashes + "\nconsole.log(1)", "1\n"},
                {"typescript", slashes + "\nconsole.log(1 as number)", "1\n"}});
}

void LanguagesTest::aMebibyteOfCodeRuns()
{
    runSample();
}

void LanguagesTest::exitCodesAreTold_data()
{
    addSamples({{"python", "raise SystemExit(3)", "3"},
                {"bash", "exit 4", "4"},
                {"javascript", "process.exit(5)", "5"},
                {"typescript", "process.exit(6 as number)", "6"}});
}

void LanguagesTest::exitCodesAreTold()
{
    QFETCH(QString, language);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, expected);
    QCOMPARE(output(language, code), QByteArray());
    QCOMPARE(QByteArray::number(m_result.exitCode), expected);
}

void LanguagesTest::pythonAwaitsAtTheTop()
{
    QCOMPARE(output(QStringLiteral("python"), "import asyncio\nawait asyncio.sleep(0)\nx = 5\nprint(x)"),
             QByteArray("5\n"));
    QCOMPARE(output(QStringLiteral("py"), "print(x + 1)"), QByteArray("6\n"));
}

void LanguagesTest::filesStayForTheNextLanguage()
{
    QCOMPARE(output(QStringLiteral("python"), "with open('/tmp/shared', 'w') as f: f.write('from python')"),
             QByteArray());
    QCOMPARE(output(QStringLiteral("bash"), "cat /tmp/shared"), QByteArray("from python"));
    QCOMPARE(output(QStringLiteral("js"), "console.log(require('fs').readFileSync('/tmp/shared', 'utf8'))"),
             QByteArray("from python\n"));
}

void LanguagesTest::processesEndWithTheirCode_data()
{
    addSamples(
        {{"python",
          "import subprocess\nx = subprocess.Popen(['sleep', '4711'], start_new_session=True)\n",
          {}},
         {"bash", "setsid sleep 4711 & disown", {}},
         {"javascript",
          "require('child_process').spawn('sleep', ['4711'], {detached: true, stdio: 'ignore'}).unref()",
          {}}});
}

void LanguagesTest::processesEndWithTheirCode()
{
    runSample();
    QCOMPARE(output(QStringLiteral("bash"), "pgrep -fc '[s]leep 4711' || true"), QByteArray("0\n"));
}

// An image that has no pip of its own gets this machine's.
void LanguagesTest::usePip()
{
    const QString pip = QStringLiteral("/usr/lib/python3/dist-packages/pip");
    m_request.session = QStringLiteral("packages");
    m_request.limits.callTimeoutMs = 300'000;
    if (QDir(pip).exists())
        m_request.setup.mounts = {{QStringLiteral("/input/pip"), {pip, false, {}}}};
}

void LanguagesTest::packagesComeFromThePermittedIndex()
{
    const PackageIndex index;
    const auto entry = gateway::parseAllowEntry(index.target());
    QVERIFY(entry);
    usePip();
    m_request.setup.network.allowList = m_request.setup.network.allowList.with(*entry);

    QCOMPARE(output(QStringLiteral("python"),
                    "import os\nos.environ['PYTHONPATH'] = '/input'\n"
                    "os.environ['PIP_INDEX_URL'] = 'http://" +
                        index.target().toUtf8() +
                        "/simple'\nos.environ['PIP_TRUSTED_HOST'] = '127.0.0.2'\n"
                        "install_package('tinypackage')\nimport tinypackage\nprint(tinypackage.answer)"),
             QByteArray("42\n"));
    QCOMPARE(output(QStringLiteral("bash"), "python3 -c 'import tinypackage; print(tinypackage.answer)'"),
             QByteArray("42\n"));
}

void LanguagesTest::packagesNeedARuleOfTheAllowList()
{
    usePip();
    m_request.session = QStringLiteral("none installed");
    QCOMPARE(output(QStringLiteral("bash"), "export PYTHONPATH=/input; install_package tinypackage; echo $?"),
             QByteArray("1\nThe sandbox's allow-list does not permit the package index. Packages need rules "
                        "for pypi.org and files.pythonhosted.org.\n"));
    QVERIFY(output(QStringLiteral("bash"), "install_package --upgrade x; echo $?").startsWith("2\nusage"));
}

QTEST_GUILESS_MAIN(LanguagesTest)
#include "languages_test.moc"
