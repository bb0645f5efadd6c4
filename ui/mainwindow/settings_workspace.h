// The settings as a page of the window: joins each section to what it sets.
#pragma once

#include "core/model/thread.h"
#include "ui/mainwindow/page_workspace.h"
#include "ui/mainwindow/window_context.h"
#include "ui/mainwindow/window_options.h"

#include <functional>

namespace glasshouse::ui {

class AboutSection;
class ApprovalsSection;
class ConnectionsSection;
class FoldersSection;
class ImagesSection;
class SettingsPage;

class SettingsWorkspace : public PageWorkspace
{
    Q_OBJECT

public:
    using Threads = std::function<QVector<Thread>()>; // of the project, to name what was approved in them

    SettingsWorkspace(const WindowContext &context, const WindowOptions &options, Threads threads,
                      QObject *parent);

    [[nodiscard]] SettingsPage &page() { return *m_page; }

private:
    SettingsWorkspace(SettingsPage *page, const WindowContext &context, const WindowOptions &options,
                      Threads threads, QObject *parent);
    void serve(ConnectionsSection *connections);
    void serve(AboutSection *about);
    void serve(ImagesSection *images);
    void serve(ApprovalsSection *approvals);
    void serve(FoldersSection *folders);

    SettingsPage *m_page; // the base class owns it
    WindowContext m_context;
    Threads m_threads;
};

} // namespace glasshouse::ui
