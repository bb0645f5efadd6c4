#include "ui/sandbox/text_find_bar.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>

namespace glasshouse::ui {

TextFindBar::TextFindBar(const Theme *theme, QPlainTextEdit *edit, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_edit(edit), m_text(new QLineEdit(this)),
      m_previous(new IconButton(theme, QStringLiteral("chevron-up"), tr("Previous (Shift+Enter)"), this)),
      m_next(new IconButton(theme, QStringLiteral("chevron-down"), tr("Next (Enter)"), this)),
      m_count(new ToneLabel(theme, ColorRole::TextDim, {}, this))
{
    build();
    connect(m_text, &QLineEdit::textEdited, this, &TextFindBar::search);
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    const auto on = [this](const QKeySequence &keys, auto act) {
        connect(new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
                &QShortcut::activated, this, act);
    };
    for (const QKeyCombination keys : {QKeyCombination(Qt::Key_Return), QKeyCombination(Qt::Key_Enter)})
        on(QKeySequence(keys), [this] { step(1); });
    on(QKeySequence(Qt::SHIFT | Qt::Key_Return), [this] { step(-1); });
    on(QKeySequence(Qt::Key_Escape), [this] {
        hide();
        m_edit->setFocus(Qt::OtherFocusReason);
    });
    hide();
}

void TextFindBar::build()
{
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setPlaceholderText(tr("Find in the console"));
    m_text->setAccessibleName(tr("Find in the console"));
    m_count->setObjectName(QStringLiteral("findCount"));
    auto *close = new IconButton(m_theme, QStringLiteral("x"), tr("Close (Escape)"), this);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Medium, metric::Tight, metric::Medium, metric::Tight);
    row->setSpacing(metric::Tight);
    row->addWidget(m_text, 1);
    row->addWidget(m_count);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(close);
}

void TextFindBar::open()
{
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
    search();
}

void TextFindBar::search()
{
    m_found.clear();
    m_current = -1;
    m_hasMore = false;
    const QString text = m_text->text();
    QTextCursor at(m_edit->document());
    while (!text.isEmpty() && !m_hasMore) {
        at = m_edit->document()->find(text, at);
        if (at.isNull())
            break;
        m_hasMore = m_found.size() >= MostMarked;
        if (!m_hasMore)
            m_found.append(at);
    }
    if (!m_found.isEmpty())
        step(1);
    else
        showCurrent();
}

void TextFindBar::step(int by)
{
    if (m_found.isEmpty())
        return;
    m_current = (m_current + by + m_found.size()) % m_found.size();
    const QTextCursor &cursor = m_found.at(m_current);
    Q_EMIT found(cursor); // what hides it opens first
    m_edit->setTextCursor(cursor);
    m_edit->centerCursor();
    showCurrent();
}

void TextFindBar::showCurrent()
{
    mark();
    const bool isEmpty = m_found.isEmpty();
    if (m_text->text().isEmpty())
        m_count->setText({});
    else if (isEmpty)
        m_count->setText(tr("not found"));
    else
        m_count->setText(
            (m_hasMore ? tr("%1 of more than %2") : tr("%1 of %2")).arg(m_current + 1).arg(m_found.size()));
    m_count->setRole(isEmpty ? ColorRole::Failed : ColorRole::TextDim);
    m_next->setEnabled(!isEmpty);
    m_previous->setEnabled(!isEmpty);
}

void TextFindBar::mark()
{
    QTextEdit::ExtraSelection selection;
    selection.format.setBackground(m_theme->color(ColorRole::Selection));
    QList<QTextEdit::ExtraSelection> marks;
    for (const QTextCursor &cursor : m_found) {
        selection.cursor = cursor;
        marks.append(selection);
    }
    m_edit->setExtraSelections(marks);
}

void TextFindBar::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_found.clear();
    m_edit->setExtraSelections({});
}

} // namespace glasshouse::ui
