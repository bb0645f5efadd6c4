// The look as a small set of tokens (mockups/README), light and dark, and icons recoloured from them.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

class QApplication;

namespace glasshouse::ui {

enum class ColorRole {
    Background,
    Pane,
    PaneRaised,
    Line,
    Text,
    TextDim,
    TextFaint,
    Canvas,
    Accent,
    AccentText,
    Running,
    Done,
    Waiting,
    Failed,
    Queued,
    Selection,
    Code,
    Added,
    Removed,
};

enum class ThemeMode { System, Light, Dark };

[[nodiscard]] QString toString(ThemeMode mode);                // "system", "light", "dark"
[[nodiscard]] ThemeMode themeModeFromString(QStringView text); // anything else: System

namespace metric {
inline constexpr int Tight = 4, Small = 8, Medium = 12, Large = 16; // spacing
inline constexpr int Radius = 6, CardRadius = 8, DialogRadius = 12;
inline constexpr int RowHeight = 26, ControlHeight = 28, BarHeight = 36, TabHeight = 32, StatusHeight = 26;
inline constexpr int RailWidth = 56, LeftWidth = 220, RightWidth = 288, GlassHeight = 230;
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
    // A Lucide icon by its name ("play", "bot"), sharp at any device pixel ratio. It takes its colour when it
    // is painted, so an icon that was set once follows the theme.
    [[nodiscard]] QIcon icon(QStringView name, ColorRole role = ColorRole::TextDim) const;
    [[nodiscard]] QFont textFont(qreal pixelSize = 13, QFont::Weight weight = QFont::Normal) const;
    [[nodiscard]] QFont codeFont(qreal pixelSize = 12) const;
    [[nodiscard]] QFont sectionFont() const; // small bold capitals of section headers
    [[nodiscard]] QPalette palette() const;

    // Style, palette and font for the whole application. Call once before the first window is made and again
    // on changed(); the second call only swaps colours.
    void applyTo(QApplication &application) const;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] bool resolveDark(ThemeMode mode) const;

    bool m_systemIsDark = false;
    ThemeMode m_mode = ThemeMode::System;
    bool m_dark = false;
};

} // namespace glasshouse::ui
