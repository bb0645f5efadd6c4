// Loading, saving and copying project folders, with files as a stranger might send them.
#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/model/edit.h"
#include "core/model/project_files.h"
#include "core/model/validation.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

namespace {

const QStringList BuiltInTools{QStringLiteral("execute_code"), QStringLiteral("execute_bash")};

QString sampleFolder(const QString &name)
{
    return QStringLiteral(":/samples/") + name;
}

QMap<QString, QByteArray> filesIn(const QString &folder)
{
    QMap<QString, QByteArray> files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const auto path = it.next();
        files.insert(QDir(folder).relativeFilePath(path), readFile(path).value_or(QByteArray("unreadable")));
    }
    return files;
}

// Without what a project's tools are made of: programs and their data.
QMap<QString, QByteArray> partsIn(const QString &folder)
{
    auto files = filesIn(folder);
    files.removeIf([](auto file) { return !file.key().endsWith(QStringLiteral(".json")); });
    return files;
}

} // namespace

class ProjectFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->filePath(QStringLiteral("project"));
        QVERIFY(copySample(sampleFolder(QStringLiteral("sales-analysis")), m_folder));
    }

    void everySampleLoadsWithoutProblems_data()
    {
        QTest::addColumn<QString>("sample");
        const auto samples = QDir(QStringLiteral(":/samples")).entryList(QDir::Dirs);
        QVERIFY(samples.size() >= 5);
        for (const auto &sample : samples)
            QTest::newRow(qPrintable(sample)) << sample;
    }

    void everySampleLoadsWithoutProblems()
    {
        QFETCH(QString, sample);
        const auto project = loadProject(sampleFolder(sample));
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));
        const auto problems = validate(*project, BuiltInTools);
        QVERIFY2(problems.isEmpty(), problems.isEmpty() ? "" : qPrintable(problems.first().message));
        QCOMPARE(project->name, sample);
        QVERIFY(!project->title.isEmpty());
        QVERIFY(!project->description.isEmpty());
        QCOMPARE(project->defaultModel.connection, QStringLiteral("demo"));
    }

    void savingASampleChangesNoByte_data() { everySampleLoadsWithoutProblems_data(); }

    void savingASampleChangesNoByte()
    {
        QFETCH(QString, sample);
        const QString folder = m_temporary->filePath(QStringLiteral("copy"));
        auto project = copySample(sampleFolder(sample), folder);
        QVERIFY(project);
        // An empty folder, so that every file is written anew.
        project->folder = m_temporary->filePath(QStringLiteral("written"));
        QVERIFY(QDir().mkpath(project->folder));
        QVERIFY(saveProject(*project));
        QCOMPARE(filesIn(project->folder), partsIn(sampleFolder(sample)));
    }

    void keepsUnknownKeysAtEveryLevel()
    {
        write("glasshouse.json", R"({"format":1,"name":"p","later":{"a":[1]}})");
        write("agents/DataAnalyst.agent.json",
              R"({"name":"DataAnalyst","mood":"calm","tools":[{"name":"execute_code","colour":"red"}]})");
        write("workflows/w.workflow.json",
              R"({"name":"w","zoom":2,"nodes":[{"id":"a","kind":"hologram","depth":3,"config":{"x":1}}],
                  "edges":[{"id":"e","from":"a","to":"a","style":"dotted"}]})");
        write("tools/t.tool.json", R"({"name":"t","kind":"command","command":["ls"]})");
        write("sandboxes/s.sandbox.json", R"({"name":"s","later":["/data"]})");
        const auto project = load();
        QVERIFY2(project, project ? "" : qPrintable(project.error().message));

        Project copy = *project;
        copy.folder = m_temporary->filePath(QStringLiteral("other"));
        QVERIFY(QDir().mkpath(copy.folder));
        QVERIFY(saveProject(copy));
        auto reloaded = loadProject(copy.folder);
        QVERIFY(reloaded);
        reloaded->folder = project->folder;
        QCOMPARE(*reloaded, *project);
        QVERIFY(readText(copy.folder + QStringLiteral("/agents/DataAnalyst.agent.json")).contains("colour"));
        QVERIFY(readText(copy.folder + QStringLiteral("/workflows/w.workflow.json")).contains("dotted"));
        QVERIFY(readText(copy.folder + QStringLiteral("/sandboxes/s.sandbox.json")).contains("later"));
    }

    void keepsASchemaThatAnEditorWrote()
    {
        write("agents/DataAnalyst.agent.json", R"({"name":"DataAnalyst","$schema":"./mine.json"})");
        auto project = load();
        QVERIFY(project);
        project->agents[0].description = QStringLiteral("changed");
        QVERIFY(saveProject(*project));
        QVERIFY(
            readText(m_folder + QStringLiteral("/agents/DataAnalyst.agent.json")).contains("./mine.json"));
    }

    void namesFilePointerAndLine_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *json, const char *expected) {
            QTest::newRow(name) << QByteArray(json)
                                << QStringLiteral("agents/A.agent.json: ") + QString::fromUtf8(expected);
        };
        row("missing name of a tool", "{\"name\":\"A\",\n\"tools\":[\n{}]}",
            "/tools/0/name: is required (line 3)");
        row("wrong type", "{\"name\":\"A\",\n\"instructions\":3}", "/instructions: must be a text (line 2)");
        row("wrong item", "{\"name\":\"A\",\"suggestions\":[\"x\",\n4]}",
            "/suggestions/1: must be a text (line 2)");
        row("fraction", R"({"name":"A","max_iterations":1.5})",
            "/max_iterations: must be a whole number between 1 and 1000 (line 1)");
        row("too much", R"({"name":"A","max_iterations":1e9})",
            "/max_iterations: must be a whole number between 1 and 1000 (line 1)");
        row("unknown approval", R"({"name":"A","tools":[{"name":"t","approval":"maybe"}]})",
            "/tools/0/approval: must be one of always_require, never_require, ask_once (line 1)");
        row("empty name", R"({"name":""})", "/name: must be a text of 1 to 100 characters (line 1)");
        row("other name", R"({"name":"B"})",
            "/name: is \"B\", but the file is named otherwise; rename one of them (line 1)");
        row("broken", "{\"name\":\n\"A\",}", "not valid JSON at line 2, column ");
        row("no object", "[]", "not a JSON object");
    }

    void namesFilePointerAndLine()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        write("agents/A.agent.json", json);
        const auto project = load();
        QVERIFY(!project);
        QCOMPARE(project.error().code, ErrorCode::BadProject);
        QVERIFY2(project.error().message.startsWith(expected), qPrintable(project.error().message));
        QCOMPARE(project.error().message.count(u'\n'), 0);
    }

    void reportsTheFaultsOfAllFilesAtOnce()
    {
        write("agents/A.agent.json", R"({"tools":3})");
        write("workflows/w.workflow.json", R"({"name":"w","nodes":[{"id":"a"}]})");
        const auto project = load();
        QVERIFY(!project);
        const auto lines = project.error().message.split(u'\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.last().startsWith(u"workflows/w.workflow.json: /nodes/0/kind: is required"));
    }

    void refusesANewerFormat()
    {
        write("glasshouse.json", R"({"format":2,"name":"p"})");
        const auto project = load();
        QVERIFY(!project);
        QVERIFY2(project.error().message.contains(u"update Glasshouse"), qPrintable(project.error().message));
    }

    void saysWhatIsNoProject()
    {
        QCOMPARE(loadProject(m_folder + QStringLiteral("/none")).error().code, ErrorCode::NotFound);
        const auto empty = loadProject(m_temporary->path());
        QVERIFY(!empty);
        QVERIFY(empty.error().message.contains(u"is not a Glasshouse project"));
    }

    void loadsInTheOrderOfFileNames()
    {
        for (const auto *name : {"b", "a", "C"})
            write(QStringLiteral("agents/%1.agent.json").arg(QLatin1String(name)),
                  toCompactJson({{QStringLiteral("name"), QLatin1String(name)}}));
        const auto project = load();
        QVERIFY(project);
        QStringList names;
        for (const auto &agent : project->agents)
            names.append(agent.name);
        QCOMPARE(names, QStringList({QStringLiteral("C"), QStringLiteral("DataAnalyst"), QStringLiteral("a"),
                                     QStringLiteral("b")}));
    }

    void refusesNamesThatDifferOnlyInCase()
    {
        write("agents/dataanalyst.agent.json", R"({"name":"dataanalyst"})");
        const auto project = load();
        QVERIFY(!project);
        QVERIFY(project.error().message.contains(u"upper and lower case"));
    }

    void refusesALinkOutOfTheFolder()
    {
        const QString secret = m_temporary->filePath(QStringLiteral("secret.json"));
        QVERIFY(writeFileAtomically(secret, R"({"name":"A","instructions":"secret"})"));
        QVERIFY(QFile::link(secret, m_folder + QStringLiteral("/agents/A.agent.json")));
        const auto project = load();
        QVERIFY(!project);
        QVERIFY2(project.error().message.contains(u"leads out of the project folder"),
                 qPrintable(project.error().message));
    }

    void refusesALinkedFolder()
    {
        const QString outside = m_temporary->filePath(QStringLiteral("outside"));
        QVERIFY(QDir().mkpath(outside));
        auto project = load();
        QVERIFY(project);
        QVERIFY(QFile::link(outside, m_folder + QStringLiteral("/workflows")));
        QVERIFY(apply(*project, AddWorkflow{Workflow{QStringLiteral("w"), {}, {}, {}, {}, {}, 100, {}}}));
        const auto saved = saveProject(*project);
        QVERIFY(!saved);
        QVERIFY(filesIn(outside).isEmpty());
    }

    void refusesADirectoryInPlaceOfAFile()
    {
        QVERIFY(QDir().mkpath(m_folder + QStringLiteral("/agents/A.agent.json")));
        QVERIFY(load()); // not a file of the project: ignored
        QVERIFY(QFile::remove(m_folder + QStringLiteral("/glasshouse.json")));
        QVERIFY(QDir().mkpath(m_folder + QStringLiteral("/glasshouse.json")));
        QVERIFY(!load());
    }

    void refusesAHugeFile()
    {
        QFile file(m_folder + QStringLiteral("/agents/A.agent.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(1LL << 32)); // sparse
        file.close();
        const auto project = load();
        QVERIFY(!project);
        QVERIFY2(project.error().message.contains(u"larger than"), qPrintable(project.error().message));
    }

    void refusesDeepNesting()
    {
        QByteArray deep = R"({"name":"A","x":)" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + '}';
        write("agents/A.agent.json", deep);
        QVERIFY(!load());
    }

    void aThousandFaultsStayReadable()
    {
        write("agents/A.agent.json",
              R"({"name":"A","tools":[)" + QByteArray("{},").repeated(50'000) + "{}]}");
        const auto project = load();
        QVERIFY(!project);
        QVERIFY(project.error().message.count(u'\n') < 20);
    }

    void savesOnlyWhatChanged()
    {
        auto project = load();
        QVERIFY(project);
        const QString untouched = m_folder + QStringLiteral("/sandboxes/default.sandbox.json");
        QFile file(untouched);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto longAgo = QDateTime::fromSecsSinceEpoch(1'000'000);
        QVERIFY(file.setFileTime(longAgo, QFileDevice::FileModificationTime));
        file.close();

        project->agents[0].instructions = QStringLiteral("Count to three.");
        QVERIFY(saveProject(*project));
        QCOMPARE(QFileInfo(untouched).lastModified(), longAgo);
        QCOMPARE(*load(), *project);
    }

    void removesTheFileOfWhatWasRenamedOrRemoved()
    {
        auto project = load();
        QVERIFY(project);
        write("notes.txt", "mine");
        write("agents/notes.txt", "mine too");
        auto renamed = project->agents.at(0);
        renamed.name = QStringLiteral("Counter");
        QVERIFY(apply(*project, ReplaceAgent{QStringLiteral("DataAnalyst"), renamed}));
        QVERIFY(saveProject(*project));
        QCOMPARE(QDir(m_folder + QStringLiteral("/agents")).entryList(QDir::Files),
                 QStringList({QStringLiteral("Counter.agent.json"), QStringLiteral("notes.txt")}));
        QVERIFY(QFileInfo::exists(m_folder + QStringLiteral("/notes.txt")));
        QCOMPARE(*load(), *project);
    }

    void keepsWhatAnotherProgramAdded()
    {
        const auto loaded = load();
        QVERIFY(loaded);
        write("agents/New.agent.json", R"({"name":"New"})");
        Project changed = *loaded;
        changed.agents[0].description = QStringLiteral("changed");
        QVERIFY(saveProject(changed, *loaded));
        const auto reloaded = load();
        QVERIFY(reloaded);
        QVERIFY(reloaded->agent(u"New"));
        QCOMPARE(reloaded->agent(u"DataAnalyst")->description, QStringLiteral("changed"));
    }

    void aNameCannotLeaveTheFolder_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto *name :
             {"../evil", "a/b", "a\\b", "..", ".hidden", "CON", "nul.txt", "a:b", "x\ny", "end.", " x", ""})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void aNameCannotLeaveTheFolder()
    {
        QFETCH(QString, name);
        auto project = load();
        QVERIFY(project);
        const auto before = filesIn(m_temporary->path());
        Agent agent;
        agent.name = name;
        project->agents.append(agent);
        QVERIFY(!saveProject(*project));
        QCOMPARE(filesIn(m_temporary->path()), before);
        QVERIFY(!apply(*project, AddAgent{agent}));
    }

    void copiesASampleCompletelyOrNotAtAll()
    {
        QVERIFY(!copySample(sampleFolder(QStringLiteral("primes")), m_folder)); // not empty
        const QString missing = m_temporary->filePath(QStringLiteral("missing"));
        QVERIFY(!copySample(sampleFolder(QStringLiteral("no-such-sample")), missing));
        QVERIFY(!QFileInfo::exists(missing));
        const auto left =
            QDir(m_temporary->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        QCOMPARE(left, QStringList({QStringLiteral("project")}));
    }

    void aCopiedSampleCanBeChanged()
    {
        auto project = load();
        QVERIFY(project);
        project->title = QStringLiteral("Mine");
        QVERIFY(saveProject(*project));
        QCOMPARE(load()->title, QStringLiteral("Mine"));
    }

private:
    Result<Project> load() const { return loadProject(m_folder); }
    static QByteArray readText(const QString &path) { return readFile(path).value_or(QByteArray()); }

    void write(const QString &file, const QByteArray &content) const
    {
        QVERIFY(writeFileAtomically(m_folder + u'/' + file, content));
    }
    void write(const char *file, const QByteArray &content) const
    {
        write(QString::fromLatin1(file), content);
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_folder;
};

QTEST_GUILESS_MAIN(ProjectFilesTest)
#include "project_files_test.moc"
