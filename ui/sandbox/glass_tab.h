// A tab of Glass: icon, word, a count, and a line below while it is shown.
#pragma once

#include "ui/common/theme.h"

#include <QToolButton>

namespace glasshouse::ui {

class GlassTab : public QToolButton
{
    Q_OBJECT

public:
    GlassTab(const Theme *theme, const QString &icon, const QString &text, QWidget *parent = nullptr);
    void setCount(int count); // 0 shows none
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    QString m_text;
};

} // namespace glasshouse::ui
