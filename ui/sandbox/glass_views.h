// The quiet tab of Glass: network. It states what holds now, and nothing else.
#pragma once

#include "core/model/sandbox_access.h"
#include "ui/common/theme.h"

#include <QWidget>

namespace glasshouse::ui {

class InfoRow;

class NetworkView : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkView(const Theme *theme, QWidget *parent = nullptr);
    void setAccess(const SandboxAccess &access);

private:
    InfoRow *m_fact;
};

} // namespace glasshouse::ui
