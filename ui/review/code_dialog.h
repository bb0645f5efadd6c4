// A block of code from a conversation in an editor: to read, search and copy; nothing runs from here.
#pragma once

#include "ui/common/theme.h"

#include <QDialog>

namespace glasshouse::ui {

class CodeDialog : public QDialog
{
    Q_OBJECT

public:
    CodeDialog(const Theme *theme, const QString &code, const QString &language, QWidget *parent = nullptr);
};

} // namespace glasshouse::ui
