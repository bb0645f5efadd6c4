#include "ui/common/lucide.h"

#include "core/base/log.h"
#include "ui/common/theme_tokens.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QRawFont>

// Q_INIT_RESOURCE declares a function of the global namespace.
static void ensureIconResource()
{
    Q_INIT_RESOURCE(icons);
}

namespace glasshouse::ui {

namespace {

constexpr qreal referenceSize = 240; // big enough that the font's outlines lose no precision

class LucideFont
{
public:
    LucideFont()
    {
        ensureIconResource();
        QFile table(QStringLiteral(":/icons/lucide_codepoints.json"));
        if (table.open(QIODevice::ReadOnly))
            m_codepoints = QJsonDocument::fromJson(table.readAll()).object();
        m_font = QRawFont(QStringLiteral(":/icons/lucide.ttf"), referenceSize, QFont::PreferNoHinting);
    }

    [[nodiscard]] QPainterPath shape(QStringView name) const
    {
        const char32_t codepoint = char32_t(m_codepoints.value(name).toInt());
        if (codepoint == 0 || !m_font.isValid())
            return {};
        const QList<quint32> glyphs = m_font.glyphIndexesForString(QString::fromUcs4(&codepoint, 1));
        if (glyphs.isEmpty())
            return {};
        const qreal advance = m_font.advancesForGlyphIndexes(glyphs).value(0).x();
        QTransform toUnitSquare = QTransform::fromScale(1 / advance, 1 / advance);
        toUnitSquare.translate(0, m_font.ascent());
        return toUnitSquare.map(m_font.pathForGlyph(glyphs.first()));
    }

private:
    QJsonObject m_codepoints;
    QRawFont m_font;
};

} // namespace

QPainterPath lucideShape(QStringView name)
{
    static const LucideFont font; // immutable after construction
    return font.shape(name);
}

LucideIconEngine::LucideIconEngine(const Theme *theme, const QString &name, ColorRole role)
    : m_theme(theme), m_name(name), m_role(role), m_shape(lucideShape(name))
{
    if (m_shape.isEmpty())
        log(LogCategory::Ui).warn("There is no Lucide icon named '{}'.", name.toStdString());
}

QColor LucideIconEngine::colorFor(QIcon::Mode mode) const
{
    const ColorRole role = mode == QIcon::Disabled ? ColorRole::TextFaint : m_role;
    QColor color = m_theme ? m_theme->color(role) : tokenColor(role, false);
    if (mode == QIcon::Disabled)
        color.setAlphaF(0.7f);
    return color;
}

void LucideIconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State)
{
    const int side = qMin(rect.width(), rect.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0);
    painter->scale(side, side);
    painter->fillPath(m_shape, colorFor(mode));
    painter->restore();
}

QPixmap LucideIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
}

QIconEngine *LucideIconEngine::clone() const
{
    return new LucideIconEngine(*this);
}

} // namespace glasshouse::ui
