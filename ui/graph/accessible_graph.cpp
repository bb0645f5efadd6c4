#include "ui/graph/accessible_graph.h"

#include "ui/graph/accessible_parts.h"
#include "ui/graph/graph_view.h"

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr double EdgeReach = 5; // view pixels

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<GraphView *>(object);
    return view ? new AccessibleGraph(view) : nullptr; // Qt's cache owns it
}

} // namespace

AccessibleGraph::AccessibleGraph(GraphView *view)
    : QAccessibleWidget(view, QAccessible::List), m_view(view),
      m_connection(QObject::connect(view->graphScene(), &GraphScene::contentsChanged, view,
                                    [this] { m_isStale = true; }))
{
}

AccessibleGraph::~AccessibleGraph()
{
    QObject::disconnect(m_connection);
    for (const auto id : std::as_const(m_ids))
        QAccessible::deleteAccessibleInterface(id);
}

void AccessibleGraph::install()
{
    QAccessible::installFactory(makeInterface); // a second time does nothing
}

const QVector<AccessibleGraph::Part> &AccessibleGraph::parts() const
{
    if (!std::exchange(m_isStale, false))
        return m_parts;
    m_parts.clear();
    for (const auto &id : m_view->tabOrder())
        m_parts.append({id, true});
    auto edges = m_view->graphScene()->edgeItems().keys();
    edges.sort();
    for (const auto &id : std::as_const(edges))
        m_parts.append({id, false});
    forgetGone();
    return m_parts;
}

void AccessibleGraph::forgetGone() const
{
    m_ids.removeIf([this](auto it) {
        const auto *scene = m_view->graphScene();
        const bool isThere = it.key().isNode ? scene->nodeItem(it.key().id) != nullptr
                                             : scene->edgeItem(it.key().id) != nullptr;
        if (!isThere)
            QAccessible::deleteAccessibleInterface(it.value());
        return !isThere;
    });
}

// The parts of a scroll area itself are nothing to a person.
QList<QWidget *> AccessibleGraph::overlays() const
{
    auto widgets = m_view->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    widgets.removeIf([this](const QWidget *widget) {
        return widget == m_view->viewport() || widget->isWindow() ||
               widget->objectName().startsWith(QLatin1String("qt_scrollarea"));
    });
    return widgets;
}

int AccessibleGraph::childCount() const
{
    return static_cast<int>(parts().size() + overlays().size());
}

QAccessibleInterface *AccessibleGraph::child(int index) const
{
    if (index < 0)
        return nullptr;
    if (index < parts().size())
        return interfaceOf(parts().at(index));
    auto *overlay = overlays().value(index - parts().size());
    return overlay ? QAccessible::queryAccessibleInterface(overlay) : nullptr;
}

QAccessibleInterface *AccessibleGraph::interfaceOf(const Part &part) const
{
    auto &id = m_ids[part];
    if (!id) {
        AccessiblePart *made = nullptr;
        if (part.isNode)
            made = new AccessibleNode(m_view, part.id);
        else
            made = new AccessibleEdge(m_view, part.id);
        id = QAccessible::registerAccessibleInterface(made); // Qt's cache owns it
    }
    return QAccessible::accessibleInterface(id);
}

QAccessibleInterface *AccessibleGraph::childAt(int x, int y) const
{
    for (auto *overlay : overlays()) {
        if (overlay->isVisible() && QRect(overlay->mapToGlobal(QPoint()), overlay->size()).contains(x, y))
            return QAccessible::queryAccessibleInterface(overlay);
    }
    const auto position = m_view->mapToScene(m_view->viewport()->mapFromGlobal(QPoint(x, y)));
    if (const auto *node = m_view->graphScene()->nodeAt(position))
        return interfaceOf({node->id(), true});
    const auto *edge = m_view->graphScene()->edgeAt(position, EdgeReach / m_view->zoom());
    return edge ? interfaceOf({edge->id(), false}) : nullptr;
}

int AccessibleGraph::indexOfChild(const QAccessibleInterface *child) const
{
    if (!child)
        return -1;
    if (child->object()) {
        const auto at = overlays().indexOf(qobject_cast<QWidget *>(child->object()));
        return at < 0 ? -1 : static_cast<int>(parts().size() + at);
    }
    const auto id = QAccessible::uniqueId(const_cast<QAccessibleInterface *>(child));
    const auto known = m_ids.key(id);
    return static_cast<int>(parts().indexOf(known));
}

int AccessibleGraph::indexOfNode(const QString &id) const
{
    return static_cast<int>(parts().indexOf({id, true}));
}

int AccessibleGraph::indexOfSelection() const
{
    const auto *scene = m_view->graphScene();
    if (const auto nodes = scene->selectedNodes(); !nodes.isEmpty())
        return indexOfNode(nodes.first());
    const auto edges = scene->selectedEdges();
    return edges.isEmpty() ? -1 : static_cast<int>(parts().indexOf({edges.first(), false}));
}

QAccessibleInterface *AccessibleGraph::focusChild() const
{
    if (!m_view->hasFocus())
        return QAccessibleWidget::focusChild();
    return child(indexOfSelection());
}

QAccessible::State AccessibleGraph::state() const
{
    auto state = QAccessibleWidget::state();
    state.multiSelectable = true;
    return state;
}

} // namespace glasshouse::ui
