// One sample in the gallery: a button as big as a card.
#pragma once

#include "ui/common/theme.h"
#include "ui/project/sample_list.h"

#include <QAbstractButton>

namespace glasshouse::ui {

class SampleCard : public QAbstractButton
{
    Q_OBJECT

public:
    SampleCard(const Theme *theme, const Sample &sample, QWidget *parent = nullptr);

    [[nodiscard]] const Sample &sample() const { return m_sample; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintCard(QPainter &painter) const;
    void paintTexts(QPainter &painter) const;

    const Theme *m_theme;
    Sample m_sample;
    QIcon m_icon;
    QIcon m_offlineIcon;
};

} // namespace glasshouse::ui
