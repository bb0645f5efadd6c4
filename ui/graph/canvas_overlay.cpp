#include "ui/graph/canvas_overlay.h"

#include "ui/common/empty_state.h"
#include "ui/common/widgets.h"
#include "ui/graph/find_bar.h"
#include "ui/graph/graph_view.h"
#include "ui/graph/minimap.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace glasshouse::ui {

namespace {

constexpr int Gap = metric::Medium;

} // namespace

// The widgets are children of the view, not of its viewport: that one scrolls its children.
CanvasOverlay::CanvasOverlay(Theme *theme, GraphView *view, GraphController *controller)
    : QObject(view), m_view(view), m_controller(controller), m_minimap(new Minimap(theme, view, view)),
      m_notice(new CanvasNotice(theme, view)), m_quickAdd(new QuickAdd(theme, view)),
      m_findBar(new FindBar(theme, view->graphScene(), view)), m_rename(new QLineEdit(view))
{
    createButtons(theme);
    createEmptyState(theme);
    m_rename->setObjectName(QStringLiteral("renameField"));
    m_rename->setAccessibleName(tr("Title of the node"));
    m_rename->hide();
    m_rename->installEventFilter(this);
    view->installEventFilter(this);
    connect(m_notice, &CanvasNotice::resized, this, &CanvasOverlay::arrange);
    connect(m_findBar, &FindBar::nodeFound, this, [this](const QString &node) {
        m_view->graphScene()->select({node});
        m_view->reveal(node);
    });
    connect(m_findBar, &FindBar::closed, view, [view] { view->setFocus(); });
    connect(m_quickAdd, &QuickAdd::dismissed, view, [view] { view->setFocus(); });
    connect(m_quickAdd, &QuickAdd::chosen, this, [this](const NodeWish &wish) {
        if (const auto node = m_controller->addNode(wish, m_addPosition); !node.isEmpty())
            Q_EMIT nodeAdded(node);
    });
    connect(view, &GraphView::viewChanged, this, [this] { finishRename(true); });
}

void CanvasOverlay::createButtons(Theme *theme)
{
    m_tidy = makeButton(tr("Tidy"), ButtonKind::Plain, m_view);
    m_tidy->setIcon(theme->icon(u"list-tree"));
    m_tidy->setToolTip(tr("Lay the nodes out in order (Ctrl+Shift+T)"));
    m_fit = makeButton(tr("Fit"), ButtonKind::Plain, m_view);
    m_fit->setIcon(theme->icon(u"circle-dot"));
    m_fit->setToolTip(tr("Show the whole workflow (0)"));
    connect(m_tidy, &QPushButton::clicked, this, &CanvasOverlay::tidyRequested);
    connect(m_fit, &QPushButton::clicked, m_view, &GraphView::zoomToFit);
}

void CanvasOverlay::createEmptyState(Theme *theme)
{
    m_empty = new EmptyState(theme, QStringLiteral("workflow"), tr("Draw a workflow"),
                             tr("Drag a node from the palette, or press N to add one at the pointer. "
                                "Drag from a node's port to connect it to the next."),
                             m_view);
    auto *start = m_empty->addAction(tr("Add a Start"), true);
    connect(start, &QPushButton::clicked, this, [this] {
        const auto node = m_controller->addNode({node_kind::Start, {}, {}},
                                                m_view->visibleScene().center() - QPointF(72, 32));
        if (!node.isEmpty())
            Q_EMIT nodeAdded(node);
    });
    m_empty->hide();
}

void CanvasOverlay::refresh()
{
    const auto *workflow = m_controller->workflow();
    const bool isEmpty = !workflow || workflow->nodes.isEmpty();
    m_empty->setVisible(workflow && isEmpty);
    m_minimap->setEnabled(!isEmpty);
    m_tidy->setEnabled(!isEmpty);
    m_fit->setEnabled(!isEmpty);
    m_tidy->setToolTip(isEmpty ? tr("There is nothing to lay out yet")
                               : tr("Lay the nodes out in order (Ctrl+Shift+T)"));
    m_fit->setToolTip(isEmpty ? tr("There is nothing to show yet") : tr("Show the whole workflow (0)"));
    if (!workflow || !workflow->node(m_renamedNode))
        finishRename(false);
    m_findBar->refresh();
    arrange();
}

bool CanvasOverlay::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        arrange();
    if (watched == m_rename && event->type() == QEvent::FocusOut)
        finishRename(true);
    if (watched == m_rename && event->type() == QEvent::KeyPress) {
        const auto key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
            finishRename(key != Qt::Key_Escape);
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void CanvasOverlay::arrange()
{
    const auto area = m_view->rect();
    m_tidy->resize(m_tidy->sizeHint());
    m_fit->resize(m_fit->sizeHint());
    m_tidy->move(Gap, area.height() - Gap - m_tidy->height());
    m_fit->move(m_tidy->geometry().right() + 1 + metric::Small, m_tidy->y());
    m_minimap->move(area.width() - Gap - m_minimap->width(), area.height() - Gap - m_minimap->height());
    m_findBar->move(area.width() - Gap - m_findBar->width(), Gap);
    m_notice->move((area.width() - m_notice->width()) / 2, area.height() - Gap - 44 - m_notice->height());
    m_empty->resize(m_empty->sizeHint().boundedTo(area.size()));
    m_empty->move((area.width() - m_empty->width()) / 2, (area.height() - m_empty->height()) / 2);
}

void CanvasOverlay::openQuickAdd(QPointF scenePosition, const std::optional<PortHit> &wire)
{
    const auto *workflow = m_controller->workflow();
    if (!workflow)
        return;
    const auto visible = m_view->visibleScene();
    const auto inView = visible.contains(scenePosition) ? scenePosition : visible.center();
    const bool growsLeft = wire && !wire->isOutput;
    m_addPosition = inView - QPointF(growsLeft ? 192 : wire ? 0 : 96, 32);
    m_quickAdd->open(m_controller->project(), *workflow, wire, m_view->mapFromScene(inView));
}

void CanvasOverlay::rename(const QString &node)
{
    const auto *workflow = m_controller->workflow();
    const auto *item = m_view->graphScene()->nodeItem(node);
    const auto *value = workflow ? workflow->node(node) : nullptr;
    if (!item || !value)
        return;
    m_view->reveal(node);
    m_renamedNode = node;
    const auto title = item->layout().title.isEmpty() ? item->layout().body : item->layout().title;
    auto place = m_view->mapFromScene(title.translated(item->pos())).boundingRect().adjusted(-6, -3, 6, 3);
    place.setWidth(std::max(place.width(), 140));
    place.setHeight(metric::ControlHeight);
    m_rename->setGeometry(place);
    m_rename->setText(value->title);
    m_rename->setPlaceholderText(item->card().title);
    m_rename->selectAll();
    m_rename->show();
    m_rename->raise();
    m_rename->setFocus(Qt::OtherFocusReason);
}

void CanvasOverlay::finishRename(bool keep)
{
    const auto node = std::exchange(m_renamedNode, {});
    if (node.isEmpty())
        return;
    m_rename->hide();
    m_view->setFocus();
    if (keep)
        m_controller->rename(node, m_rename->text().trimmed());
}

} // namespace glasshouse::ui
