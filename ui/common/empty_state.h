// What an empty view shows: what it is for, and the next action.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace glasshouse::ui {

class ToneLabel;

class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const Theme *theme, const QString &icon, const QString &title, const QString &sentence,
               QWidget *parent = nullptr);

    // A button below the sentence. `primary` is the one thing to do next.
    QPushButton *addAction(const QString &text, bool primary);
    void setTexts(const QString &title, const QString &sentence);

private:
    ToneLabel *m_title;
    ToneLabel *m_sentence;
    QHBoxLayout *m_buttons;
};

} // namespace glasshouse::ui
