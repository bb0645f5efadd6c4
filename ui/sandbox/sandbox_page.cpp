#include "ui/sandbox/sandbox_page.h"

#include "ui/common/card_frame.h"
#include "ui/common/command_row.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/network_rules_view.h"
#include "ui/sandbox/profile_editor.h"
#include "ui/sandbox/sandbox_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int ColumnWidth = 640;
constexpr int VerdictIcon = 28;

} // namespace

SandboxPage::SandboxPage(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_profiles(new ProfileEditor(theme, this)),
      m_network(new NetworkRulesView(theme, this)),
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
    column->setMaximumWidth(ColumnWidth);
    auto *parts = new QVBoxLayout(column);
    parts->setContentsMargins({});
    parts->setSpacing(metric::Large);
    parts->addWidget(buildVerdict());
    parts->addWidget(buildFacts());
    parts->addWidget(m_noProject);
    parts->addWidget(m_profiles);
    m_profiles->addSection(new SectionHeader(m_theme, tr("ALLOW-LIST"), this));
    m_profiles->addSection(m_network);
    parts->addStretch();
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(24, 24, 24, 24);
    row->addStretch(1);
    row->addWidget(column, 20);
    row->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setWidget(page);
    page->setAutoFillBackground(false); // QScrollArea::setWidget turns it on
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(scroll);
}

QWidget *SandboxPage::buildVerdict()
{
    auto *card = new CardFrame(m_theme, this);
    m_icon = new QLabel(card);
    m_title = new ToneLabel(m_theme, ColorRole::Text, QString(), card);
    m_title->setFont(m_theme->textFont(16, QFont::DemiBold));
    m_sentence = new ToneLabel(m_theme, ColorRole::TextDim, QString(), card);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_progress = new QProgressBar(card);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_step = new ToneLabel(m_theme, ColorRole::TextDim, QString(), card);
    m_step->setTextFormat(Qt::PlainText);
    m_remedy = new CommandRow(m_theme, card);
    m_reset = makeButton(tr("Reset sandbox"), ButtonKind::Plain, card);
    m_reset->setIcon(m_theme->icon(u"rotate-ccw"));
    connect(m_reset, &QPushButton::clicked, this, &SandboxPage::resetRequested);
    auto *snapshots = makeButton(tr("Snapshots..."), ButtonKind::Plain, card);
    snapshots->setIcon(m_theme->icon(u"camera"));
    connect(snapshots, &QPushButton::clicked, this, &SandboxPage::snapshotsRequested);

    auto *head = new QHBoxLayout;
    head->setSpacing(metric::Small);
    head->addWidget(m_title, 1);
    head->addWidget(snapshots);
    head->addWidget(m_reset);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(metric::Tight);
    texts->addLayout(head);
    texts->addWidget(m_sentence);
    texts->addWidget(m_progress);
    texts->addWidget(m_step);
    texts->addWidget(m_remedy);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(metric::Large, metric::Large, metric::Large, metric::Large);
    row->setSpacing(metric::Large);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    return card;
}

QWidget *SandboxPage::buildFacts()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(metric::Tight);
    layout->addWidget(new SectionHeader(m_theme, tr("THIS MACHINE"), box));
    const auto row = [&](const char *icon, const QString &name) {
        auto *made = new InfoRow(m_theme, QString::fromLatin1(icon), name, box);
        layout->addWidget(made);
        return made;
    };
    m_accelerator = row("zap", tr("Accelerator"));
    m_confinement = row("shield-check", tr("QEMU itself"));
    m_pool = row("layers", tr("Sandboxes"));
    m_restore = row("timer", tr("Last start"));
    return box;
}

void SandboxPage::setStatus(const sandbox::Status &status)
{
    m_status = status;
    const SandboxWords words = sandboxWords(status.state);
    m_icon->setPixmap(m_theme->icon(words.icon, words.role).pixmap(VerdictIcon));
    m_title->setText(words.title);
    m_sentence->setText(visibleText(status.sentence));
    m_sentence->setVisible(!status.sentence.isEmpty());
    m_remedy->setCommand(status.remedy);
    m_accelerator->setIcon(QStringLiteral("zap"), acceleratorRole(status.accelerator));
    m_accelerator->setValue(acceleratorText(status.accelerator));
    m_confinement->setIcon(status.confined ? QStringLiteral("shield-check") : QStringLiteral("shield-off"),
                           status.confined ? ColorRole::Done : ColorRole::Waiting);
    m_confinement->setValue(status.confined ? tr("confined: no network, no home, no new programs")
                                            : confinementText(status));
    m_pool->setValue(tr("%1 running, %2 ready").arg(status.running).arg(status.pooled));
    m_restore->setValue(status.lastRestoreMs > 0 ? tr("restored in %1 ms").arg(status.lastRestoreMs)
                                                 : tr("none yet"));
    m_reset->setEnabled(status.running > 0);
    m_reset->setToolTip(status.running > 0
                            ? tr("The sandbox of this thread starts afresh; its variables are gone.")
                            : tr("No sandbox is running."));
    refreshProgress();
}

void SandboxPage::refreshProgress()
{
    const bool building = isBuilding(m_status);
    m_progress->setVisible(building);
    m_step->setVisible(building);
    m_progress->setValue(int(m_status.progress * 1000));
    m_step->setText(progressText(m_status));
}

void SandboxPage::setProjectOpen(bool isOpen)
{
    m_profiles->setVisible(isOpen);
    m_noProject->setVisible(!isOpen);
}

} // namespace glasshouse::ui
