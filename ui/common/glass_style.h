// Paints the standard widgets in the theme's tokens, on top of Qt's Fusion style. A style instead of a style
// sheet: nothing is matched or re-polished per widget, and a change of theme is one repaint.
#pragma once

#include "ui/common/theme.h"

#include <QPointer>
#include <QProxyStyle>

namespace glasshouse::ui {

enum class ButtonKind;

class GlassStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    explicit GlassStyle(const Theme *theme);
    void setTheme(const Theme *theme) { m_theme = theme; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                         const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                       SubControl subControl, const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option,
                                  const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *data) const override;
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;

private:
    [[nodiscard]] QColor color(ColorRole role) const;
    void drawIcon(QPainter *painter, const QRect &rect, QStringView name, ColorRole role) const;

    // glass_style_controls.cpp
    void drawButtonPanel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawButtonLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    struct IconAndText
    {
        QIcon icon;
        QSize iconSize;
        QString text;
    };
    void drawIconAndText(QPainter *painter, const QStyleOption *option, const IconAndText &content,
                         const QRect &area, bool isCentered) const;
    [[nodiscard]] bool drawToolButtonLabel(const QStyleOption *option, QPainter *painter) const;
    [[nodiscard]] static ButtonKind kindOf(const QWidget *widget);
    [[nodiscard]] static int buttonPadding(ButtonKind kind);
    [[nodiscard]] static QSize buttonSize(const QStyleOption *option, const QWidget *widget);
    void drawToolButtonPanel(const QStyleOption *option, QPainter *painter) const;
    void drawField(const QStyleOption *option, QPainter *painter) const;
    void drawFrame(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawCheck(const QStyleOption *option, QPainter *painter, bool round) const;
    void drawTabClose(const QStyleOption *option, QPainter *painter) const;
    void drawBranch(const QStyleOption *option, QPainter *painter) const;
    void drawRow(const QStyleOption *option, QPainter *painter) const;
    void drawTab(const QStyleOption *option, QPainter *painter) const;
    void drawTabLabel(const QStyleOption *option, QPainter *painter, const QWidget *widget) const;
    void drawHeader(const QStyleOption *option, QPainter *painter) const;
    void drawProgress(const QStyleOption *option, QPainter *painter) const;
    void drawCombo(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;
    void drawSpin(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;

    // glass_style_menus.cpp
    void drawMenuItem(const QStyleOption *option, QPainter *painter) const;
    void drawMenuBarItem(const QStyleOption *option, QPainter *painter) const;
    void drawPopupPanel(const QStyleOption *option, QPainter *painter, qreal radius) const;
    void drawScrollBar(const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const;

    QPointer<const Theme> m_theme;
};

} // namespace glasshouse::ui
