#include "ui/common/project_document.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;
using namespace std::chrono_literals;

namespace {

Project oneAgent()
{
    Project project;
    project.folder = QStringLiteral("/project");
    Agent agent;
    agent.name = QStringLiteral("Writer");
    project.agents = {agent};
    return project;
}

Edit withInstructions(const QString &text)
{
    Agent agent = oneAgent().agents.first();
    agent.instructions = text;
    return ReplaceAgent{agent.name, agent};
}

Edit withDescription(Agent agent, const QString &text)
{
    agent.description = text;
    return ReplaceAgent{agent.name, agent};
}

} // namespace

class ProjectDocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void undoBringsBackTheProject()
    {
        ProjectDocument document;
        document.setProject(oneAgent());
        QVERIFY(document.perform(RemoveAgent{QStringLiteral("Writer")}));
        QVERIFY(document.project().agents.isEmpty());
        QVERIFY(document.isModified());
        document.undoStack().undo();
        QCOMPARE(document.project(), oneAgent());
        QVERIFY(!document.isModified());
        document.undoStack().redo();
        QVERIFY(document.project().agents.isEmpty());
    }

    void refusedEditLeavesNoStep()
    {
        ProjectDocument document;
        document.setProject(oneAgent());
        QSignalSpy changed(&document, &ProjectDocument::changed);
        QVERIFY(!document.perform(RemoveAgent{QStringLiteral("Nobody")}));
        QCOMPARE(document.undoStack().count(), 0);
        QCOMPARE(changed.count(), 0);
    }

    void typingIsOneStep()
    {
        ProjectDocument document;
        document.setMergeWindow(1h);
        document.setProject(oneAgent());
        for (const auto *text : {u"A", u"Ab", u"Abc"})
            QVERIFY(document.perform(withInstructions(QString::fromUtf16(text))));
        QCOMPARE(document.undoStack().count(), 1);
        document.undoStack().undo();
        QCOMPARE(document.project(), oneAgent());
        document.undoStack().redo();
        QCOMPARE(document.project().agents.first().instructions, QStringLiteral("Abc"));
    }

    void anotherFieldIsAnotherStep()
    {
        ProjectDocument document;
        document.setMergeWindow(1h);
        document.setProject(oneAgent());
        QVERIFY(document.perform(withInstructions(QStringLiteral("A"))));
        QVERIFY(document.perform(withDescription(document.project().agents.first(), QStringLiteral("d"))));
        QCOMPARE(document.undoStack().count(), 2);
    }

    void aPauseEndsTheStep()
    {
        ProjectDocument document;
        document.setMergeWindow(0ms);
        document.setProject(oneAgent());
        QVERIFY(document.perform(withInstructions(QStringLiteral("A"))));
        QVERIFY(document.perform(withInstructions(QStringLiteral("Ab"))));
        QCOMPARE(document.undoStack().count(), 2);
    }

    void renamesNeverMerge()
    {
        ProjectDocument document;
        document.setMergeWindow(1h);
        document.setProject(oneAgent());
        Agent agent = oneAgent().agents.first();
        for (const auto *name : {u"Author", u"Poet"}) {
            const QString before = agent.name;
            agent.name = QString::fromUtf16(name);
            QVERIFY(document.perform(ReplaceAgent{before, agent}));
        }
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QVERIFY(document.project().agent(u"Author"));
    }

    void anotherProjectClearsTheHistory()
    {
        ProjectDocument document;
        document.setProject(oneAgent());
        QVERIFY(document.perform(RemoveAgent{QStringLiteral("Writer")}));
        QSignalSpy reset(&document, &ProjectDocument::reset);
        document.setProject(oneAgent());
        QCOMPARE(reset.count(), 1);
        QCOMPARE(document.undoStack().count(), 0);
    }

    void saveMarksTheStepClean()
    {
        QTemporaryDir folder;
        ProjectDocument document;
        Project project = oneAgent();
        project.folder = folder.path();
        project.name = QStringLiteral("p");
        document.setProject(project);
        QVERIFY(document.perform(withInstructions(QStringLiteral("A"))));
        QSignalSpy saved(&document, &ProjectDocument::saved);
        QVERIFY(document.save());
        QCOMPARE(saved.count(), 1);
        QVERIFY(!document.isModified());
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("agents/Writer.agent.json"))));
    }
};

QTEST_GUILESS_MAIN(ProjectDocumentTest)
#include "project_document_test.moc"
