#include "ui/chat/composer.h"

#include "ui/common/card_frame.h"
#include "ui/common/widgets.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

#include <algorithm>
#include <cmath>

namespace glasshouse::ui {

namespace {

constexpr int MostLines = 8;
constexpr int HistoryLimit = 100;
constexpr int WidestColumn = 756; // as the conversation's

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    connect(this, &QPlainTextEdit::textChanged, this, &ComposerEdit::fitHeight);
}

void ComposerEdit::setHistory(const QStringList &history)
{
    m_history = history;
    m_recalled = -1;
}

void ComposerEdit::remember(const QString &text)
{
    m_history.removeAll(text);
    m_history.append(text);
    while (m_history.size() > HistoryLimit)
        m_history.removeFirst();
    m_recalled = -1;
}

// Up on the first line goes back, Down on the last line forward; the unsent draft is kept at the end.
bool ComposerEdit::recall(int by)
{
    const qsizetype from = m_recalled < 0 ? m_history.size() : m_recalled;
    const qsizetype to = from + by;
    if (to < 0 || to > m_history.size() || (by > 0 && m_recalled < 0))
        return false;
    if (m_recalled < 0)
        m_draft = toPlainText();
    m_recalled = to == m_history.size() ? -1 : to;
    setPlainText(m_recalled < 0 ? m_draft : m_history.at(m_recalled));
    moveCursor(QTextCursor::End);
    return true;
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & Qt::ShiftModifier))
        return Q_EMIT submitted();
    const bool onFirstLine = textCursor().blockNumber() == 0;
    const bool onLastLine = textCursor().blockNumber() == blockCount() - 1;
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && onFirstLine && recall(-1))
        return;
    if (event->key() == Qt::Key_Down && event->modifiers() == Qt::NoModifier && onLastLine && recall(+1))
        return;
    QPlainTextEdit::keyPressEvent(event);
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    if (source->hasText())
        insertPlainText(source->text());
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight();
}

// QPlainTextEdit's document counts its height in lines.
void ComposerEdit::fitHeight()
{
    const int lines = int(document()->documentLayout()->documentSize().height());
    const QFontMetricsF metrics(font());
    setFixedHeight(int(std::ceil(std::clamp(lines, 1, MostLines) * metrics.lineSpacing())) + 2);
    setVerticalScrollBarPolicy(lines > MostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

Composer::Composer(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_frame(new CardFrame(theme, this)), m_edit(new ComposerEdit(m_frame)),
      m_send(new IconButton(theme, QStringLiteral("send"), tr("Send (Enter)"), m_frame)),
      m_stop(new IconButton(theme, QStringLiteral("square"), tr("Stop this run"), m_frame))
{
    m_edit->setObjectName(QStringLiteral("composer"));
    m_edit->setAccessibleName(tr("Message"));
    m_send->setObjectName(QStringLiteral("send"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setIcon(theme->icon(u"square", ColorRole::Failed));
    m_frame->setMaximumWidth(WidestColumn);
    auto *inside = new QHBoxLayout(m_frame);
    inside->setContentsMargins(metric::Medium, metric::Small, metric::Small, metric::Small);
    inside->addWidget(m_edit, 1, Qt::AlignVCenter);
    inside->addWidget(m_send, 0, Qt::AlignBottom);
    inside->addWidget(m_stop, 0, Qt::AlignBottom);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(24, metric::Small, 24, metric::Large);
    row->addWidget(m_frame);

    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::refreshButton);
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
    connect(m_stop, &QToolButton::clicked, this, &Composer::stopped);
    refreshButton();
}

void Composer::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void Composer::setHistory(const QStringList &history)
{
    m_edit->setHistory(history);
}

void Composer::setText(const QString &text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::focusEdit()
{
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::setBusy(bool busy)
{
    m_busy = busy;
    refreshButton();
}

void Composer::refreshButton()
{
    const bool ready = !m_busy && !m_edit->toPlainText().trimmed().isEmpty();
    m_send->setVisible(!m_busy);
    m_stop->setVisible(m_busy);
    m_send->setEnabled(ready);
    m_send->setIcon(m_theme->icon(u"send", ready ? ColorRole::Accent : ColorRole::TextFaint));
    m_send->setToolTip(ready ? tr("Send (Enter)") : tr("Write a message to send it"));
}

// The text stays while a run goes on: nothing that was written is lost.
void Composer::submit()
{
    const QString text = m_edit->toPlainText().trimmed();
    if (m_busy || text.isEmpty())
        return;
    m_edit->remember(text);
    m_edit->clear();
    Q_EMIT sent(text);
}

} // namespace glasshouse::ui
