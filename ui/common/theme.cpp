#include "ui/common/theme.h"

#include "ui/common/glass_style.h"
#include "ui/common/lucide.h"
#include "ui/common/theme_tokens.h"

#include <QApplication>
#include <QPalette>
#include <QToolTip>

namespace glasshouse::ui {

namespace {

constexpr qreal sectionPixelSize = 11;

QStringList textFamilies()
{
    return {QStringLiteral("Inter"), QStringLiteral("Segoe UI"), QStringLiteral("Noto Sans"),
            QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")};
}

QStringList codeFamilies()
{
    return {QStringLiteral("JetBrains Mono"), QStringLiteral("Cascadia Mono"),
            QStringLiteral("DejaVu Sans Mono"), QStringLiteral("monospace")};
}

QFont fontOf(const QStringList &families, qreal pixelSize, QFont::Weight weight)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(qRound(pixelSize));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

} // namespace

QString toString(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Light:
        return QStringLiteral("light");
    case ThemeMode::Dark:
        return QStringLiteral("dark");
    case ThemeMode::System:
        break;
    }
    return QStringLiteral("system");
}

ThemeMode themeModeFromString(QStringView text)
{
    if (text == u"light")
        return ThemeMode::Light;
    return text == u"dark" ? ThemeMode::Dark : ThemeMode::System;
}

// Qt 6.4 has no QStyleHints::colorScheme; before our own palette is set, the application's palette is the
// desktop's.
Theme::Theme(ThemeMode mode, QObject *parent)
    : QObject(parent), m_systemIsDark(QGuiApplication::palette().color(QPalette::Window).lightness() < 128),
      m_mode(mode), m_dark(resolveDark(mode))
{
}

bool Theme::resolveDark(ThemeMode mode) const
{
    return mode == ThemeMode::System ? m_systemIsDark : mode == ThemeMode::Dark;
}

void Theme::setMode(ThemeMode mode)
{
    const bool dark = resolveDark(mode);
    if (mode == m_mode && dark == m_dark)
        return;
    m_mode = mode;
    m_dark = dark;
    Q_EMIT changed();
}

QColor Theme::color(ColorRole role) const
{
    return tokenColor(role, m_dark);
}

QIcon Theme::icon(QStringView name, ColorRole role) const
{
    return QIcon(new LucideIconEngine(this, name.toString(), role));
}

QFont Theme::textFont(qreal pixelSize, QFont::Weight weight) const
{
    return fontOf(textFamilies(), pixelSize, weight);
}

QFont Theme::codeFont(qreal pixelSize) const
{
    QFont font = fontOf(codeFamilies(), pixelSize, QFont::Normal);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    return font;
}

QFont Theme::sectionFont() const
{
    QFont font = textFont(sectionPixelSize, QFont::DemiBold);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.4);
    return font;
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole to, ColorRole from) { palette.setColor(to, color(from)); };
    set(QPalette::Window, ColorRole::Pane);
    set(QPalette::Base, ColorRole::Pane);
    set(QPalette::AlternateBase, ColorRole::PaneRaised);
    set(QPalette::Button, ColorRole::PaneRaised);
    set(QPalette::ToolTipBase, ColorRole::PaneRaised);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText,
                            QPalette::HighlightedText})
        set(role, ColorRole::Text);
    for (const auto role :
         {QPalette::Light, QPalette::Midlight, QPalette::Mid, QPalette::Dark, QPalette::Shadow})
        set(role, ColorRole::Line);
    set(QPalette::Highlight, ColorRole::Selection);
    set(QPalette::PlaceholderText, ColorRole::TextFaint);
    set(QPalette::Link, ColorRole::Accent);
    set(QPalette::LinkVisited, ColorRole::Accent);
    set(QPalette::BrightText, ColorRole::Failed);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(ColorRole::TextFaint));
    return palette;
}

void Theme::applyTo(QApplication &application) const
{
    auto *style = qobject_cast<GlassStyle *>(application.style());
    if (!style)
        application.setStyle(new GlassStyle(this)); // the application owns its style
    else
        style->setTheme(this);
    if (const QFont font = textFont(); application.font() != font)
        application.setFont(font);
    application.setPalette(palette());
    QToolTip::setPalette(palette());
}

} // namespace glasshouse::ui
