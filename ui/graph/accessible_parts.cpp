#include "ui/graph/accessible_parts.h"

#include "ui/common/state_style.h"
#include "ui/graph/condition_text.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/node_kinds.h"

#include <QCoreApplication>

namespace glasshouse::ui {

using trace::RunPhase;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("AccessibleGraph", text);
}

QString counted(int count, const char *one, const char *many)
{
    return count == 1 ? tr(one) : tr(many).arg(count);
}

QString withState(const QString &name, RunPhase phase)
{
    return phase == RunPhase::Idle ? name : name + QStringLiteral(", ") + stateStyle(phase).word;
}

} // namespace

QWindow *AccessiblePart::window() const
{
    const auto *canvas = parent();
    return canvas ? canvas->window() : nullptr;
}

QAccessibleInterface *AccessiblePart::parent() const
{
    return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
}

QAccessible::State AccessiblePart::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.focusable = true;
    state.selectable = true;
    state.multiSelectable = true;
    state.selected = isSelected();
    state.focused = isSelected() && m_view->hasFocus();
    state.offscreen = !m_view->visibleScene().intersects(sceneRect());
    state.invisible = !m_view->isVisible();
    return state;
}

QRect AccessiblePart::rect() const
{
    if (!isValid())
        return {};
    const auto inView = m_view->mapFromScene(sceneRect()).boundingRect();
    return {m_view->viewport()->mapToGlobal(inView.topLeft()), inView.size()};
}

QString AccessiblePart::text(QAccessible::Text kind) const
{
    if (!isValid())
        return {};
    switch (kind) {
    case QAccessible::Name:
        return name();
    case QAccessible::Description:
        return description();
    default:
        return {};
    }
}

void *AccessiblePart::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
}

QString AccessiblePart::localizedActionName(const QString &action) const
{
    if (action == DeleteAction)
        return tr("Delete");
    if (action == ConnectAction)
        return tr("Connect");
    return QAccessibleActionInterface::localizedActionName(action);
}

QStringList AccessiblePart::keyBindingsForAction(const QString &action) const
{
    if (action == DeleteAction)
        return {QKeySequence(Qt::Key_Delete).toString(QKeySequence::NativeText)};
    if (action == ConnectAction)
        return {QKeySequence(Qt::Key_C).toString(QKeySequence::NativeText)};
    if (action == pressAction())
        return {QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText)};
    return {};
}

void AccessiblePart::select(const QStringList &nodes, const QStringList &edges) const
{
    m_view->setFocus(Qt::OtherFocusReason);
    m_view->graphScene()->select(nodes, edges);
}

const NodeItem *AccessibleNode::item() const
{
    return m_view ? m_view->graphScene()->nodeItem(m_id) : nullptr;
}

// "Agent node Analyst, running, 2 inputs, 1 output".
QString AccessibleNode::name() const
{
    const auto &card = item()->card();
    const auto kind = nodeKind(card.kind).title;
    const auto plain = card.title == kind ? tr("%1 node").arg(kind) : tr("%1 node %2").arg(kind, card.title);
    QStringList parts{withState(plain, item()->run().phase)};
    if (const int inputs = item()->incoming(); inputs > 0)
        parts.append(counted(inputs, "1 input", "%1 inputs"));
    if (const int outputs = item()->outgoing(); outputs > 0)
        parts.append(counted(outputs, "1 output", "%1 outputs"));
    return parts.join(QStringLiteral(", "));
}

QString AccessibleNode::description() const
{
    QStringList sentences{item()->card().subtitle, item()->run().note};
    sentences += item()->card().errors + item()->card().warnings;
    sentences.removeAll(QString());
    return sentences.join(u'\n');
}

QRectF AccessibleNode::sceneRect() const
{
    return item()->sceneBody();
}

bool AccessibleNode::isSelected() const
{
    return item()->isSelected();
}

QStringList AccessibleNode::actionNames() const
{
    if (!isValid())
        return {};
    QStringList names{pressAction(), setFocusAction(), DeleteAction};
    if (!item()->card().outputs.isEmpty())
        names.append(ConnectAction);
    return names;
}

void AccessibleNode::doAction(const QString &action)
{
    if (!actionNames().contains(action))
        return;
    select({m_id}, {});
    m_view->reveal(m_id);
    if (action == pressAction())
        Q_EMIT m_view->nodeActivated(m_id);
    else if (action == ConnectAction)
        m_view->startConnecting();
    else if (action == DeleteAction)
        m_view->deleteSelection();
}

const EdgeItem *AccessibleEdge::item() const
{
    return m_view ? m_view->graphScene()->edgeItem(m_id) : nullptr;
}

// "Edge from Researcher to Analyst, if score is greater than 0.7, 2 messages".
QString AccessibleEdge::name() const
{
    QStringList parts{
        tr("Edge from %1 to %2").arg(item()->source()->card().title, item()->target()->card().title)};
    if (const auto condition = describeCondition(item()->edge().condition); !condition.isEmpty())
        parts.append(tr("if %1").arg(condition));
    if (item()->run().deliveries > 0)
        parts.append(counted(item()->run().deliveries, "1 message", "%1 messages"));
    return parts.join(QStringLiteral(", "));
}

QRectF AccessibleEdge::sceneRect() const
{
    return item()->path().boundingRect();
}

bool AccessibleEdge::isSelected() const
{
    return item()->isSelected();
}

QStringList AccessibleEdge::actionNames() const
{
    return isValid() ? QStringList{setFocusAction(), DeleteAction} : QStringList();
}

void AccessibleEdge::doAction(const QString &action)
{
    if (!actionNames().contains(action))
        return;
    select({}, {m_id});
    if (action == DeleteAction)
        m_view->deleteSelection();
}

} // namespace glasshouse::ui
