// A rounded panel with a border in the theme's colours.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace glasshouse::ui {

class CardFrame : public QWidget
{
    Q_OBJECT

public:
    explicit CardFrame(const Theme *theme, QWidget *parent = nullptr);
    void setColors(ColorRole fill, ColorRole border);
    void setRadius(qreal radius);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    ColorRole m_fill = ColorRole::Pane;
    ColorRole m_border = ColorRole::Line;
    qreal m_radius;
};

} // namespace glasshouse::ui
