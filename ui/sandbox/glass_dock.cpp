#include "ui/sandbox/glass_dock.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/artifact_list.h"
#include "ui/sandbox/console_view.h"
#include "ui/sandbox/files_view.h"
#include "ui/sandbox/glass_tab.h"
#include "ui/sandbox/mount_table.h"
#include "ui/sandbox/network_view.h"
#include "ui/sandbox/resources_view.h"
#include "ui/sandbox/sandbox_text.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace glasshouse::ui {

namespace type = trace::event_type;

namespace {

constexpr qsizetype MostReplayed = 2000; // events of a restored thread that the console prints again
constexpr int BatchMs = 30;

} // namespace

GlassDock::GlassDock(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_tabs(new QButtonGroup(this)), m_pages(new QStackedWidget(this)),
      m_console(new ConsoleView(theme, this)), m_files(new FilesView(theme, this)),
      m_network(new NetworkView(theme, this)), m_resources(new ResourcesView(theme, this)),
      m_artifacts(new ArtifactList(theme, this)),
      m_state(new ToneLabel(theme, ColorRole::TextDim, QString(), this)),
      m_reset(new IconButton(theme, QStringLiteral("rotate-ccw"),
                             tr("Reset the sandbox: its variables are gone"), this)),
      m_snapshots(new IconButton(theme, QStringLiteral("camera"), tr("Snapshots of the sandbox..."), this))
{
    build();
    connect(m_tabs, &QButtonGroup::idClicked, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_reset, &QToolButton::clicked, this, &GlassDock::resetRequested);
    connect(m_snapshots, &QToolButton::clicked, this, &GlassDock::snapshotsRequested);
    connect(m_resources, &ResourcesView::watchRequested, this, &GlassDock::usageWatchRequested);
    connect(m_files, &FilesView::activated, this, &GlassDock::artifactActivated);
    connect(m_network, &NetworkView::accessEdited, this, &GlassDock::accessEdited);
    connect(m_artifacts, &ArtifactList::activated, this, &GlassDock::artifactActivated);
    connect(m_artifacts, &ArtifactList::saveRequested, this, &GlassDock::saveArtifactRequested);
    connect(m_artifacts, &ArtifactList::saveAllRequested, this, &GlassDock::saveAllRequested);
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(BatchMs);
    connect(&m_countSoon, &QTimer::timeout, this, &GlassDock::refreshCounts);
    showTab(Tab::Console);
    setStatus({});
}

void GlassDock::build()
{
    m_reset->setObjectName(QStringLiteral("resetSandbox"));
    m_snapshots->setObjectName(QStringLiteral("snapshots"));
    m_state->setTextFormat(Qt::PlainText);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(metric::Small, 0, metric::Medium, 0);
    bar->setSpacing(0);
    addTab(bar, Tab::Console, QStringLiteral("terminal"), tr("Console"), m_console);
    addTab(bar, Tab::Files, QStringLiteral("hard-drive"), tr("Files"), m_files);
    addTab(bar, Tab::Network, QStringLiteral("globe"), tr("Network"), m_network);
    addTab(bar, Tab::Resources, QStringLiteral("cpu"), tr("Resources"), m_resources);
    m_artifactTab = addTab(bar, Tab::Artifacts, QStringLiteral("image"), tr("Artifacts"), m_artifacts);
    bar->addStretch();
    bar->addWidget(m_state);
    bar->addWidget(m_snapshots);
    bar->addWidget(m_reset);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
}

GlassTab *GlassDock::addTab(QHBoxLayout *bar, Tab tab, const QString &icon, const QString &text,
                            QWidget *page)
{
    auto *button = new GlassTab(m_theme, icon, text, this);
    m_tabs->addButton(button, int(tab));
    m_pages->insertWidget(int(tab), page);
    bar->addWidget(button);
    return button;
}

void GlassDock::showTab(Tab tab)
{
    m_tabs->button(int(tab))->setChecked(true);
    m_pages->setCurrentIndex(int(tab));
}

GlassDock::Tab GlassDock::currentTab() const
{
    return Tab(m_pages->currentIndex());
}

void GlassDock::setEvents(const QVector<trace::Event> &events)
{
    m_console->clear();
    m_artifacts->clear();
    m_files->clear();
    m_resources->clear();
    m_network->setEvents(events);
    m_lastStart.clear();
    const qsizetype firstPrinted = std::max<qsizetype>(0, events.size() - MostReplayed);
    for (qsizetype i = 0; i < events.size(); ++i) {
        if (i >= firstPrinted)
            m_console->applyEvent(events.at(i));
        applyToFacts(events.at(i));
    }
    m_console->flush();
    m_files->flush();
    refreshCounts();
    refreshState();
}

void GlassDock::applyEvent(const trace::Event &event)
{
    m_console->applyEvent(event);
    m_network->applyEvent(event);
    applyToFacts(event);
}

void GlassDock::noteRequest(const trace::NetworkRequest &request)
{
    m_network->noteRequest(request);
}

void GlassDock::applyToFacts(const trace::Event &event)
{
    m_files->applyEvent(event);
    if (event.type == type::ExecStarted)
        noteRestore(event);
    if (event.type == type::ExecStarted && m_resources->isVisible())
        Q_EMIT usageWatchRequested(true); // each run of a workflow has a sandbox of its own
    if (event.type != type::ArtifactAdded)
        return;
    if (const auto artifact = Artifact::fromJson(event.data))
        m_artifacts->add(*artifact, event.timeMs);
    m_countSoon.start();
}

void GlassDock::noteRestore(const trace::Event &event)
{
    const qint64 restored = event.data.value(QLatin1String("restored_ms")).toInteger();
    if (restored > 0)
        m_lastStart = tr("restored in %1 ms").arg(restored);
    refreshState();
}

QVector<ArtifactVersion> GlassDock::versionsOf(const QString &artifact) const
{
    return m_artifacts->versions(artifact);
}

QVector<Artifact> GlassDock::artifacts() const
{
    return m_artifacts->artifacts();
}

void GlassDock::setStatus(const sandbox::Status &status)
{
    m_status = status;
    m_resources->setStatus(status);
    refreshState();
}

void GlassDock::setProfile(const SandboxProfile &profile, const QVector<FolderConsent> &consents)
{
    m_files->setAccess(profile.access, consents);
    m_files->mounts()->setQuota({quint64(profile.outputBytes), quint64(profile.outputFiles)});
    m_network->setProfile(profile);
}

void GlassDock::refreshCounts()
{
    m_artifactTab->setCount(int(m_artifacts->artifacts().size()));
    m_files->setArtifacts(m_artifacts->artifacts());
}

void GlassDock::refreshState()
{
    const SandboxWords words = sandboxWords(m_status.state);
    const bool usable =
        m_status.state == sandbox::Status::State::Ready || m_status.state == sandbox::Status::State::Degraded;
    QStringList parts;
    if (!usable)
        parts << (isBuilding(m_status) ? progressText(m_status) : words.title);
    else
        parts << acceleratorText(m_status.accelerator);
    if (usable && !m_lastStart.isEmpty())
        parts << m_lastStart;
    m_state->setText(parts.join(QStringLiteral(", ")));
    m_state->setRole(usable ? ColorRole::TextDim : words.role);
    m_state->setToolTip(plainToolTip(m_status.sentence));
    m_reset->setEnabled(usable);
    m_reset->setToolTip(usable ? tr("Reset the sandbox: its variables are gone")
                               : tr("There is no sandbox to reset yet"));
}

} // namespace glasshouse::ui
