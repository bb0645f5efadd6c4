#include "ui/welcome/theme_choice.h"

#include "ui/common/widgets.h"

#include <QButtonGroup>
#include <QHBoxLayout>

namespace glasshouse::ui {

ThemeChoice::ThemeChoice(Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_buttons(new QButtonGroup(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(metric::Small);
    addButton(QStringLiteral("monitor"), tr("As the system"), ThemeMode::System);
    addButton(QStringLiteral("sun"), tr("Light"), ThemeMode::Light);
    addButton(QStringLiteral("moon"), tr("Dark"), ThemeMode::Dark);
    const auto showMode = [this] { m_buttons->button(int(m_theme->mode()))->setChecked(true); };
    connect(theme, &Theme::changed, this, showMode);
    showMode();
    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int id) {
        const auto mode = static_cast<ThemeMode>(id);
        m_theme->setMode(mode);
        Q_EMIT modeChosen(mode);
    });
}

void ThemeChoice::addButton(const QString &icon, const QString &text, ThemeMode mode)
{
    auto *button = makeButton(text, ButtonKind::Plain, this);
    button->setCheckable(true);
    button->setIcon(m_theme->icon(icon));
    m_buttons->addButton(button, int(mode));
    layout()->addWidget(button);
}

} // namespace glasshouse::ui
