#include "ui/graph/graph_announcer.h"

#include "ui/graph/accessible_graph.h"
#include "ui/graph/graph_view.h"

namespace glasshouse::ui {

namespace {

AccessibleGraph *interfaceOf(GraphView *view)
{
    return dynamic_cast<AccessibleGraph *>(QAccessible::queryAccessibleInterface(view));
}

void send(GraphView *view, QAccessible::Event type, int child)
{
    QAccessibleEvent event(view, type);
    event.setChild(child);
    QAccessible::updateAccessibility(&event);
}

} // namespace

GraphAnnouncer::GraphAnnouncer(GraphView *view) : QObject(view), m_view(view)
{
    const auto *scene = view->graphScene();
    connect(scene, &GraphScene::selectionChanged, this, &GraphAnnouncer::announceSelection);
    connect(scene, &GraphScene::contentsChanged, this, &GraphAnnouncer::announceContents);
    connect(scene, &GraphScene::runChanged, this, &GraphAnnouncer::announceRun);
}

void GraphAnnouncer::announceSelection()
{
    const auto *graph = QAccessible::isActive() ? interfaceOf(m_view) : nullptr;
    const auto child = graph ? graph->indexOfSelection() : -1;
    if (child < 0)
        return;
    send(m_view, QAccessible::Selection, child);
    if (m_view->hasFocus())
        send(m_view, QAccessible::Focus, child);
}

void GraphAnnouncer::announceContents()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(m_view, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

void GraphAnnouncer::announceRun()
{
    const auto *graph = QAccessible::isActive() ? interfaceOf(m_view) : nullptr;
    if (!graph)
        return;
    for (const auto *item : m_view->graphScene()->nodeItems()) {
        const auto phase = item->run().phase;
        if (phase == m_phases.value(item->id()))
            continue;
        m_phases.insert(item->id(), phase);
        send(m_view, QAccessible::NameChanged, graph->indexOfNode(item->id()));
    }
}

} // namespace glasshouse::ui
