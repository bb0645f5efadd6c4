// A sentence about something that did not work, above the page, until it is dismissed.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLabel;

namespace glasshouse::ui {

class Banner : public QWidget
{
    Q_OBJECT

public:
    explicit Banner(const Theme *theme, QWidget *parent = nullptr);

    void showSentence(const QString &sentence);
    [[nodiscard]] QString sentence() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const Theme *m_theme;
    QLabel *m_text;
};

} // namespace glasshouse::ui
