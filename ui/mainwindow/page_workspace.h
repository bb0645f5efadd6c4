// A page of the rail that is one widget, with or without a left column.
#pragma once

#include "ui/mainwindow/workspace.h"

#include <QPointer>

namespace glasshouse::ui {

class PageWorkspace : public Workspace
{
    Q_OBJECT

public:
    explicit PageWorkspace(QWidget *centre, QWidget *left = nullptr, QObject *parent = nullptr)
        : Workspace(parent), m_centre(centre), m_left(left)
    {
    }
    ~PageWorkspace() override
    {
        delete m_left;
        delete m_centre;
    }

    [[nodiscard]] QWidget *left() const override { return m_left; }
    [[nodiscard]] QWidget *centre() const override { return m_centre; }

private:
    QPointer<QWidget> m_centre;
    QPointer<QWidget> m_left;
};

} // namespace glasshouse::ui
