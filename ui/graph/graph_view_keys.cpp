// The keyboard on the canvas: everything that the mouse can do.
#include "ui/graph/graph_view.h"

#include "ui/graph/graph_edits.h"

#include <QKeyEvent>

namespace glasshouse::ui {

namespace {

constexpr double KeyZoom = 1.25;

std::optional<Direction> directionOf(int key)
{
    switch (key) {
    case Qt::Key_Left:
        return Direction::Left;
    case Qt::Key_Right:
        return Direction::Right;
    case Qt::Key_Up:
        return Direction::Up;
    case Qt::Key_Down:
        return Direction::Down;
    default:
        return std::nullopt;
    }
}

QPointF stepTowards(Direction direction)
{
    switch (direction) {
    case Direction::Left:
        return {-GridStep, 0};
    case Direction::Right:
        return {GridStep, 0};
    case Direction::Up:
        return {0, -GridStep};
    case Direction::Down:
        break;
    }
    return {0, GridStep};
}

} // namespace

void GraphView::keyPressEvent(QKeyEvent *event)
{
    if (pressKey(event) || pressNodeKey(event))
        event->accept();
    else
        event->ignore(); // not QGraphicsView's: its arrows would scroll
}

bool GraphView::pressKey(QKeyEvent *event)
{
    const bool plain = !(event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier));
    if (event->key() == Qt::Key_Escape)
        return cancelCurrent();
    if (!plain)
        return false;
    switch (event->key()) {
    case Qt::Key_Space:
        m_isSpaceHeld = true;
        updateCursor();
        return true;
    case Qt::Key_N:
        Q_EMIT quickAddRequested(mapToScene(viewport()->mapFromGlobal(QCursor::pos())), std::nullopt);
        return true;
    case Qt::Key_0:
        zoomToFit();
        return true;
    case Qt::Key_1:
        setZoom(1);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom(zoom() * KeyZoom);
        return true;
    case Qt::Key_Minus:
        setZoom(zoom() / KeyZoom);
        return true;
    default:
        return false;
    }
}

bool GraphView::pressNodeKey(QKeyEvent *event)
{
    if (const auto direction = directionOf(event->key())) {
        if (event->modifiers() & Qt::ControlModifier &&
            event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))
            return false; // aligns, where there is something to align
        if (event->modifiers() & Qt::ControlModifier)
            nudge(stepTowards(*direction));
        else
            walk(*direction);
        return true;
    }
    switch (event->key()) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        deleteSelection();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isConnecting())
            finishConnecting();
        else if (!currentNode().isEmpty())
            Q_EMIT nodeActivated(currentNode());
        return true;
    case Qt::Key_F2:
        if (!currentNode().isEmpty())
            Q_EMIT renameRequested(currentNode());
        return true;
    case Qt::Key_C:
        if (event->modifiers() == Qt::NoModifier)
            startConnecting();
        return event->modifiers() == Qt::NoModifier;
    case Qt::Key_E:
        selectNextEdge();
        return true;
    default:
        return false;
    }
}

void GraphView::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_isSpaceHeld = false;
        updateCursor();
        viewport()->unsetCursor();
    }
    QGraphicsView::keyReleaseEvent(event);
}

QString GraphView::currentNode() const
{
    const auto selected = m_graph->selectedNodes();
    return selected.isEmpty() ? QString() : selected.first();
}

QHash<QString, QPointF> GraphView::centers() const
{
    QHash<QString, QPointF> result;
    for (const auto *item : m_graph->nodeItems())
        result.insert(item->id(), item->sceneBody().center());
    return result;
}

void GraphView::walk(Direction direction)
{
    const auto *flow = m_controller->workflow();
    if (!flow)
        return;
    const auto order = readingOrder(*flow);
    const auto current = currentNode();
    const auto next = current.isEmpty() ? order.value(0) : neighbour(*flow, centers(), current, direction);
    if (next.isEmpty())
        return;
    m_graph->select({next});
    reveal(next);
}

QStringList GraphView::tabOrder() const
{
    const auto *flow = m_controller->workflow();
    return flow ? readingOrder(*flow) : QStringList();
}

// Past the last node (or before the first) Tab leaves the canvas, as everywhere.
bool GraphView::focusNextPrevChild(bool next)
{
    const auto order = tabOrder();
    const auto current = order.indexOf(currentNode());
    const auto wanted = current < 0 ? (next ? 0 : order.size() - 1) : current + (next ? 1 : -1);
    if (wanted < 0 || wanted >= order.size())
        return QGraphicsView::focusNextPrevChild(next);
    m_graph->select({order[wanted]});
    reveal(order[wanted]);
    return true;
}

void GraphView::nudge(QPointF delta)
{
    m_graph->finishAnimation(); // a node on its way is where it is going to be
    QVector<NodeMove> moves;
    for (const auto &id : m_graph->selectedNodes())
        moves.append({id, sanePosition(m_graph->nodeItem(id)->pos() + delta)});
    m_controller->moveNodes(moves);
}

void GraphView::deleteSelection()
{
    m_controller->remove(m_graph->selectedNodes(), m_graph->selectedEdges());
}

// E goes round the edges of a node, so that each can be deleted or inspected without the mouse.
void GraphView::selectNextEdge()
{
    const auto *flow = m_controller->workflow();
    const auto selectedEdges = m_graph->selectedEdges();
    const auto *selected = m_graph->edgeItem(selectedEdges.value(0));
    const auto node = selected ? selected->source()->id() : currentNode();
    QStringList edges;
    for (const auto &edge : flow ? flow->edges : QVector<Edge>()) {
        if (edge.from.node == node || (!selected && edge.to.node == node))
            edges.append(edge.id);
    }
    if (edges.isEmpty())
        return;
    const auto at = edges.indexOf(selectedEdges.value(0));
    m_graph->select({}, {edges[(at + 1) % edges.size()]});
}

void GraphView::startConnecting()
{
    const auto from = currentNode();
    const auto *item = m_graph->nodeItem(from);
    if (!item)
        return;
    if (item->card().outputs.isEmpty()) {
        Q_EMIT m_controller->refused(tr("%1 has no output to connect from.").arg(item->card().title));
        return;
    }
    m_connectFrom = from;
    Q_EMIT hintShown(tr("Connect %1: go to a node with the arrows or Tab, then Enter. Escape stops.")
                         .arg(item->card().title));
}

// From the first output that fits: for a switch the first case without an edge to that node.
void GraphView::finishConnecting()
{
    const auto *from = m_graph->nodeItem(*std::exchange(m_connectFrom, std::nullopt));
    const auto *to = m_graph->nodeItem(currentNode());
    Q_EMIT hintShown({});
    if (!from || !to)
        return;
    const auto &outputs = from->card().outputs;
    const PortHit input{{to->id(), to->card().inputs.value(0)}, false};
    const auto fits = std::find_if(outputs.begin(), outputs.end(), [&](const QString &port) {
        return !m_controller->whyNotConnectable({{from->id(), port}, true}, input);
    });
    m_controller->connectPorts({from->id(), fits == outputs.end() ? outputs.value(0) : *fits}, input.port);
}

bool GraphView::cancelCurrent()
{
    if (const auto gesture = std::move(m_gesture)) {
        gesture->cancel();
        return true;
    }
    if (m_connectFrom) {
        m_connectFrom.reset();
        Q_EMIT hintShown({});
        return true;
    }
    const bool hadSelection = !m_graph->selectedItems().isEmpty();
    m_graph->select({});
    return hadSelection;
}

} // namespace glasshouse::ui
