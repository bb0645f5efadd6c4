// The look as a small set of tokens (mockups/README), light and dark, and icons recoloured from them.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>

namespace glasshouse::ui {

enum class ColorRole {
    Background, Pane, PaneRaised, Line, Text, TextDim, TextFaint, Canvas, Accent, AccentText,
    Running, Done, Waiting, Failed, Queued, Selection, Code, Added, Removed,
};

enum class ThemeMode { System, Light, Dark };

namespace metric {
inline constexpr int Tight = 4, Small = 8, Medium = 12, Large = 16; // spacing
inline constexpr int Radius = 6, CardRadius = 8, DialogRadius = 12;
inline constexpr int RowHeight = 26, RailWidth = 56, LeftWidth = 220, RightWidth = 288, GlassHeight = 230;
inline constexpr int IconSize = 15, RailIconSize = 18;
} // namespace metric

// Passed to every widget by pointer; widgets repaint on changed(). Owned by the composition root.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(ThemeMode mode, QObject *parent = nullptr);

    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    [[nodiscard]] bool isDark() const { return m_dark; }
    void setMode(ThemeMode mode);

    [[nodiscard]] QColor color(ColorRole role) const;
    // A Lucide icon by its name ("play", "bot"), sharp at any device pixel ratio.
    [[nodiscard]] QIcon icon(QStringView name, ColorRole role = ColorRole::TextDim) const;
    [[nodiscard]] QFont textFont(qreal pixelSize = 13, QFont::Weight weight = QFont::Normal) const;
    [[nodiscard]] QFont codeFont(qreal pixelSize = 12) const;
    [[nodiscard]] QFont sectionFont() const; // small bold capitals of section headers

    // Palette and style sheet for the whole application.
    void applyTo(class QApplication &application) const;

Q_SIGNALS:
    void changed();

private:
    ThemeMode m_mode = ThemeMode::System;
    bool m_dark = false;
};

} // namespace glasshouse::ui
