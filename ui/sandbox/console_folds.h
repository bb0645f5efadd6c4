// The executions of the console as parts that fold: each begins with a head line that also tells how it
// ended.
#pragma once

#include <QHash>
#include <QTextCharFormat>
#include <QTextCursor>

class QPlainTextEdit;
class QTextBlock;

namespace glasshouse::ui {

class ConsoleFolds
{
public:
    // `edit` outlives it.
    explicit ConsoleFolds(QPlainTextEdit *edit) : m_edit(edit) {}

    void begin(const QTextBlock &head, const QString &call);
    void end(const QString &call, const QString &outcome, const QTextCharFormat &format); // in its head line
    void grown(); // text was added at the end: what belongs to a closed part is hidden
    void clear() { m_running.clear(); }

    [[nodiscard]] static bool isHead(const QTextBlock &block);
    void toggle(const QTextBlock &head);
    void setAllClosed(bool closed);
    void reveal(const QTextBlock &block); // opens the part that it is in

private:
    void setClosed(QTextBlock head, bool closed);
    [[nodiscard]] static QTextBlock headOf(QTextBlock block);
    void relayout();

    QPlainTextEdit *m_edit;
    QHash<QString, QTextCursor> m_running; // head lines by call
};

} // namespace glasshouse::ui
