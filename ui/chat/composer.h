// Where a person writes: Enter sends, Shift+Enter makes a line, Up recalls earlier inputs.
#pragma once

#include "ui/common/theme.h"

#include <QPlainTextEdit>
#include <QWidget>

class QToolButton;

namespace glasshouse::ui {

class CardFrame;

// The text field itself: grows with its lines, up to eight.
class ComposerEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget *parent = nullptr);
    void setHistory(const QStringList &history);
    void remember(const QString &text);

Q_SIGNALS:
    void submitted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();
    bool recall(int by);

    QStringList m_history;     // oldest first
    qsizetype m_recalled = -1; // index into m_history, -1: the draft
    QString m_draft;
};

class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(const Theme *theme, QWidget *parent = nullptr);

    void setPlaceholder(const QString &text);
    void setHistory(const QStringList &history);
    void setText(const QString &text);
    void setBusy(bool busy); // Stop instead of Send
    void focusEdit();

Q_SIGNALS:
    void sent(const QString &text);
    void stopped();

private:
    void submit();
    void refreshButton();

    const Theme *m_theme;
    CardFrame *m_frame;
    ComposerEdit *m_edit;
    QToolButton *m_send;
    QToolButton *m_stop;
    bool m_busy = false;
};

} // namespace glasshouse::ui
