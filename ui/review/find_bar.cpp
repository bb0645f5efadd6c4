#include "ui/review/find_bar.h"

#include "ui/common/widgets.h"
#include "ui/review/code_view.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

namespace glasshouse::ui {

CodeFindBar::CodeFindBar(const Theme *theme, CodeView *view, QWidget *parent)
    : QWidget(parent), m_view(view), m_edit(new QLineEdit(this)),
      m_count(new ToneLabel(theme, ColorRole::TextFaint, QString(), this))
{
    m_edit->setPlaceholderText(tr("Find in the code"));
    m_edit->setObjectName(QStringLiteral("find"));
    auto *previous = new IconButton(theme, QStringLiteral("chevron-up"), tr("Previous (Shift+Enter)"), this);
    auto *next = new IconButton(theme, QStringLiteral("chevron-down"), tr("Next (Enter)"), this);
    auto *closeButton = new IconButton(theme, QStringLiteral("x"), tr("Close (Escape)"), this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Medium, metric::Tight, metric::Medium, metric::Tight);
    row->setSpacing(metric::Tight);
    row->addWidget(m_edit, 1);
    row->addWidget(m_count);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(closeButton);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { find(true, true); });
    connect(previous, &QToolButton::clicked, this, [this] { find(false, false); });
    connect(next, &QToolButton::clicked, this, [this] { find(true, false); });
    connect(closeButton, &QToolButton::clicked, this, &CodeFindBar::close);
    hide();
}

void CodeFindBar::open()
{
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void CodeFindBar::close()
{
    hide();
    m_view->setFocus(Qt::OtherFocusReason);
}

void CodeFindBar::find(bool forward, bool fromStart)
{
    refreshCount();
    if (m_edit->text().isEmpty())
        return;
    int line = fromStart ? 0 : -1;
    int column = fromStart ? 0 : -1;
    if (!forward && m_view->hasSelectedText()) {
        int endLine = 0;
        int endColumn = 0;
        m_view->getSelection(&line, &column, &endLine, &endColumn);
    }
    m_view->findFirst(m_edit->text(), false, false, false, true, forward, line, column);
}

void CodeFindBar::refreshCount()
{
    const int count = m_view->countOf(m_edit->text());
    m_count->setText(m_edit->text().isEmpty() ? QString()
                     : count == 0             ? tr("not found")
                                              : tr("%1 found").arg(count));
    m_count->setRole(count == 0 ? ColorRole::Failed : ColorRole::TextFaint);
}

void CodeFindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return close();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & Qt::ControlModifier))
        return find(!(event->modifiers() & Qt::ShiftModifier), false);
    QWidget::keyPressEvent(event);
}

} // namespace glasshouse::ui
