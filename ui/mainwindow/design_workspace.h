// The Design page: project tree and palette, the canvas or an agent's page in tabs, the inspector.
#pragma once

#include "core/model/edit.h"
#include "ui/mainwindow/window_context.h"
#include "ui/mainwindow/workspace.h"
#include "ui/project/project_tree_model.h"

#include <QHash>
#include <QPointer>

class QSplitter;
class QStackedWidget;

namespace glasshouse {
struct Thread;
}

namespace glasshouse::ui {

class AgentPage;
class EditorTabs;
class EmptyState;
class GraphEditor;
class InspectorPanel;
class PalettePanel;
class ProjectTree;
class RunInputBar;

class DesignWorkspace : public Workspace
{
    Q_OBJECT

public:
    explicit DesignWorkspace(const WindowContext &context, QObject *parent = nullptr);
    ~DesignWorkspace() override;

    [[nodiscard]] QWidget *left() const override;
    [[nodiscard]] QWidget *centre() const override;
    [[nodiscard]] QWidget *right() const override;
    [[nodiscard]] QString thread() const override;
    void saveState(QSettings &settings) const override;
    void restoreState(QSettings &settings) override;

    void open(const ProjectItem &item);
    void showNode(const QString &workflow, const QString &node);
    [[nodiscard]] ProjectItem current() const;
    void setThreads(const QVector<Thread> &threads); // to know the last runs of the workflows

public Q_SLOTS:
    void newAgent();
    void newWorkflow();
    void askForRun(); // of the current workflow; with an agent's page open, asks for a chat
    void renameCurrent();

Q_SIGNALS:
    void currentChanged();
    void chatRequested(const QString &agent);
    void runRequested(const QString &workflow, const QString &input);

private:
    void build();
    [[nodiscard]] QWidget *buildTabRow();
    void connectTree();
    void connectEditors();
    void ensureGraph();
    void showItem(const ProjectItem &item);
    void projectOpened();
    void projectChanged(const Edit &edit);
    void showRun();
    void perform(const Edit &edit);

    WindowContext m_context;
    QPointer<QSplitter> m_left;
    ProjectTree *m_tree;
    PalettePanel *m_palette;
    QPointer<QWidget> m_centre;
    EditorTabs *m_tabs;
    QWidget *m_tabRow = nullptr;
    RunInputBar *m_runBar;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    GraphEditor *m_graph = nullptr; // made with the first workflow that is opened
    AgentPage *m_agent;
    QPointer<InspectorPanel> m_inspector;
    QHash<QString, QString> m_threadOf;  // newest thread per workflow
    QHash<QString, QString> m_lastInput; // per workflow
};

} // namespace glasshouse::ui
