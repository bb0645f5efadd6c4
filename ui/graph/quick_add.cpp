#include "ui/graph/quick_add.h"

#include "ui/common/row_delegate.h"
#include "ui/graph/graph_edits.h"
#include "ui/graph/node_kinds.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr QSize Size(260, 300);

} // namespace

QuickAdd::QuickAdd(const Theme *theme, QWidget *parent)
    : CardFrame(theme, parent), m_theme(theme), m_search(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("quickAdd"));
    setAccessibleName(tr("Add a node"));
    m_search->setPlaceholderText(tr("Add a node"));
    m_search->setAccessibleName(tr("Search for a node to add"));
    m_search->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Nodes that fit"));
    setUpRows(m_list, theme);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metric::Small, metric::Small, metric::Small, metric::Small);
    column->setSpacing(metric::Tight);
    column->addWidget(m_search);
    column->addWidget(m_list);
    connect(m_search, &QLineEdit::textChanged, this, &QuickAdd::filter);
    connect(m_list, &QListWidget::itemClicked, this, &QuickAdd::choose);
    hide();
}

void QuickAdd::open(const Project &project, const Workflow &workflow, const std::optional<PortHit> &wire,
                    QPoint at)
{
    m_wire = wire;
    fill(project, workflow);
    m_search->clear();
    filter({});
    resize(Size);
    const auto room =
        parentWidget()->rect().adjusted(metric::Small, metric::Small, -metric::Small, -metric::Small);
    move(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    raise();
    m_search->setFocus(Qt::PopupFocusReason);
}

bool QuickAdd::fits(const QString &kind) const
{
    Node probe;
    probe.kind = kind;
    if (kind == node_kind::Switch)
        return true; // a new one starts with a case
    return !m_wire || !(m_wire->isOutput ? inputPorts(probe) : outputPorts(probe)).isEmpty();
}

void QuickAdd::fill(const Project &project, const Workflow &workflow)
{
    m_list->clear();
    m_wishes.clear();
    for (const auto &kind : drawableKinds()) {
        if (!fits(kind.id) || whyNotAddable(workflow, kind.id))
            continue;
        const bool isAgent = kind.id == node_kind::Agent;
        add(kind.icon, kind.color, isAgent ? tr("New agent") : kind.title, {}, {kind.id, {}, m_wire});
    }
    for (const auto &agent : project.agents)
        add(QStringLiteral("bot"), ColorRole::Accent, agent.name, tr("agent"),
            {node_kind::Agent, agent.name, m_wire});
}

void QuickAdd::add(const QString &icon, ColorRole color, const QString &title, const QString &detail,
                   const NodeWish &wish)
{
    auto *item = new QListWidgetItem(m_theme->icon(icon, color), title, m_list); // the list owns it
    item->setData(row_role::Detail, detail);
    m_wishes.append(wish);
}

void QuickAdd::filter(const QString &text)
{
    QListWidgetItem *first = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        auto *item = m_list->item(row);
        item->setHidden(!item->text().contains(text.trimmed(), Qt::CaseInsensitive));
        if (!first && !item->isHidden())
            first = item;
    }
    m_list->setCurrentItem(first);
}

bool QuickAdd::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && isVisible())
        dismiss();
    if (event->type() != QEvent::KeyPress)
        return CardFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down:
        moveSelection(1);
        return true;
    case Qt::Key_Up:
        moveSelection(-1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentItem());
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return CardFrame::eventFilter(watched, event);
    }
}

void QuickAdd::moveSelection(int step)
{
    for (int row = m_list->currentRow() + step; row >= 0 && row < m_list->count(); row += step) {
        if (!m_list->item(row)->isHidden())
            return m_list->setCurrentRow(row);
    }
}

void QuickAdd::choose(const QListWidgetItem *item)
{
    if (!item || item->isHidden())
        return;
    const auto wish = m_wishes.value(m_list->row(item));
    dismiss();
    Q_EMIT chosen(wish);
}

void QuickAdd::dismiss()
{
    if (!isVisible())
        return;
    hide();
    Q_EMIT dismissed();
}

} // namespace glasshouse::ui
