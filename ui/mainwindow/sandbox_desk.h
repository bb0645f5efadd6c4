// The sandbox profile that the window is about: which one it is, every edit of it, and the permissions for
// folders outside the project.
#pragma once

#include "core/model/edit.h"
#include "core/model/thread.h"
#include "ui/mainwindow/window_context.h"

#include <QObject>
#include <QVector>

#include <functional>

class QSettings;
class QWidget;

namespace glasshouse::ui {

class GlassDock;
class MountTable;
class NetworkRulesView;
class ProfileEditor;
class SandboxPage;
class SnapshotsDialog;

class SandboxDesk : public QObject
{
    Q_OBJECT

public:
    // `settings` remembers which projects have asked for folders outside of them.
    SandboxDesk(const WindowContext &context, QSettings *settings, QWidget *window);

    // Whose sandbox it is: the agent of a chat or the first agent of a workflow, else the project's first.
    void setThread(const Thread &thread);
    [[nodiscard]] SandboxProfile profile() const;
    void perform(const Edit &edit);

    // Every tab and page of the window that shows sandboxes.
    void serve(GlassDock *glass);
    void serve(SandboxPage *page);
    void showSnapshots(const QVector<Thread> &threads);

    // A project that names folders outside of it asks once; what is not allowed then stays closed.
    void askForFolders();

Q_SIGNALS:
    void profileChanged(); // or another one, or what it may open
    void threadChanged();
    void noticeRaised(const QString &sentence);

private:
    [[nodiscard]] Agent agent() const;
    // Edits of a table of mounts become edits of the profile that `profileOf` names at that moment.
    void serve(MountTable *table, const std::function<SandboxProfile()> &profileOf);
    void serve(NetworkRulesView *rules, const ProfileEditor *profiles);
    void setAccess(SandboxProfile profile, const SandboxAccess &access);
    void refresh(SnapshotsDialog *dialog, const QVector<Thread> &threads) const;

    WindowContext m_context;
    QSettings *m_settings;
    QWidget *m_window;
    Thread m_thread;
};

} // namespace glasshouse::ui
