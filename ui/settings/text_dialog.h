// Shows a long text to read and copy, in a dialog of its own.
#pragma once

#include "ui/common/theme.h"

#include <QDialog>

namespace glasshouse::ui {

class TextDialog : public QDialog
{
    Q_OBJECT

public:
    TextDialog(const Theme *theme, const QString &title, const QString &text, QWidget *parent = nullptr);
};

void showText(const Theme *theme, const QString &title, const QString &text, QWidget *parent);

} // namespace glasshouse::ui
