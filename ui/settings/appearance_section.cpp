#include "ui/settings/appearance_section.h"

#include "ui/common/card.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace glasshouse::ui {

AppearanceSection::AppearanceSection(Theme *theme, QWidget *parent) : QWidget(parent), m_mode(new QComboBox)
{
    m_mode->setAccessibleName(tr("Theme"));
    m_mode->setMinimumWidth(160);
    m_mode->addItem(theme->icon(u"monitor"), tr("As the system"), int(ThemeMode::System));
    m_mode->addItem(theme->icon(u"sun"), tr("Light"), int(ThemeMode::Light));
    m_mode->addItem(theme->icon(u"moon"), tr("Dark"), int(ThemeMode::Dark));
    const auto showMode = [this, theme] { m_mode->setCurrentIndex(m_mode->findData(int(theme->mode()))); };
    connect(theme, &Theme::changed, this, showMode);
    showMode();
    connect(m_mode, &QComboBox::activated, this, [this, theme] {
        const auto mode = static_cast<ThemeMode>(m_mode->currentData().toInt());
        theme->setMode(mode);
        Q_EMIT modeChosen(mode);
    });

    auto *card = new Card(theme, this);
    card->addRow(
        makeCardRow(theme, {}, tr("Theme"), tr("Ctrl+Shift+L switches between light and dark."), {m_mode}));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(card);
}

} // namespace glasshouse::ui
