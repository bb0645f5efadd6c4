#include "ui/graph/graph_scene.h"

#include "ui/graph/card_pictures.h"
#include "ui/graph/graph_edits.h"

#include <QSet>

#include <algorithm>

namespace glasshouse::ui {

using trace::RunPhase;

namespace {

constexpr int SpinnerStepMs = 80;
constexpr double SpinnerStep = 30; // degrees
constexpr int GlideMs = 220;
constexpr qsizetype MostGliding = 600; // past this a jump is kinder
constexpr double Margin = 400;

bool isBusy(RunPhase phase)
{
    return phase == RunPhase::Running || phase == RunPhase::Waiting;
}

} // namespace

GraphScene::GraphScene(Theme *theme, QObject *parent)
    : QGraphicsScene(parent), m_theme(theme), m_geometry(std::make_unique<CardGeometry>(theme)),
      m_pictures(std::make_unique<CardPictures>(theme))
{
    m_spinner.setInterval(SpinnerStepMs);
    connect(&m_spinner, &QTimer::timeout, this, &GraphScene::turnSpinners);
    m_glide.setDuration(GlideMs);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    m_glide.setStartValue(0.0);
    m_glide.setEndValue(1.0);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        for (auto it = m_glides.cbegin(); it != m_glides.cend(); ++it)
            nodeItem(it.key())->setPos(it->first + (it->second - it->first) * value.toDouble());
    });
    connect(&m_glide, &QVariantAnimation::finished, this, &GraphScene::finishAnimation);
    connect(theme, &Theme::changed, this, [this] { update(); });
}

GraphScene::~GraphScene()
{
    blockSignals(true); // the selection shrinks with every item, and whoever listens may be gone
    m_glide.stop();
    removeAllItems(); // edges before nodes, which QGraphicsScene does not promise
}

void GraphScene::setContents(const Project &project, const Workflow *workflow, bool animate)
{
    finishAnimation();
    if (!workflow) {
        removeAllItems();
    } else {
        syncNodes(project, *workflow, animate);
        syncEdges(*workflow);
    }
    fitSceneRect();
    if (!m_glides.isEmpty())
        startGlide();
    updateSpinner();
    Q_EMIT contentsChanged();
}

void GraphScene::removeAllItems()
{
    qDeleteAll(std::exchange(m_edges, {}));
    m_glides.clear();
    qDeleteAll(std::exchange(m_nodes, {}));
}

void GraphScene::syncNodes(const Project &project, const Workflow &workflow, bool animate)
{
    QSet<QString> wanted;
    for (const auto &node : workflow.nodes)
        wanted.insert(node.id);
    const auto isGone = [&](const QString &node) { return !wanted.contains(node); };
    m_edges.removeIf([&](auto it) {
        const bool gone = isGone(it.value()->source()->id()) || isGone(it.value()->target()->id());
        if (gone)
            delete it.value();
        return gone;
    });
    m_nodes.removeIf([&](auto it) {
        const bool gone = isGone(it.key());
        if (gone)
            delete it.value();
        return gone;
    });
    for (const auto &node : workflow.nodes) {
        if (!wanted.remove(node.id))
            continue; // a second node of the same id: validation reports it
        auto *&item = m_nodes[node.id];
        const bool isNew = !item;
        if (isNew)
            item = new NodeItem(m_geometry.get(), m_pictures.get());
        auto card = cardFor(project, workflow, node);
        applyProblems(card);
        item->setCard(card);
        place(item, sanePosition(node.position), animate && !isNew);
        applyRun(item);
        if (isNew)
            addItem(item);
    }
}

void GraphScene::syncEdges(const Workflow &workflow)
{
    QHash<QString, EdgeItem *> kept;
    for (const auto &edge : workflow.edges) {
        auto *from = nodeItem(edge.from.node);
        auto *to = nodeItem(edge.to.node);
        if (!from || !to || kept.contains(edge.id))
            continue; // cannot be drawn: validation reports it
        auto *item = m_edges.take(edge.id);
        if (item && (item->source() != from || item->target() != to))
            delete std::exchange(item, nullptr);
        if (!item)
            addItem(item = new EdgeItem(m_theme, edge, from, to));
        else if (item->edge() != edge)
            item->setEdge(edge);
        applyRun(item);
        kept.insert(edge.id, item);
    }
    qDeleteAll(m_edges);
    m_edges = kept;
    settleLabels();
}

void GraphScene::settleLabels()
{
    for (auto *edge : std::as_const(m_edges))
        edge->settleLabel();
}

void GraphScene::place(NodeItem *item, QPointF position, bool animate)
{
    if (item->pos() == position)
        return;
    if (animate)
        m_glides.insert(item->id(), {item->pos(), position});
    else
        item->setPos(position);
}

void GraphScene::startGlide()
{
    if (m_glides.size() > MostGliding || !m_isAnimated)
        return finishAnimation();
    m_glide.start();
}

void GraphScene::finishAnimation()
{
    m_glide.stop();
    const auto glides = std::exchange(m_glides, {});
    for (auto it = glides.cbegin(); it != glides.cend(); ++it)
        nodeItem(it.key())->setPos(it->second);
    if (glides.isEmpty())
        return;
    settleLabels();
    Q_EMIT contentsChanged();
}

void GraphScene::setProblems(const QVector<Problem> &problems)
{
    m_problems.clear();
    for (const auto &problem : problems) {
        if (!problem.node.isEmpty())
            m_problems.insert(problem.node, problem);
    }
    for (auto *item : std::as_const(m_nodes)) {
        auto card = item->card();
        applyProblems(card);
        item->setCard(card);
    }
}

void GraphScene::applyProblems(NodeCard &card) const
{
    card.errors.clear();
    card.warnings.clear();
    for (const auto &problem : m_problems.values(card.id))
        (problem.severity == Problem::Severity::Error ? card.errors : card.warnings).append(problem.message);
}

void GraphScene::setRunView(const trace::RunView &view)
{
    if (view.nodes == m_run.nodes && view.deliveries == m_run.deliveries)
        return;
    m_run = view;
    for (auto *item : std::as_const(m_nodes))
        applyRun(item);
    for (auto *item : std::as_const(m_edges))
        applyRun(item);
    updateSpinner();
    Q_EMIT runChanged();
}

void GraphScene::applyRun(NodeItem *item) const
{
    item->setRun(m_run.nodes.value(item->id()));
}

void GraphScene::applyRun(EdgeItem *item) const
{
    const auto deliveries = m_run.deliveries.value(item->id());
    item->setRun({deliveries, deliveries > 0 && isBusy(item->target()->run().phase)});
}

void GraphScene::setAnimated(bool animated)
{
    m_isAnimated = animated;
    updateSpinner();
}

void GraphScene::updateSpinner()
{
    const bool isAnyRunning = std::any_of(m_nodes.begin(), m_nodes.end(), [](const NodeItem *item) {
        return item->run().phase == RunPhase::Running;
    });
    if (isAnyRunning && m_isAnimated && !m_spinner.isActive())
        m_spinner.start();
    else if (!isAnyRunning || !m_isAnimated)
        m_spinner.stop();
}

void GraphScene::turnSpinners()
{
    m_angle = m_angle >= 360 - SpinnerStep ? 0 : m_angle + SpinnerStep;
    for (auto *item : std::as_const(m_nodes)) {
        if (item->run().phase == RunPhase::Running)
            item->setSpinnerAngle(m_angle);
    }
}

// The view pans without limits; the scene's rectangle only has to suit the index of its items.
void GraphScene::fitSceneRect()
{
    setSceneRect(contents().adjusted(-Margin, -Margin, Margin, Margin));
}

} // namespace glasshouse::ui
