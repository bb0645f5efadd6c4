#include "ui/project/project_tree.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include "ui/common/project_document.h"
#include "ui/common/row_delegate.h"
#include "ui/project/project_edits.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QUrl>

using namespace glasshouse;
using namespace glasshouse::ui;

namespace {

using Kind = ProjectItem::Kind;

Project sample()
{
    Project project;
    project.folder = QStringLiteral("/project");
    for (const auto *name : {u"Researcher", u"Analyst", u"Writer"}) {
        Agent agent;
        agent.name = QString::fromUtf16(name);
        project.agents.append(agent);
    }
    Workflow workflow;
    workflow.name = QStringLiteral("pipeline");
    workflow.title = QStringLiteral("Research pipeline");
    project.workflows = {workflow};
    return project;
}

} // namespace

class ProjectTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<ProjectDocument>();
        m_tree = std::make_unique<ProjectTree>(&m_theme, m_document.get(),
                                               QStringLiteral("application/x-agent"), QList<QAction *>());
        m_document->setProject(sample());
    }

    void anAgentsFileThatIsDroppedJoinsTheProject()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("Analyst.agent.json"));
        Agent agent;
        agent.name = QStringLiteral("Analyst");
        agent.instructions = QStringLiteral("Count.");
        QVERIFY(writeFileAtomically(path, toPrettyJson(agent.toJson())));
        QVERIFY(dropped(path));
        QVERIFY(m_document->project().agent(u"Analyst 2"));
        QCOMPARE(m_tree->current().name, QStringLiteral("Analyst 2"));
    }

    void saysWhyAnotherFileCannotJoin()
    {
        QSignalSpy refused(m_tree.get(), &ProjectTree::editRefused);
        QVERIFY(dropped(QStringLiteral("/somewhere/sales.csv")));
        QVERIFY(refused.value(0).value(0).toString().contains(QStringLiteral("sales.csv is neither")));
        QVERIFY(m_document->project() == sample());
    }

    void groupsCountWhatTheyHold()
    {
        const QAbstractItemModel *model = m_tree->view()->model();
        QCOMPARE(model->rowCount(), 4);
        QCOMPARE(model->index(0, 0).data(row_role::Detail).toString(), QStringLiteral("3"));
        QCOMPARE(model->index(1, 0).data(row_role::Detail).toString(), QStringLiteral("1"));
        QCOMPARE(model->index(0, 0, model->index(1, 0)).data().toString(),
                 QStringLiteral("Research pipeline"));
    }

    void modelKeepsItsPromisesUnderEdits()
    {
        QAbstractItemModelTester tester(m_tree->view()->model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        Agent agent;
        agent.name = QStringLiteral("Critic");
        QVERIFY(m_document->perform(AddAgent{agent}));
        QVERIFY(m_document->perform(RemoveAgent{QStringLiteral("Analyst")}));
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        m_document->setProject({});
        m_document->setProject(sample());
    }

    void addingKeepsTheSelection()
    {
        m_tree->select({Kind::Agent, QStringLiteral("Writer")});
        QVERIFY(m_document->perform(RemoveAgent{QStringLiteral("Analyst")}));
        QCOMPARE(m_tree->current(), (ProjectItem{Kind::Agent, QStringLiteral("Writer")}));
    }

    void renamingInTheRowRenamesTheAgent()
    {
        m_tree->select({Kind::Agent, QStringLiteral("Analyst")});
        QAbstractItemModel *model = m_tree->view()->model();
        model->setData(m_tree->view()->currentIndex(), QStringLiteral("Statistician"), Qt::EditRole);
        QVERIFY(m_document->project().agent(u"Statistician"));
        m_document->undoStack().undo();
        QVERIFY(m_document->project().agent(u"Analyst"));
    }

    void takenNameIsRefusedWithASentence()
    {
        QSignalSpy refused(m_tree.get(), &ProjectTree::editRefused);
        m_tree->select({Kind::Agent, QStringLiteral("Analyst")});
        m_tree->view()->model()->setData(m_tree->view()->currentIndex(), QStringLiteral("Writer"),
                                         Qt::EditRole);
        QCOMPARE(refused.count(), 1);
        QVERIFY(!refused.first().first().toString().isEmpty());
        QVERIFY(m_document->project().agent(u"Analyst"));
    }

    void workflowsKeepTheirFileName()
    {
        m_tree->select({Kind::Workflow, QStringLiteral("pipeline")});
        m_tree->view()->model()->setData(m_tree->view()->currentIndex(), QStringLiteral("Other"),
                                         Qt::EditRole);
        QCOMPARE(m_document->project().workflows.first().name, QStringLiteral("pipeline"));
        QCOMPARE(m_document->project().workflows.first().title, QStringLiteral("Other"));
    }

    void deleteAndDuplicateCanBeUndone()
    {
        m_tree->select({Kind::Agent, QStringLiteral("Analyst")});
        m_tree->duplicateCurrent();
        QVERIFY(m_document->project().agent(u"Analyst 2"));
        m_tree->select({Kind::Agent, QStringLiteral("Analyst")});
        m_tree->deleteCurrent();
        QVERIFY(!m_document->project().agent(u"Analyst"));
        m_document->undoStack().undo();
        m_document->undoStack().undo();
        QCOMPARE(m_document->project(), sample());
    }

    void onlyAgentsAreDragged()
    {
        QAbstractItemModel *model = m_tree->view()->model();
        const QModelIndex agents = model->index(0, 0);
        const std::unique_ptr<QMimeData> agent(model->mimeData({model->index(1, 0, agents)}));
        QCOMPARE(agent->data(QStringLiteral("application/x-agent")), QByteArray("Analyst"));
        QVERIFY(!model->mimeData({model->index(0, 0, model->index(1, 0))}));
        QVERIFY(!model->mimeData({agents}));
    }

    void clickActivatesItems()
    {
        QSignalSpy activated(m_tree.get(), &ProjectTree::activated);
        m_tree->resize(220, 400);
        m_tree->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_tree.get()));
        QAbstractItemModel *model = m_tree->view()->model();
        const QRect row = m_tree->view()->visualRect(model->index(2, 0, model->index(0, 0)));
        QTest::mouseClick(m_tree->view()->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().first().value<ProjectItem>().name, QStringLiteral("Writer"));
    }

    void newThingsGetFreeNames()
    {
        Project project = sample();
        project.agents.append(newAgent(project));
        QCOMPARE(project.agents.last().name, QStringLiteral("Agent"));
        QCOMPARE(newAgent(project).name, QStringLiteral("Agent 2"));
        project.workflows.append(newWorkflow(project));
        QCOMPARE(newWorkflow(project).name, QStringLiteral("workflow-2"));
        QVERIFY(m_document->perform(AddWorkflow{newWorkflow(sample())})); // a valid graph
    }

private:
    bool dropped(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_tree->view()->viewport(), &enter);
        QDropEvent event({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_tree->view()->viewport(), &event);
        return enter.isAccepted() && event.isAccepted();
    }

    Theme m_theme{ThemeMode::Light};
    std::unique_ptr<ProjectDocument> m_document;
    std::unique_ptr<ProjectTree> m_tree;
};

QTEST_MAIN(ProjectTreeTest)
#include "project_tree_test.moc"
