// A command that a person is to run in a shell, with a button that copies it.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace glasshouse::ui {

class CommandRow : public QWidget
{
    Q_OBJECT

public:
    explicit CommandRow(const Theme *theme, QWidget *parent = nullptr);

    void setCommand(const QString &command); // empty: the row is not shown
    [[nodiscard]] QString command() const;

private:
    void copy();

    const Theme *m_theme;
    QLineEdit *m_command;
    QPushButton *m_copy;
};

} // namespace glasshouse::ui
