// Settings > Appearance: light, dark or as the system; the window changes at once.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QComboBox;

namespace glasshouse::ui {

class AppearanceSection : public QWidget
{
    Q_OBJECT

public:
    explicit AppearanceSection(Theme *theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void modeChosen(glasshouse::ui::ThemeMode mode);

private:
    QComboBox *m_mode;
};

} // namespace glasshouse::ui
