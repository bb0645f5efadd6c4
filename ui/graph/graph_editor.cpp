#include "ui/graph/graph_editor.h"

#include "core/model/validation.h"
#include "ui/common/empty_state.h"
#include "ui/common/project_document.h"
#include "ui/graph/canvas_overlay.h"
#include "ui/graph/find_bar.h"
#include "ui/graph/graph_actions.h"
#include "ui/graph/graph_tool_bar.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/minimap.h"
#include "ui/graph/node_card.h"

#include <QMenu>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr QPointF PointerInCard(96, 32); // it holds the middle of a card that is dropped
constexpr QPointF StepPerFile(32, 64);
constexpr qsizetype MostDroppedFiles = 20;

} // namespace

GraphEditor::GraphEditor(Theme *theme, ProjectDocument *document, ActionRegistry *actions, QWidget *parent)
    : QWidget(parent), m_document(document), m_controller(new GraphController(document, this)),
      m_scene(new GraphScene(theme, this)), m_view(new GraphView(theme, m_scene, m_controller, this)),
      m_overlay(new CanvasOverlay(theme, m_view, m_controller)), m_builtInTools{
                                                                     QStringLiteral("execute_code"),
                                                                     QStringLiteral("execute_bash")}
{
    setObjectName(QStringLiteral("graphEditor"));
    m_actions = new GraphActions(theme, this, actions);
    m_toolBar = new GraphToolBar(theme, this, *m_actions, &document->undoStack());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_toolBar, 0, Qt::AlignRight);
    column->addWidget(m_view, 1);
    setFocusProxy(m_view);
    m_validation.setSingleShot(true);
    m_validation.setInterval(0); // once per burst of edits
    connectParts();
}

GraphEditor::~GraphEditor()
{
    delete m_view; // before the scene it shows
}

void GraphEditor::connectParts()
{
    connect(m_controller, &GraphController::workflowChanged, this, &GraphEditor::refresh);
    connect(m_controller, &GraphController::refused, m_overlay->notice(),
            [notice = m_overlay->notice()](const QString &sentence) {
                notice->showSentence(sentence, CanvasNotice::Kind::Refusal);
            });
    connect(m_view, &GraphView::hintShown, m_overlay->notice(),
            [notice = m_overlay->notice()](const QString &sentence) {
                notice->showSentence(sentence, CanvasNotice::Kind::Hint);
            });
    connect(&m_validation, &QTimer::timeout, this, &GraphEditor::validateWorkflow);
    connect(m_scene, &GraphScene::selectionChanged, this,
            [this] { Q_EMIT selectionChanged(selectedNodes(), selectedEdge()); });
    connect(m_view, &GraphView::nodeActivated, this, &GraphEditor::activate);
    connect(m_view, &GraphView::viewChanged, this, [this] { Q_EMIT zoomChanged(m_view->zoom()); });
    connect(m_view, &GraphView::quickAddRequested, m_overlay, &CanvasOverlay::openQuickAdd);
    connect(m_view, &GraphView::renameRequested, m_overlay, &CanvasOverlay::rename);
    connect(m_view, &GraphView::menuRequested, m_actions, &GraphActions::showMenu);
    connect(m_overlay, &CanvasOverlay::tidyRequested, this, &GraphEditor::tidy);
    connect(m_overlay, &CanvasOverlay::nodeAdded, this,
            [this](const QString &node) { m_scene->select({node}); });
    connect(m_view, &GraphView::dropped, this,
            [this](const NodeWish &wish, QPointF position) { addNode(wish, position - PointerInCard); });
    connect(m_view, &GraphView::filesDropped, this, &GraphEditor::addFiles);
    connect(m_controller, &GraphController::noted, m_overlay->notice(),
            [notice = m_overlay->notice()](const QString &sentence) {
                notice->showSentence(sentence, CanvasNotice::Kind::News);
            });
}

void GraphEditor::addFiles(const QStringList &paths, QPointF position)
{
    QStringList added;
    for (const auto &path : paths.first(std::min(paths.size(), MostDroppedFiles))) {
        const auto place = position - PointerInCard + StepPerFile * static_cast<double>(added.size());
        if (const auto node = m_controller->addFile(path, place); !node.isEmpty())
            added.append(node);
    }
    if (!added.isEmpty())
        m_scene->select(added);
}

void GraphEditor::addNode(const NodeWish &wish, QPointF position)
{
    if (const auto node = m_controller->addNode(wish, position); !node.isEmpty())
        m_scene->select({node});
}

void GraphEditor::addNodeOfKind(const QString &kind)
{
    addNode({kind, {}, {}}, m_view->visibleScene().center() - PointerInCard);
}

void GraphEditor::setWorkflow(const QString &name)
{
    const bool isOther = name != m_controller->workflowName();
    m_isFresh = m_isFresh || isOther;
    if (isOther) {
        m_overlay->findBar()->hide(); // its hits are of the other one
        m_scene->setContents({}, nullptr, false);
    }
    m_controller->setWorkflow(name);
}

QString GraphEditor::workflow() const
{
    return m_controller->workflowName();
}

void GraphEditor::setRunView(const trace::RunView &view)
{
    m_scene->setRunView(view);
}

void GraphEditor::setBuiltInTools(const QStringList &names)
{
    m_builtInTools = names;
    m_validation.start();
}

void GraphEditor::refresh()
{
    const auto *flow = m_controller->workflow();
    m_scene->setContents(m_controller->project(), flow, !m_isFresh);
    if (m_isFresh && flow && isVisible())
        fitOnceLaidOut();
    m_overlay->refresh();
    m_actions->refresh();
    m_validation.start();
}

void GraphEditor::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isFresh)
        fitOnceLaidOut();
}

// Later, because the layout has not given the view its size yet.
void GraphEditor::fitOnceLaidOut()
{
    m_isFresh = false;
    QMetaObject::invokeMethod(m_view, &GraphView::zoomToFit, Qt::QueuedConnection);
}

void GraphEditor::validateWorkflow()
{
    const auto file = QStringLiteral("workflows/%1.workflow.json").arg(workflow());
    auto problems = validate(m_controller->project(), m_builtInTools);
    problems.removeIf([&](const Problem &problem) { return problem.file != file; });
    m_scene->setProblems(problems);
}

void GraphEditor::activate(const QString &node)
{
    const auto *flow = m_controller->workflow();
    const auto *value = flow ? flow->node(node) : nullptr;
    const auto agent = value ? agentOf(*value) : QString();
    if (m_controller->project().agent(agent))
        Q_EMIT nodeActivated(agent);
    else
        Q_EMIT inspectorRequested();
}

QStringList GraphEditor::selectedNodes() const
{
    return m_scene->selectedNodes();
}

QString GraphEditor::selectedEdge() const
{
    const auto edges = m_scene->selectedEdges();
    return edges.size() == 1 && m_scene->selectedNodes().isEmpty() ? edges.first() : QString();
}

void GraphEditor::revealNode(const QString &node)
{
    m_scene->select({node});
    m_view->reveal(node);
}

void GraphEditor::tidy()
{
    DrawnSizes sizes;
    for (const auto *item : m_scene->nodeItems())
        sizes.nodes.insert(item->id(), item->layout().body.size());
    for (const auto *item : m_scene->edgeItems())
        sizes.labels.insert(item->id(), item->labelWish());
    if (m_controller->tidy(sizes))
        m_view->zoomToFit();
}

void GraphEditor::zoomToFit()
{
    m_view->zoomToFit();
}

void GraphEditor::setZoom(double factor)
{
    m_view->setZoom(factor);
}

void GraphEditor::setMinimapVisible(bool visible)
{
    m_overlay->minimap()->setVisible(visible);
}

void GraphEditor::find()
{
    m_overlay->findBar()->open();
}

} // namespace glasshouse::ui
