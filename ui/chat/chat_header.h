// The line above a conversation: its title, what is going on, and its menu.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace glasshouse::ui {

class ElidedLabel;
class ToneLabel;

class ChatHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ChatHeader(const Theme *theme, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setActivity(const QString &sentence);

Q_SIGNALS:
    void copyRequested();
    void exportRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    ElidedLabel *m_title;
    ToneLabel *m_activity;
};

} // namespace glasshouse::ui
