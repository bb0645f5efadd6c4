// The rail at the left edge: the pages of the window.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QAction;
class QVBoxLayout;

namespace glasshouse::ui {

class Rail : public QWidget
{
    Q_OBJECT

public:
    explicit Rail(const Theme *theme, QWidget *parent = nullptr);
    void addPage(QAction *action, const QString &icon);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    QVBoxLayout *m_column;
};

} // namespace glasshouse::ui
