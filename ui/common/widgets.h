// The small shared widgets: labels with a tone, section headers, icon and rail buttons, empty states.
#pragma once

#include "ui/common/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>

class QAction;

namespace glasshouse::ui {

enum class ButtonKind { Plain, Primary, Approve, Danger, Ghost, Link };

// How GlassStyle paints a push button; Plain is the default.
void setButtonKind(QPushButton *button, ButtonKind kind);
[[nodiscard]] QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent);

// A label in one of the theme's colours; it follows the theme.
class ToneLabel : public QLabel
{
    Q_OBJECT

public:
    ToneLabel(const Theme *theme, ColorRole role, const QString &text, QWidget *parent = nullptr);
    void setRole(ColorRole role);

private:
    void recolor();

    const Theme *m_theme;
    ColorRole m_role;
};

// "AGENT", "PALETTE": small bold capitals above a group.
class SectionHeader : public ToneLabel
{
    Q_OBJECT

public:
    SectionHeader(const Theme *theme, const QString &text, QWidget *parent = nullptr);
};

// One line that ends in an ellipsis where there is no room, with the whole text as its tooltip then.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(const Theme *theme, ColorRole role = ColorRole::Text, QWidget *parent = nullptr);
    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    void setRole(ColorRole role);
    void setElideMode(Qt::TextElideMode mode);
    void setAlignment(Qt::Alignment alignment);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateToolTip();

    const Theme *m_theme;
    ColorRole m_role;
    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

// A flat button that is only an icon; the name is its tooltip and what a screen reader says.
class IconButton : public QToolButton
{
    Q_OBJECT

public:
    IconButton(const Theme *theme, const QString &icon, const QString &name, QWidget *parent = nullptr);
    // Text, icon, tooltip, shortcut and state of an action of the registry.
    IconButton(const Theme *theme, QAction *action, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
};

// A push button of an action of the registry, with the shortcut faintly behind its text.
class ActionButton : public QPushButton
{
    Q_OBJECT

public:
    ActionButton(const Theme *theme, QAction *action, ButtonKind kind, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme *m_theme;
    QAction *m_action;
    QIcon m_icon;
};

// A page of the rail: an icon above a word, marked while its page is shown.
class RailButton : public QToolButton
{
    Q_OBJECT

public:
    RailButton(const Theme *theme, QAction *action, const QString &icon, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    QIcon m_idleIcon;
    QIcon m_activeIcon;
};

// An icon, a word and a dim value at the right: the rows of the right column.
class InfoRow : public QWidget
{
    Q_OBJECT

public:
    InfoRow(const Theme *theme, const QString &icon, const QString &name, QWidget *parent = nullptr);
    void setIcon(const QString &icon, ColorRole role);
    void setName(const QString &name);
    void setValue(const QString &value);
    void setValueRole(ColorRole role);
    [[nodiscard]] QString value() const { return m_value->text(); }

private:
    const Theme *m_theme;
    QLabel *m_icon;
    ElidedLabel *m_name;
    ElidedLabel *m_value;
};

} // namespace glasshouse::ui
