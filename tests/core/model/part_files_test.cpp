// Agents and workflows read from files that belong to no project.
#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/model/part_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class PartFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAProjectHasWritten()
    {
        Agent agent;
        agent.name = QStringLiteral("Critic");
        agent.instructions = QStringLiteral("Say what is wrong.");
        agent.extra = {{QStringLiteral("x-mine"), 1}};
        const auto read =
            readAgentFile(file(QStringLiteral("Critic.agent.json"), toPrettyJson(agent.toJson())));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().message));
        QVERIFY(*read == agent);

        Workflow workflow;
        workflow.name = QStringLiteral("flow");
        const auto flow =
            readWorkflowFile(file(QStringLiteral("flow.workflow.json"), toPrettyJson(workflow.toJson())));
        QVERIFY2(flow, qPrintable(flow ? QString() : flow.error().message));
        QVERIFY(*flow == workflow);
    }

    void errorsNameTheFile_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("no JSON") << QByteArray("agent:") << "not valid JSON";
        QTest::newRow("wrong type") << QByteArray(R"({"name": 3})") << "/name";
        QTest::newRow("no name of a file") << QByteArray(R"({"name": "../x", "instructions": ""})") << "cannot contain /";
        QTest::newRow("too large") << QByteArray(2 << 20, ' ') << "large";
    }
    void errorsNameTheFile()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const auto read = readAgentFile(file(QStringLiteral("a.agent.json"), content));
        QVERIFY(!read);
        QVERIFY2(read.error().message.startsWith(QStringLiteral("a.agent.json: ")),
                 qPrintable(read.error().message));
        QVERIFY2(read.error().message.contains(said), qPrintable(read.error().message));
    }

    void aMissingFileIsAnError()
    {
        QVERIFY(!readAgentFile(m_folder.filePath(QStringLiteral("none.agent.json"))));
    }

    void tellsTheKindByTheName()
    {
        QVERIFY(isAgentFile(QStringLiteral("/x/A.agent.json")));
        QVERIFY(!isAgentFile(QStringLiteral("/x/A.workflow.json")));
        QVERIFY(isWorkflowFile(QStringLiteral("/x/A.workflow.json")));
        QVERIFY(!isWorkflowFile(QStringLiteral("/x/A.json")));
    }

private:
    [[nodiscard]] QString file(const QString &name, const QByteArray &content)
    {
        const auto path = m_folder.filePath(name);
        [&] { QVERIFY(writeFileAtomically(path, content)); }();
        return path;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(PartFilesTest)
#include "part_files_test.moc"
