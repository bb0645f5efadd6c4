// Finds text in a plain text view: next, previous, how many there are, and all of them marked.
#pragma once

#include "ui/common/theme.h"

#include <QTextCursor>
#include <QVector>
#include <QWidget>

class QLineEdit;
class QPlainTextEdit;

namespace glasshouse::ui {

class IconButton;
class ToneLabel;

class TextFindBar : public QWidget
{
    Q_OBJECT

public:
    static constexpr int MostMarked = 2'000;

    // `edit` outlives it. Hidden until it is opened.
    TextFindBar(const Theme *theme, QPlainTextEdit *edit, QWidget *parent = nullptr);

    void open();
    void step(int by); // to the next (1) or the previous (-1)
    [[nodiscard]] int count() const { return int(m_found.size()); }

Q_SIGNALS:
    void found(const QTextCursor &cursor); // it has moved there

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void search();
    void mark();
    void showCurrent();

    const Theme *m_theme;
    QPlainTextEdit *m_edit;
    QLineEdit *m_text;
    IconButton *m_previous;
    IconButton *m_next;
    ToneLabel *m_count;
    QVector<QTextCursor> m_found;
    qsizetype m_current = -1;
    bool m_hasMore = false; // than are marked
};

} // namespace glasshouse::ui
