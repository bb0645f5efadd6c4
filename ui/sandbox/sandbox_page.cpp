#include "ui/sandbox/sandbox_page.h"

#include "ui/common/scrolling_column.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/network_rules_view.h"
#include "ui/sandbox/profile_editor.h"
#include "ui/sandbox/sandbox_verdict.h"

#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int ColumnWidth = 640;

} // namespace

SandboxPage::SandboxPage(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_verdict(new SandboxVerdict(theme, this)),
      m_profiles(new ProfileEditor(theme, this)), m_network(new NetworkRulesView(theme, this)),
      m_noProject(new ToneLabel(theme, ColorRole::TextDim,
                                tr("Open a project to see and change what its sandboxes may use and reach."),
                                this))
{
    build();
    setStatus({});
    setProjectOpen(false);
}

void SandboxPage::build()
{
    auto *column = new QWidget(this);
    auto *parts = new QVBoxLayout(column);
    parts->setContentsMargins({});
    parts->setSpacing(metric::Large);
    buildVerdict();
    parts->addWidget(m_verdict);
    parts->addWidget(m_noProject);
    parts->addWidget(m_profiles);
    m_profiles->addSection(new SectionHeader(m_theme, tr("ALLOW-LIST"), this));
    m_profiles->addSection(m_network);
    parts->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(makeScrollingColumn(column, ColumnWidth, {24, 24, 24, 24}, this));
}

void SandboxPage::buildVerdict()
{
    m_pool = m_verdict->addFact(QStringLiteral("layers"), tr("Sandboxes"));
    m_restore = m_verdict->addFact(QStringLiteral("timer"), tr("Last start"));
    auto *snapshots = makeButton(tr("Snapshots..."), ButtonKind::Plain, m_verdict);
    snapshots->setIcon(m_theme->icon(u"camera"));
    connect(snapshots, &QPushButton::clicked, this, &SandboxPage::snapshotsRequested);
    m_reset = makeButton(tr("Reset sandbox"), ButtonKind::Plain, m_verdict);
    m_reset->setIcon(m_theme->icon(u"rotate-ccw"));
    connect(m_reset, &QPushButton::clicked, this, &SandboxPage::resetRequested);
    m_verdict->addButton(snapshots);
    m_verdict->addButton(m_reset);
    connect(m_verdict, &SandboxVerdict::preparationRequested, this, &SandboxPage::preparationRequested);
}

void SandboxPage::setStatus(const sandbox::Status &status)
{
    m_verdict->setStatus(status);
    m_pool->setValue(tr("%1 running, %2 ready").arg(status.running).arg(status.pooled));
    m_restore->setValue(status.lastRestoreMs > 0 ? tr("restored in %1 ms").arg(status.lastRestoreMs)
                                                 : tr("none yet"));
    m_reset->setEnabled(status.running > 0);
    m_reset->setToolTip(status.running > 0
                            ? tr("The sandbox of this thread starts afresh; its variables are gone.")
                            : tr("No sandbox is running."));
}

void SandboxPage::setProjectOpen(bool isOpen)
{
    m_profiles->setVisible(isOpen);
    m_noProject->setVisible(!isOpen);
}

} // namespace glasshouse::ui
