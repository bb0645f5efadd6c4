// Lucide's icon font as vector shapes: no image files, sharp at every size, any colour.
#pragma once

#include "ui/common/theme.h"

#include <QIconEngine>
#include <QPainterPath>
#include <QPointer>

namespace glasshouse::ui {

// The glyph in a unit square with the origin at its top left; empty if Lucide has no icon of this name.
[[nodiscard]] QPainterPath lucideShape(QStringView name);

// Paints a shape in the colour that the theme has for a role at that moment.
class LucideIconEngine final : public QIconEngine
{
public:
    LucideIconEngine(const Theme *theme, const QString &name, ColorRole role);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QIconEngine *clone() const override;
    [[nodiscard]] bool isNull() override { return m_shape.isEmpty(); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const;

    QPointer<const Theme> m_theme;
    QString m_name;
    ColorRole m_role;
    QPainterPath m_shape;
};

} // namespace glasshouse::ui
