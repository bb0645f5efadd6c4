#include "ui/mainwindow/settings_workspace.h"

#include "ui/common/project_document.h"
#include "ui/mainwindow/workbench.h"
#include "ui/settings/about_section.h"
#include "ui/settings/appearance_section.h"
#include "ui/settings/approvals_section.h"
#include "ui/settings/connections_section.h"
#include "ui/settings/folders_section.h"
#include "ui/settings/images_section.h"
#include "ui/settings/settings_page.h"

#include <QPointer>

namespace glasshouse::ui {

SettingsWorkspace::SettingsWorkspace(const WindowContext &context, const WindowOptions &options,
                                     Threads threads, QObject *parent)
    : SettingsWorkspace(new SettingsPage(context.theme, context.workbench->images()), context, options,
                        std::move(threads), parent)
{
}

SettingsWorkspace::SettingsWorkspace(SettingsPage *page, const WindowContext &context,
                                     const WindowOptions &options, Threads threads, QObject *parent)
    : PageWorkspace(page, page->navigation(), parent), m_page(page), m_context(context),
      m_threads(std::move(threads))
{
    connect(page->appearance(), &AppearanceSection::modeChosen, this,
            [settings = options.settings](ThemeMode mode) { saveThemeMode(*settings, mode); });
    serve(page->connections());
    serve(page->about());
    serve(page->images());
    serve(page->approvals());
    serve(page->folders());
}

void SettingsWorkspace::serve(ConnectionsSection *connections)
{
    Workbench *workbench = m_context.workbench;
    const auto show = [=] { connections->setConnections(workbench->connections()); };
    connect(workbench, &Workbench::connectionsChanged, connections, show);
    connect(connections, &ConnectionsSection::removeRequested, workbench, &Workbench::removeConnection);
    const QPointer guarded(connections);
    connect(connections, &ConnectionsSection::saveRequested, workbench,
            [=](const Connection &value, const QString &key) {
                workbench->saveConnection(value, key, [guarded](const Result<void> &result) {
                    if (guarded)
                        guarded->showSaveResult(result);
                });
            });
    connect(connections, &ConnectionsSection::testRequested, workbench,
            [=](const Connection &value, const QString &key) {
                workbench->testConnection(value, key, [guarded](const Result<QString> &result) {
                    if (guarded)
                        guarded->showTestResult(result);
                });
            });
    show();
}

void SettingsWorkspace::serve(AboutSection *about)
{
    Workbench *workbench = m_context.workbench;
    about->setComponents(workbench->components());
    connect(about, &AboutSection::reportRequested, workbench, [workbench, asker = QPointer(about)] {
        workbench->diagnose([asker](const QString &report) {
            if (asker)
                asker->takeReport(report);
        });
    });
}

void SettingsWorkspace::serve(ImagesSection *images)
{
    const auto showUses = [images, document = m_context.document] {
        const Project &project = document->project();
        images->setProject(project.folder, project.sandboxes);
    };
    connect(m_context.document, &ProjectDocument::reset, images, showUses);
    connect(m_context.document, &ProjectDocument::changed, images, showUses);
    showUses();
}

void SettingsWorkspace::serve(ApprovalsSection *approvals)
{
    Workbench *workbench = m_context.workbench;
    const auto show = [approvals, workbench, threads = m_threads] {
        QHash<QString, QString> titles;
        for (const Thread &thread : threads())
            titles.insert(thread.id, thread.title);
        approvals->setApprovals(workbench->rememberedApprovals(), titles);
    };
    connect(workbench, &Workbench::rememberedApprovalsChanged, approvals, show);
    connect(approvals, &ApprovalsSection::revokeRequested, workbench, &Workbench::revokeApproval);
    show();
}

void SettingsWorkspace::serve(FoldersSection *folders)
{
    Workbench *workbench = m_context.workbench;
    const auto show = [=] { folders->setConsents(workbench->folderConsents()); };
    connect(workbench, &Workbench::folderConsentsChanged, folders, show);
    connect(folders, &FoldersSection::revokeRequested, workbench, &Workbench::revokeFolder);
    show();
}

} // namespace glasshouse::ui
