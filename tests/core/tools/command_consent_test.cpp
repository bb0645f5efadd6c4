// A person agrees to a command once. What ends that.
#include "core/tools/command_consent.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class CommandConsentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void endsWhenANamedFileChanges_data();
    void endsWhenANamedFileChanges();
    void endsWhenANamedFileAppears();
    void endsWhenAWordChanges();
    void endsWhenALargeFileChangesUnderItsOldTime();
    void endsWhenTheLastOfManyFilesChanges();
    void outlivesFilesThatAreNotNamed();
    void contentIsNoWord();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder->filePath(name); }
    void write(const QString &name, const QByteArray &content) const;
    [[nodiscard]] QString hash(const QStringList &command) const
    {
        return commandConsentHash(command, m_folder->path());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void CommandConsentTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void CommandConsentTest::write(const QString &name, const QByteArray &content) const
{
    QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void CommandConsentTest::endsWhenANamedFileChanges_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("file");
    const auto row = [](const char *name, const QStringList &command, const char *file) {
        QTest::newRow(name) << command << QString::fromUtf8(file);
    };
    row("the program itself", {u"./tool.sh"_qs}, "tool.sh");
    row("a script for an interpreter", {u"python3"_qs, u"tools/x.py"_qs}, "tools/x.py");
    row("after its options", {u"node"_qs, u"--no-warnings"_qs, u"tools/x.mjs"_qs, u"-v"_qs}, "tools/x.mjs");
    row("with a space in its name", {u"sh"_qs, u"my tools/x y.sh"_qs}, "my tools/x y.sh");
    row("outside ASCII", {u"sh"_qs, u"Werkzeug/größe.sh"_qs}, "Werkzeug/größe.sh");
    row("after an equals sign", {u"node"_qs, u"--require=./setup.js"_qs}, "setup.js");
    row("in a line for a shell", {u"sh"_qs, u"-c"_qs, u"cd . && sh 'tools/x.sh'; true"_qs}, "tools/x.sh");
    row("in a substitution", {u"sh"_qs, u"-c"_qs, u"echo $(tools/x.sh)"_qs}, "tools/x.sh");
    row("a module", {u"python3"_qs, u"-m"_qs, u"tools.x"_qs}, "tools/x.py");
    row("a package", {u"python3"_qs, u"-m"_qs, u"tools"_qs}, "tools/__main__.py");
    row("a folder", {u"node"_qs, u"."_qs}, "package.json");
    row("without its ending", {u"node"_qs, u"tools/x"_qs}, "tools/x.js");
    row("as data", {u"jq"_qs, u"-f"_qs, u"filter.jq"_qs}, "filter.jq");
}

void CommandConsentTest::endsWhenANamedFileChanges()
{
    QFETCH(QStringList, command);
    QFETCH(QString, file);
    write(file, "one");
    const auto agreed = hash(command);
    QCOMPARE(hash(command), agreed);
    write(file, "two");
    QVERIFY(hash(command) != agreed);
    write(file, "one");
    QCOMPARE(hash(command), agreed); // what was agreed to is there again
}

void CommandConsentTest::endsWhenANamedFileAppears()
{
    const QStringList command{u"python3"_qs, u"-m"_qs, u"json.tool"_qs};
    const auto agreed = hash(command);
    write(u"json/tool.py"_qs, "import os");
    QVERIFY(hash(command) != agreed);
}

void CommandConsentTest::endsWhenAWordChanges()
{
    const auto agreed = hash({u"sh"_qs, u"x.sh"_qs});
    QVERIFY(hash({u"sh"_qs, u"x.sh"_qs, u"-x"_qs}) != agreed);
    QVERIFY(hash({u"shx"_qs, u".sh"_qs}) != agreed);
}

// Code in a sandbox that may write the file could do that.
void CommandConsentTest::endsWhenALargeFileChangesUnderItsOldTime()
{
    const auto name = u"tool.bin"_qs;
    const QByteArray content(2 << 20, 'a');
    write(name, content);
    const QStringList command{u"sh"_qs, name};
    const auto agreed = hash(command);
    const auto written = QFileInfo(path(name)).lastModified();
    QCOMPARE(hash(command), agreed);

    // Tried again because two changes within one tick of the kernel's clock have the same time.
    QTRY_VERIFY([&] {
        write(name, QByteArray(content.size(), 'b'));
        QFile file(path(name));
        return file.open(QIODevice::ReadWrite) && file.setFileTime(written, QFile::FileModificationTime) &&
               QFileInfo(path(name)).lastModified() == written && hash(command) != agreed;
    }());
}

void CommandConsentTest::endsWhenTheLastOfManyFilesChanges()
{
    QStringList command{u"cat"_qs};
    for (int i = 0; i < 8; ++i) {
        command << u"part-%1"_qs.arg(i);
        write(command.last(), QByteArray(1 << 20, 'a'));
    }
    const auto agreed = hash(command);
    QTRY_VERIFY([&] {
        write(command.last(), QByteArray(1 << 20, 'b'));
        return hash(command) != agreed;
    }());
}

void CommandConsentTest::outlivesFilesThatAreNotNamed()
{
    const QStringList command{u"python3"_qs, u"tools/x.py"_qs};
    write(u"tools/x.py"_qs, "import y");
    const auto agreed = hash(command);
    write(u"tools/y.py"_qs, "1");
    write(u"result.json"_qs, "{}");
    QCOMPARE(hash(command), agreed);
}

void CommandConsentTest::contentIsNoWord()
{
    write(u"x"_qs, "a2:-y");
    const auto agreed = hash({u"sh"_qs, u"x"_qs});
    write(u"x"_qs, "a");
    QVERIFY(hash({u"sh"_qs, u"x"_qs, u"-y"_qs}) != agreed);
}

QTEST_GUILESS_MAIN(CommandConsentTest)
#include "command_consent_test.moc"
