// Glass: the live view of the sandbox at the bottom of the window.
#pragma once

#include "core/model/message.h"
#include "core/model/mount_rules.h"
#include "core/model/sandbox_profile.h"
#include "core/trace/event.h"
#include "core/trace/network_request.h"
#include "sandbox/host/sandbox_status.h"
#include "ui/common/theme.h"
#include "ui/sandbox/artifact_view.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QStackedWidget;

namespace glasshouse::ui {

class ArtifactList;
class ConsoleView;
class FilesView;
class GlassTab;
class IconButton;
class NetworkView;
class ResourcesView;
class ToneLabel;

class GlassDock : public QWidget
{
    Q_OBJECT

public:
    enum class Tab { Console, Files, Network, Resources, Artifacts };

    explicit GlassDock(const Theme *theme, QWidget *parent = nullptr);

    void setEvents(const QVector<trace::Event> &events); // of the shown thread
    void applyEvent(const trace::Event &event);
    void noteRequest(const trace::NetworkRequest &request); // of the shown thread, in a run or not
    void setStatus(const sandbox::Status &status);
    void setProfile(const SandboxProfile &profile, const QVector<FolderConsent> &consents);
    [[nodiscard]] QVector<ArtifactVersion> versionsOf(const QString &artifact) const; // newest first
    [[nodiscard]] QVector<Artifact> artifacts() const;
    [[nodiscard]] FilesView *files() const { return m_files; }
    [[nodiscard]] ResourcesView *resources() const { return m_resources; }
    void showTab(Tab tab);
    [[nodiscard]] Tab currentTab() const;

Q_SIGNALS:
    void accessEdited(const glasshouse::SandboxAccess &access); // of the shown profile
    void resetRequested();
    void snapshotsRequested();
    void usageWatchRequested(bool watched); // of the shown thread's sandbox
    void artifactActivated(const glasshouse::Artifact &artifact);
    void saveArtifactRequested(const glasshouse::Artifact &artifact);
    void saveAllRequested(const QVector<glasshouse::Artifact> &artifacts);

private:
    void build();
    GlassTab *addTab(QHBoxLayout *bar, Tab tab, const QString &icon, const QString &text, QWidget *page);
    void noteRestore(const trace::Event &event);
    void applyToFacts(const trace::Event &event);
    void refreshCounts();
    void refreshState();

    const Theme *m_theme;
    sandbox::Status m_status;
    QString m_lastStart; // "restored in 96 ms"
    QButtonGroup *m_tabs;
    QStackedWidget *m_pages;
    ConsoleView *m_console;
    FilesView *m_files;
    NetworkView *m_network;
    ResourcesView *m_resources;
    ArtifactList *m_artifacts;
    GlassTab *m_artifactTab = nullptr;
    ToneLabel *m_state;
    IconButton *m_reset;
    IconButton *m_snapshots;
    QTimer m_countSoon; // a restored thread brings many at once
};

} // namespace glasshouse::ui
