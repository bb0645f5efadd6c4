// Ctrl+F in the review: what to find, how often it occurs, next and previous.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLineEdit;

namespace glasshouse::ui {

class CodeView;
class ToneLabel;

class CodeFindBar : public QWidget
{
    Q_OBJECT

public:
    CodeFindBar(const Theme *theme, CodeView *view, QWidget *parent = nullptr);
    void open();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void find(bool forward, bool fromStart);
    void refreshCount();
    void close();

    CodeView *m_view;
    QLineEdit *m_edit;
    ToneLabel *m_count;
};

} // namespace glasshouse::ui
