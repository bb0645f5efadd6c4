// Light, dark or as the system, as three buttons; the window changes at once.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QButtonGroup;

namespace glasshouse::ui {

class ThemeChoice : public QWidget
{
    Q_OBJECT

public:
    explicit ThemeChoice(Theme *theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void modeChosen(glasshouse::ui::ThemeMode mode);

private:
    void addButton(const QString &icon, const QString &text, ThemeMode mode);

    Theme *m_theme;
    QButtonGroup *m_buttons;
};

} // namespace glasshouse::ui
