// A thread without messages: who will answer, and first messages to choose from.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QVBoxLayout;

namespace glasshouse::ui {

class ToneLabel;

class WelcomeView : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomeView(const Theme *theme, QWidget *parent = nullptr);
    void setAgent(const QString &name, const QString &connectionLabel, bool scripted);
    void setSuggestions(const QStringList &suggestions);

Q_SIGNALS:
    void suggestionChosen(const QString &text);

private:
    void fitSentence();

    const Theme *m_theme;
    ToneLabel *m_title;
    ToneLabel *m_sentence;
    QVBoxLayout *m_chips;
};

} // namespace glasshouse::ui
