// The first steps as a page of the window: joins them to the engines.
#pragma once

#include "ui/mainwindow/page_workspace.h"
#include "ui/mainwindow/window_context.h"
#include "ui/mainwindow/window_options.h"

namespace glasshouse::ui {

class WelcomePage;

class WelcomeWorkspace : public PageWorkspace
{
    Q_OBJECT

public:
    WelcomeWorkspace(const WindowContext &context, const WindowOptions &options, QObject *parent);

    void shown() override;

Q_SIGNALS:
    void connectionOffered(const glasshouse::Connection &connection);
    void samplesRequested();

private:
    WelcomeWorkspace(WelcomePage *page, const WindowContext &context, const WindowOptions &options,
                     QObject *parent);
    void begin();
    void refreshImage();

    WelcomePage *m_page; // the base class owns it
    WindowContext m_context;
};

} // namespace glasshouse::ui
