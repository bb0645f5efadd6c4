#include "ui/mainwindow/command_palette.h"

#include "ui/common/action_registry.h"
#include "ui/common/row_delegate.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr QSize paletteSize(520, 380);
constexpr int distanceFromTop = 64;

QString plainText(const QAction *action)
{
    return action->text().remove(u'&');
}

} // namespace

bool matchesInOrder(QStringView text, QStringView search)
{
    qsizetype at = 0;
    for (const QChar wanted : search) {
        if (wanted.isSpace())
            continue;
        while (at < text.size() && text[at].toLower() != wanted.toLower())
            ++at;
        if (at++ >= text.size())
            return false;
    }
    return true;
}

CommandPalette::CommandPalette(const Theme *theme, const ActionRegistry *actions, QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_theme(theme), m_actions(actions),
      m_field(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setFixedSize(paletteSize);
    setWindowTitle(tr("Commands"));
    m_field->setPlaceholderText(tr("Type a command"));
    m_field->setAccessibleName(tr("Search commands"));
    m_field->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Commands"));
    setUpRows(m_list, theme);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, metric::Small, 1, metric::Small);
    column->setSpacing(metric::Small);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(metric::Small, 0, metric::Small, 0);
    top->addWidget(m_field);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
}

void CommandPalette::open()
{
    const QRect place = parentWidget()->geometry();
    move(place.center().x() - width() / 2, place.top() + distanceFromTop);
    m_field->clear();
    filter({});
    QDialog::open();
    m_field->setFocus();
}

void CommandPalette::filter(const QString &text)
{
    m_list->clear();
    for (QAction *action : m_actions->actions()) {
        if (!action->isEnabled() || !matchesInOrder(plainText(action), text))
            continue;
        auto *item = new QListWidgetItem(action->icon(), plainText(action), m_list);
        item->setData(row_role::Detail, action->shortcut().toString(QKeySequence::NativeText));
        item->setData(Qt::UserRole, action->objectName());
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    QAction *action = m_actions->action(item->data(Qt::UserRole).toString());
    accept();
    if (action)
        action->trigger();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(qBound(0, m_list->currentRow() + step, m_list->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::Pane));
    painter.setPen(m_theme->color(ColorRole::Line));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace glasshouse::ui
