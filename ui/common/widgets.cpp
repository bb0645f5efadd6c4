#include "ui/common/widgets.h"

#include "ui/common/visible_text.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int iconButtonSide = 26;
constexpr int wordWidth = 110;

} // namespace

void setButtonKind(QPushButton *button, ButtonKind kind)
{
    button->setProperty("kind", static_cast<int>(kind));
    if (kind == ButtonKind::Link || kind == ButtonKind::Ghost)
        button->setFlat(true);
    button->update();
}

QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    setButtonKind(button, kind);
    return button;
}

ToneLabel::ToneLabel(const Theme *theme, ColorRole role, const QString &text, QWidget *parent)
    : QLabel(text, parent), m_theme(theme), m_role(role)
{
    setTextFormat(Qt::PlainText); // never what a model or a file makes of it
    connect(theme, &Theme::changed, this, &ToneLabel::recolor);
    recolor();
}

void ToneLabel::setRole(ColorRole role)
{
    m_role = role;
    recolor();
}

void ToneLabel::recolor()
{
    QPalette own;
    own.setColor(QPalette::WindowText, m_theme->color(m_role));
    own.setColor(QPalette::Text, m_theme->color(m_role));
    setPalette(own);
}

SectionHeader::SectionHeader(const Theme *theme, const QString &text, QWidget *parent)
    : ToneLabel(theme, ColorRole::TextFaint, text, parent)
{
    setFont(theme->sectionFont());
}

ElidedLabel::ElidedLabel(const Theme *theme, ColorRole role, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_role(role)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateToolTip();
    updateGeometry();
    update();
}

void ElidedLabel::setRole(ColorRole role)
{
    m_role = role;
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + 2, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), fontMetrics().averageCharWidth() * 4), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(m_theme->color(isEnabled() ? m_role : ColorRole::TextFaint));
    painter.drawText(rect(), int(m_alignment), fontMetrics().elidedText(m_text, m_mode, width()));
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    setToolTip(fontMetrics().horizontalAdvance(m_text) > width() ? plainToolTip(m_text) : QString());
}

IconButton::IconButton(const Theme *theme, const QString &icon, const QString &name, QWidget *parent)
    : QToolButton(parent)
{
    setIcon(theme->icon(icon));
    setIconSize({metric::IconSize, metric::IconSize});
    setToolTip(plainToolTip(name));
    setAccessibleName(name);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
}

IconButton::IconButton(const Theme *, QAction *action, QWidget *parent) : QToolButton(parent)
{
    setDefaultAction(action);
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setIconSize({metric::IconSize, metric::IconSize});
    setAccessibleName(action->text());
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
}

QSize IconButton::sizeHint() const
{
    return {iconButtonSide, iconButtonSide};
}

InfoRow::InfoRow(const Theme *theme, const QString &icon, const QString &name, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel(this)),
      m_name(new ElidedLabel(theme, ColorRole::Text, this)),
      m_value(new ElidedLabel(theme, ColorRole::TextFaint, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(metric::Small);
    row->addWidget(m_icon);
    row->addWidget(m_name, 1);
    row->addWidget(m_value);
    m_value->setFont(theme->textFont(11));
    m_value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setFixedHeight(metric::RowHeight);
    setName(name);
    setIcon(icon, ColorRole::TextDim);
}

void InfoRow::setIcon(const QString &icon, ColorRole role)
{
    m_icon->setVisible(!icon.isEmpty());
    disconnect(m_theme, nullptr, m_icon, nullptr);
    if (icon.isEmpty())
        return;
    const auto show = [=, this] { m_icon->setPixmap(m_theme->icon(icon, role).pixmap(metric::IconSize)); };
    connect(m_theme, &Theme::changed, m_icon, show);
    show();
}

void InfoRow::setName(const QString &name)
{
    m_name->setText(name);
    // A word is shown whole, however much the value has to say; a long name gives way.
    m_name->setMinimumWidth(std::min(m_name->fontMetrics().horizontalAdvance(name) + 1, wordWidth));
}

void InfoRow::setValue(const QString &value)
{
    m_value->setText(value);
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name->text(), value));
}

void InfoRow::setValueRole(ColorRole role)
{
    m_value->setRole(role);
}

} // namespace glasshouse::ui
