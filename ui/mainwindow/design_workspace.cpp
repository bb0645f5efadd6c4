#include "ui/mainwindow/design_workspace.h"

#include "core/model/thread.h"
#include "ui/common/action_registry.h"
#include "ui/common/empty_state.h"
#include "ui/common/project_document.h"
#include "ui/common/widgets.h"
#include "ui/graph/graph_editor.h"
#include "ui/graph/inspector_panel.h"
#include "ui/graph/mime_types.h"
#include "ui/graph/palette_panel.h"
#include "ui/mainwindow/editor_tabs.h"
#include "ui/mainwindow/run_input_bar.h"
#include "ui/mainwindow/run_tracker.h"
#include "ui/mainwindow/workbench.h"
#include "ui/project/agent_page.h"
#include "ui/project/project_edits.h"
#include "ui/project/project_tree.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

using Kind = ProjectItem::Kind;

// The bar below the tabs is drawn here, so that it runs on under the tool bar at the right.
class TabRow final : public QWidget
{
public:
    TabRow(const Theme *theme, QWidget *parent) : QWidget(parent), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
        painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme->color(ColorRole::Line));
    }

private:
    const Theme *m_theme;
};

} // namespace

DesignWorkspace::DesignWorkspace(const WindowContext &context, QObject *parent)
    : Workspace(parent), m_context(context), m_left(new QSplitter(Qt::Vertical)),
      m_tree(new ProjectTree(context.theme, context.document, mime::Agent,
                             {context.actions->action(QStringLiteral("agent.new")),
                              context.actions->action(QStringLiteral("workflow.new"))},
                             m_left)),
      m_palette(new PalettePanel(context.theme, m_left)), m_centre(new QWidget),
      m_tabs(new EditorTabs(context.theme, m_centre)), m_runBar(new RunInputBar(context.theme, m_centre)),
      m_stack(new QStackedWidget(m_centre)),
      m_empty(new EmptyState(context.theme, QStringLiteral("workflow"), tr("Nothing is open"),
                             tr("Open a workflow or an agent from the project tree, or make a new one."),
                             m_stack)),
      m_agent(new AgentPage(context.theme, context.document, m_stack)),
      m_inspector(new InspectorPanel(context.theme, context.document))
{
    build();
    connectTree();
    connectEditors();
    connect(context.document, &ProjectDocument::reset, this, &DesignWorkspace::projectOpened);
    connect(context.document, &ProjectDocument::changed, this, &DesignWorkspace::projectChanged);
    connect(context.runs, &RunTracker::runsChanged, this, &DesignWorkspace::showRun);
    connect(context.workbench, &Workbench::connectionsChanged, m_inspector,
            [this] { m_inspector->setConnections(m_context.workbench->connections()); });
    m_inspector->setConnections(context.workbench->connections());
    m_inspector->setBuiltInTools(context.workbench->builtInTools());
    projectOpened();
}

// The window owns the three widgets once it has laid them out; until then nobody else does.
DesignWorkspace::~DesignWorkspace()
{
    delete m_left;
    delete m_centre;
    delete m_inspector;
}

QWidget *DesignWorkspace::left() const
{
    return m_left;
}

QWidget *DesignWorkspace::centre() const
{
    return m_centre;
}

QWidget *DesignWorkspace::right() const
{
    return m_inspector;
}

void DesignWorkspace::build()
{
    m_left->addWidget(m_tree);
    m_left->addWidget(m_palette);
    m_left->setChildrenCollapsible(false);
    m_left->setSizes({280, 420});
    m_tabRow = buildTabRow();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_agent);
    connect(m_empty->addAction(tr("New workflow"), true), &QPushButton::clicked, this,
            &DesignWorkspace::newWorkflow);
    connect(m_empty->addAction(tr("New agent"), false), &QPushButton::clicked, this,
            &DesignWorkspace::newAgent);

    auto *column = new QVBoxLayout(m_centre);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_tabRow);
    column->addWidget(m_runBar);
    column->addWidget(m_stack, 1);
}

QWidget *DesignWorkspace::buildTabRow()
{
    auto *row = new TabRow(m_context.theme, m_centre);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(metric::Small, 0, metric::Small, 0);
    line->setSpacing(metric::Small);
    line->addWidget(m_tabs, 1);
    row->setFixedHeight(metric::TabHeight);
    return row;
}

void DesignWorkspace::connectTree()
{
    connect(m_tree, &ProjectTree::activated, this, &DesignWorkspace::open);
    connect(m_tree, &ProjectTree::chatRequested, this, &DesignWorkspace::chatRequested);
    connect(m_tree, &ProjectTree::runRequested, this, [this](const QString &workflow) {
        open({Kind::Workflow, workflow});
        askForRun();
    });
    connect(m_tree, &ProjectTree::editRefused, this, &DesignWorkspace::noticeRaised);
    connect(m_palette, &PalettePanel::kindActivated, this, [this](const QString &kind) {
        if (m_graph && current().kind == Kind::Workflow)
            m_graph->addNodeOfKind(kind);
    });
}

void DesignWorkspace::connectEditors()
{
    connect(m_tabs, &EditorTabs::currentItemChanged, this, &DesignWorkspace::showItem);
    connect(m_agent, &AgentPage::chatRequested, this, &DesignWorkspace::chatRequested);
    connect(m_agent, &AgentPage::editRefused, this, &DesignWorkspace::noticeRaised);
    connect(m_runBar, &RunInputBar::submitted, this, [this](const QString &input) {
        m_lastInput.insert(current().name, input);
        Q_EMIT runRequested(current().name, input);
    });
    connect(m_runBar, &RunInputBar::cancelled, m_stack, [this] { m_stack->currentWidget()->setFocus(); });
    connect(m_inspector, &InspectorPanel::problemActivated, this, &DesignWorkspace::showNode);
    connect(m_inspector, &InspectorPanel::editRefused, this, &DesignWorkspace::noticeRaised);
}

void DesignWorkspace::ensureGraph()
{
    if (m_graph)
        return;
    m_graph = new GraphEditor(m_context.theme, m_context.document, m_context.actions, m_stack);
    m_graph->setBuiltInTools(m_context.workbench->builtInTools());
    m_stack->addWidget(m_graph);
    m_tabRow->layout()->addWidget(m_graph->toolBar());
    connect(m_graph, &GraphEditor::selectionChanged, this,
            [this](const QStringList &nodes, const QString &edge) {
                const QString workflow = m_graph->workflow();
                if (nodes.size() == 1)
                    m_inspector->setTarget(InspectorTarget::node(workflow, nodes.first()));
                else if (!edge.isEmpty())
                    m_inspector->setTarget(InspectorTarget::edge(workflow, edge));
                else
                    m_inspector->setTarget(InspectorTarget::ofWorkflow(workflow));
            });
    connect(m_graph, &GraphEditor::nodeActivated, this, [this](const QString &agent) {
        open({Kind::Agent, agent});
    });
    connect(m_graph, &GraphEditor::inspectorRequested, m_inspector,
            [this] { m_inspector->setFocus(Qt::OtherFocusReason); });
}

void DesignWorkspace::open(const ProjectItem &item)
{
    const Project &project = m_context.document->project();
    if (item.kind == Kind::Workflow && project.workflow(item.name))
        m_tabs->open(item, titleOf(*project.workflow(item.name)));
    else if (item.kind == Kind::Agent && project.agent(item.name))
        m_tabs->open(item, item.name);
}

void DesignWorkspace::showNode(const QString &workflow, const QString &node)
{
    open({Kind::Workflow, workflow});
    if (m_graph && m_graph->workflow() == workflow && !node.isEmpty())
        m_graph->revealNode(node);
}

void DesignWorkspace::showItem(const ProjectItem &item)
{
    m_runBar->hide();
    if (item.kind == Kind::Workflow) {
        ensureGraph();
        m_graph->setWorkflow(item.name);
        m_stack->setCurrentWidget(m_graph);
        m_inspector->setTarget(InspectorTarget::ofWorkflow(item.name));
        showRun();
    } else if (item.kind == Kind::Agent) {
        m_agent->setAgent(item.name);
        m_stack->setCurrentWidget(m_agent);
        m_inspector->setTarget(InspectorTarget::agent(item.name));
    } else {
        m_stack->setCurrentWidget(m_empty);
        m_inspector->setTarget({});
    }
    if (m_graph)
        m_graph->toolBar()->setVisible(item.kind == Kind::Workflow);
    m_palette->setEnabled(item.kind == Kind::Workflow);
    m_palette->setToolTip(item.kind == Kind::Workflow ? QString()
                                                      : tr("Open a workflow to add nodes to it."));
    if (m_tree->current() != item)
        m_tree->select(item);
    Q_EMIT currentChanged();
    Q_EMIT threadShown();
}

ProjectItem DesignWorkspace::current() const
{
    return m_tabs->current();
}

void DesignWorkspace::projectOpened()
{
    m_tabs->closeAll();
    m_threadOf.clear();
    m_lastInput.clear();
    const Project &project = m_context.document->project();
    if (!project.workflows.isEmpty())
        open({Kind::Workflow, project.workflows.first().name});
    else if (!project.agents.isEmpty())
        open({Kind::Agent, project.agents.first().name});
    else
        showItem({});
}

// A rename keeps its tab; everything else that is gone loses it.
void DesignWorkspace::projectChanged(const Edit &edit)
{
    if (const auto *agent = std::get_if<ReplaceAgent>(&edit)) {
        m_tabs->follow({Kind::Agent, agent->agent}, {Kind::Agent, agent->replacement.name});
    } else if (const auto *workflow = std::get_if<ReplaceWorkflow>(&edit)) {
        m_tabs->follow({Kind::Workflow, workflow->workflow}, {Kind::Workflow, workflow->replacement.name});
    }
    m_tabs->setProject(m_context.document->project());
    if (m_tabs->count() == 0 && m_stack->currentWidget() != m_empty)
        showItem({});
}

void DesignWorkspace::setThreads(const QVector<Thread> &threads)
{
    m_threadOf.clear();
    for (const Thread &thread : threads) { // newest first
        if (!thread.workflow.isEmpty() && !m_threadOf.contains(thread.workflow))
            m_threadOf.insert(thread.workflow, thread.id);
    }
    Q_EMIT threadShown();
}

QString DesignWorkspace::thread() const
{
    if (current().kind != Kind::Workflow)
        return {};
    const TrackedRun *run = m_context.runs->lastOfWorkflow(current().name);
    return run ? run->thread : m_threadOf.value(current().name);
}

void DesignWorkspace::showRun()
{
    if (!m_graph || current().kind != Kind::Workflow)
        return;
    const TrackedRun *run = m_context.runs->lastOfWorkflow(current().name);
    m_graph->setRunView(run ? run->view : trace::RunView{});
}

void DesignWorkspace::perform(const Edit &edit)
{
    if (const Result<void> done = m_context.document->perform(edit); !done)
        Q_EMIT noticeRaised(done.error().message);
}

void DesignWorkspace::newAgent()
{
    const Agent agent = ui::newAgent(m_context.document->project());
    perform(AddAgent{agent});
    open({Kind::Agent, agent.name});
    m_tree->rename({Kind::Agent, agent.name});
}

void DesignWorkspace::newWorkflow()
{
    const Workflow workflow = ui::newWorkflow(m_context.document->project());
    perform(AddWorkflow{workflow});
    open({Kind::Workflow, workflow.name});
    m_tree->rename({Kind::Workflow, workflow.name});
}

void DesignWorkspace::renameCurrent()
{
    if (current().kind != Kind::None)
        m_tree->rename(current());
}

void DesignWorkspace::askForRun()
{
    const ProjectItem item = current();
    if (item.kind == Kind::Agent) {
        Q_EMIT chatRequested(item.name);
        return;
    }
    const Workflow *workflow = m_context.document->project().workflow(item.name);
    if (!workflow)
        return;
    const QString suggested = workflow->suggestions.isEmpty() ? QString() : workflow->suggestions.first();
    m_runBar->ask(titleOf(*workflow), m_lastInput.value(item.name, suggested), workflow->suggestions);
}

void DesignWorkspace::saveState(QSettings &settings) const
{
    settings.setValue(QStringLiteral("tabs"), m_tabs->toStrings());
    settings.setValue(QStringLiteral("currentTab"), m_tabs->currentIndex());
    settings.setValue(QStringLiteral("treeSizes"), m_left->saveState());
}

void DesignWorkspace::restoreState(QSettings &settings)
{
    m_left->restoreState(settings.value(QStringLiteral("treeSizes")).toByteArray());
    const QStringList tabs = settings.value(QStringLiteral("tabs")).toStringList();
    if (tabs.isEmpty())
        return;
    m_tabs->closeAll();
    for (const QString &tab : tabs)
        open(EditorTabs::fromString(tab));
    m_tabs->setCurrentIndex(
        qBound(0, settings.value(QStringLiteral("currentTab")).toInt(), m_tabs->count() - 1));
    if (m_tabs->count() == 0)
        projectOpened();
}

} // namespace glasshouse::ui
