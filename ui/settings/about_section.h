// Settings > About: version, licence and what Glasshouse is built on.
#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace glasshouse::ui {

class AboutSection : public QWidget
{
    Q_OBJECT

public:
    explicit AboutSection(const Theme *theme, QWidget *parent = nullptr);
};

} // namespace glasshouse::ui
