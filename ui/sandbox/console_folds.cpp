#include "ui/sandbox/console_folds.h"

#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextDocument>

namespace glasshouse::ui {

namespace {

enum BlockState { Plain = -1, Open = 1, Closed = 2 };

const QChar openMark(0x25be);
const QChar closedMark(0x25b8);

} // namespace

bool ConsoleFolds::isHead(const QTextBlock &block)
{
    return block.isValid() && block.userState() != Plain;
}

void ConsoleFolds::begin(const QTextBlock &head, const QString &call)
{
    QTextBlock marked = head;
    marked.setUserState(Open);
    m_running.insert(call, QTextCursor(marked));
}

void ConsoleFolds::end(const QString &call, const QString &outcome, const QTextCharFormat &format)
{
    QTextCursor cursor = m_running.take(call);
    if (cursor.isNull() || !isHead(cursor.block()))
        return; // it has scrolled out of what is kept
    cursor.movePosition(QTextCursor::EndOfBlock);
    cursor.insertText(outcome, format);
}

QTextBlock ConsoleFolds::headOf(QTextBlock block)
{
    while (block.isValid() && !isHead(block))
        block = block.previous();
    return block;
}

void ConsoleFolds::grown()
{
    const QTextBlock last = m_edit->document()->lastBlock();
    const QTextBlock head = headOf(last);
    if (!isHead(head) || head.userState() != Closed)
        return;
    for (QTextBlock block = last; !isHead(block) && block.isVisible(); block = block.previous())
        block.setVisible(false);
    relayout();
}

void ConsoleFolds::setClosed(QTextBlock head, bool closed)
{
    head.setUserState(closed ? Closed : Open);
    QTextCursor mark(head);
    mark.setPosition(head.position() + 1, QTextCursor::KeepAnchor);
    mark.insertText(closed ? closedMark : openMark, mark.charFormat());
    for (QTextBlock block = head.next(); block.isValid() && !isHead(block); block = block.next())
        block.setVisible(!closed);
}

void ConsoleFolds::toggle(const QTextBlock &head)
{
    setClosed(head, head.userState() == Open);
    relayout();
}

void ConsoleFolds::setAllClosed(bool closed)
{
    for (QTextBlock block = m_edit->document()->begin(); block.isValid(); block = block.next()) {
        if (isHead(block))
            setClosed(block, closed);
    }
    relayout();
}

void ConsoleFolds::reveal(const QTextBlock &block)
{
    const QTextBlock head = headOf(block);
    if (!isHead(head) || head == block || head.userState() == Open)
        return;
    setClosed(head, false);
    relayout();
}

void ConsoleFolds::relayout()
{
    QTextDocument *document = m_edit->document();
    document->markContentsDirty(0, document->characterCount());
    m_edit->viewport()->update();
}

} // namespace glasshouse::ui
