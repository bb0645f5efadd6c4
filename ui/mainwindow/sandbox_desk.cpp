#include "ui/mainwindow/sandbox_desk.h"

#include "ui/common/project_document.h"
#include "ui/common/visible_text.h"
#include "ui/mainwindow/workbench.h"
#include "ui/sandbox/files_view.h"
#include "ui/sandbox/glass_dock.h"
#include "ui/sandbox/mount_table.h"
#include "ui/sandbox/network_rules_view.h"
#include "ui/sandbox/profile_editor.h"
#include "ui/sandbox/profile_edits.h"
#include "ui/sandbox/resources_view.h"
#include "ui/sandbox/sandbox_page.h"
#include "ui/sandbox/snapshots_dialog.h"

#include <QDir>
#include <QMessageBox>
#include <QSettings>

namespace glasshouse::ui {

namespace {

QString askedKey()
{
    return QStringLiteral("sandbox/asked_folders");
}

struct Wish
{
    QString folder;
    bool writable = false;

    bool operator==(const Wish &) const = default;
};

QVector<Wish> closedFolders(const Project &project, const QVector<FolderConsent> &consents)
{
    QVector<Wish> wishes;
    for (const SandboxProfile &profile : project.sandboxes) {
        for (const FolderMount &mount : profile.access.mounts) {
            const CheckedMount checked = checkMount(mount, project.folder, consents);
            const Wish wish{checked.folder, mount.writable};
            if (checked.verdict == MountVerdict::NeedsConsent && !wishes.contains(wish))
                wishes.append(wish);
        }
    }
    return wishes;
}

QString wishText(const Wish &wish)
{
    const QString folder = visibleLine(QDir::toNativeSeparators(wish.folder));
    return wish.writable ? SandboxDesk::tr("%1, also to change it").arg(folder) : folder;
}

QString noteOf(const sandbox::ImageEntry &image)
{
    using State = sandbox::ImageEntry::State;
    switch (image.state) {
    case State::Built:
        return {};
    case State::Outdated:
        return SandboxDesk::tr(
            "Its template has changed since it was built. Settings > Images builds it again.");
    case State::Damaged:
        return image.problem;
    case State::NotBuilt:
        break;
    }
    return image.imageTemplate ? SandboxDesk::tr("It is not built yet. Settings > Images builds it.")
                               : SandboxDesk::tr("It is not built yet. The first sandbox builds it.");
}

QVector<ImageChoice> choicesOf(const sandbox::ImageCatalog &catalog)
{
    QVector<ImageChoice> choices;
    for (const sandbox::ImageEntry &image : catalog.entries())
        choices.append({image.name, noteOf(image)});
    return choices;
}

} // namespace

SandboxDesk::SandboxDesk(const WindowContext &context, QSettings *settings, QWidget *window)
    : QObject(window), m_context(context), m_settings(settings), m_window(window)
{
    connect(context.document, &ProjectDocument::reset, this, [this] {
        m_thread = {};
        Q_EMIT profileChanged();
    });
    connect(context.document, &ProjectDocument::changed, this, &SandboxDesk::profileChanged);
    connect(context.workbench, &Workbench::folderConsentsChanged, this, &SandboxDesk::profileChanged);
}

void SandboxDesk::setThread(const Thread &thread)
{
    if (thread == m_thread)
        return;
    const bool isAnother = thread.id != m_thread.id;
    m_thread = thread;
    Q_EMIT profileChanged();
    if (isAnother)
        Q_EMIT threadChanged();
}

Agent SandboxDesk::agent() const
{
    const Project &project = m_context.document->project();
    if (const Agent *chats = project.agent(m_thread.agent))
        return *chats;
    if (const Workflow *workflow = project.workflow(m_thread.workflow)) {
        for (const Node &node : workflow->nodes) {
            if (const Agent *works = project.agent(node.config.value(QLatin1String("agent")).toString()))
                return *works;
        }
    }
    return project.agents.value(0);
}

SandboxProfile SandboxDesk::profile() const
{
    return editableProfile(m_context.document->project(), agent());
}

void SandboxDesk::perform(const Edit &edit)
{
    if (const Result<void> done = m_context.document->perform(edit); !done)
        Q_EMIT noticeRaised(done.error().message);
}

void SandboxDesk::setAccess(SandboxProfile profile, const SandboxAccess &access)
{
    profile.access = access;
    perform(profileEdit(m_context.document->project(), profile));
}

void SandboxDesk::serve(MountTable *table, const std::function<SandboxProfile()> &profileOf)
{
    connect(table, &MountTable::mountsEdited, this, [this, profileOf](const QVector<FolderMount> &mounts) {
        const SandboxProfile profile = profileOf();
        SandboxAccess access = profile.access;
        access.mounts = mounts;
        setAccess(profile, access);
    });
    connect(table, &MountTable::consentGiven, m_context.workbench, &Workbench::allowFolder);
    connect(table, &MountTable::editRefused, this, &SandboxDesk::noticeRaised);
}

void SandboxDesk::serve(GlassDock *glass)
{
    Workbench *workbench = m_context.workbench;
    const auto showProfile = [this, glass, workbench] {
        glass->setProfile(profile(), workbench->folderConsents());
    };
    showProfile();
    connect(this, &SandboxDesk::profileChanged, glass, showProfile);
    serve(glass->files()->mounts(), [this] { return profile(); });
    connect(glass, &GlassDock::accessEdited, this,
            [this](const SandboxAccess &access) { setAccess(profile(), access); });
    connect(workbench, &Workbench::networkRequestSeen, glass,
            [this, glass](const trace::NetworkRequest &request, const QString &thread) {
                if (thread == m_thread.id)
                    glass->noteRequest(request);
            });
    connect(workbench, &Workbench::filesSeenOutsideRuns, glass,
            [this, glass](const trace::FilesAccessed &accessed, const QString &thread) {
                if (thread == m_thread.id)
                    glass->files()->add(accessed, tr("background"));
            });
    connect(glass, &GlassDock::usageWatchRequested, this, [this, workbench](bool watched) {
        workbench->watchUsage(m_thread.id, watched && !m_thread.id.isEmpty());
    });
    connect(this, &SandboxDesk::threadChanged, glass, [this, glass, workbench] {
        if (glass->resources()->isVisible())
            workbench->watchUsage(m_thread.id, !m_thread.id.isEmpty());
    });
    connect(workbench, &Workbench::usageMeasured, glass,
            [this, glass](const QString &thread, const sandbox::Usage &usage) {
                if (thread == m_thread.id)
                    glass->resources()->setUsage(usage);
            });
    connect(workbench, &Workbench::limitHit, glass,
            [this, glass](const QString &thread, const QString &sentence) {
                if (thread == m_thread.id)
                    glass->resources()->noteLimit(sentence);
            });
}

void SandboxDesk::serve(SandboxPage *page)
{
    ProfileEditor *profiles = page->profiles();
    const auto showProject = [this, page, profiles] {
        page->setProjectOpen(m_context.document->isOpen());
        profiles->setProject(m_context.document->project(), m_context.workbench->folderConsents());
    };
    showProject();
    connect(this, &SandboxDesk::profileChanged, page, showProject);
    const sandbox::ImageWorkshop &images = m_context.workbench->images();
    const auto showImages = [profiles, &images] { profiles->setImages(choicesOf(images.catalog())); };
    showImages();
    connect(&images, &sandbox::ImageWorkshop::changed, profiles, showImages);
    connect(profiles, &ProfileEditor::edited, this, &SandboxDesk::perform);
    serve(profiles->mounts(), [profiles] { return profiles->profile(); });
    serve(page->network(), profiles);
}

void SandboxDesk::serve(NetworkRulesView *rules, const ProfileEditor *profiles)
{
    const auto show = [rules](const SandboxProfile &profile) { rules->setAccess(profile.access); };
    show(profiles->profile());
    connect(profiles, &ProfileEditor::profileShown, rules, show);
    connect(rules, &NetworkRulesView::accessEdited, this,
            [this, profiles](const SandboxAccess &access) { setAccess(profiles->profile(), access); });
}

void SandboxDesk::refresh(SnapshotsDialog *dialog, const QVector<Thread> &threads) const
{
    QHash<QString, QString> titles;
    for (const Thread &thread : threads)
        titles.insert(thread.id, thread.title);
    const bool isLive = m_context.workbench->hasSandbox(m_thread.id);
    dialog->setSnapshots(m_context.workbench->snapshots(), titles, m_thread.id);
    dialog->setCanTake(isLive, isLive ? QString() : tr("This thread has no sandbox that runs"));
    dialog->setCanRestore(!m_thread.id.isEmpty(), tr("Show the thread first that is to go on from it"));
}

void SandboxDesk::showSnapshots(const QVector<Thread> &threads)
{
    Workbench *workbench = m_context.workbench;
    auto *dialog = new SnapshotsDialog(m_context.theme, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    refresh(dialog, threads);
    connect(workbench, &Workbench::snapshotsChanged, dialog,
            [this, dialog, threads] { refresh(dialog, threads); });
    connect(workbench, &Workbench::sandboxStatusChanged, dialog,
            [this, dialog, threads] { refresh(dialog, threads); });
    connect(workbench, &Workbench::snapshotSettled, dialog,
            [dialog](const QString &, const QString &sentence, bool failed) {
                dialog->showOutcome(sentence, failed);
            });
    connect(dialog, &SnapshotsDialog::takeRequested, this, [this, dialog, workbench] {
        dialog->showOutcome(tr("Taking the snapshot, between two calls..."), false);
        workbench->takeSnapshot(m_thread.id, m_thread.title);
    });
    connect(dialog, &SnapshotsDialog::restoreRequested, this, [this, workbench](const QString &snapshot) {
        workbench->restoreSnapshot(m_thread.id, snapshot);
    });
    connect(dialog, &SnapshotsDialog::removeRequested, workbench, &Workbench::removeSnapshot);
    dialog->open();
}

void SandboxDesk::askForFolders()
{
    const Project &project = m_context.document->project();
    const QVector<Wish> wishes = closedFolders(project, m_context.workbench->folderConsents());
    QStringList lines;
    for (const Wish &wish : wishes)
        lines.append(wishText(wish));
    QStringList asked = m_settings->value(askedKey()).toStringList();
    const QString question = project.folder + u'\n' + lines.join(u'\n');
    if (lines.isEmpty() || asked.contains(question))
        return;
    asked.append(question);
    m_settings->setValue(askedKey(), asked);
    auto *box = new QMessageBox(
        QMessageBox::Warning, tr("Folders outside the project"),
        tr("This project wants code in its sandboxes to open folders of this machine that lie "
           "outside the project. Allow it?"),
        QMessageBox::Yes | QMessageBox::No, m_window);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(lines.join(u'\n'));
    box->setDefaultButton(QMessageBox::No);
    box->setEscapeButton(QMessageBox::No);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, wishes, folder = project.folder](int answer) {
        if (answer != QMessageBox::Yes || m_context.document->project().folder != folder)
            return;
        for (const Wish &wish : wishes)
            m_context.workbench->allowFolder(wish.folder, wish.writable);
    });
    box->open();
}

} // namespace glasshouse::ui
