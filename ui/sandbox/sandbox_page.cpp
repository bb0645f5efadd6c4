#include "ui/sandbox/sandbox_page.h"

#include "ui/common/access_text.h"
#include "ui/common/card_frame.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/sandbox_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int ColumnWidth = 640;
constexpr int VerdictIcon = 28;

} // namespace

SandboxPage::SandboxPage(const Theme *theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    build();
    setStatus({});
    setProfile({});
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
    parts->addWidget(buildProfile());
    parts->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(1);
    layout->addWidget(column, 20);
    layout->addStretch(1);
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
    m_reset = makeButton(tr("Reset sandbox"), ButtonKind::Plain, card);
    m_reset->setIcon(m_theme->icon(u"rotate-ccw"));
    connect(m_reset, &QPushButton::clicked, this, &SandboxPage::resetRequested);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(metric::Tight);
    texts->addWidget(m_title);
    texts->addWidget(m_sentence);
    texts->addWidget(m_progress);
    texts->addWidget(m_step);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(metric::Large, metric::Large, metric::Large, metric::Large);
    row->setSpacing(metric::Large);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(m_reset, 0, Qt::AlignTop);
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

QWidget *SandboxPage::buildProfile()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(metric::Tight);
    layout->addWidget(new SectionHeader(m_theme, tr("PROFILE OF THIS PROJECT"), box));
    const std::pair<const char *, QString> rows[] = {
        {"box", tr("Image")},
        {"cpu", tr("Memory")},
        {"clock", tr("Time per call")},
        {"timer", tr("Time to live")},
        {"hard-drive", tr("/output")},
        {"scissors", tr("Output to the model")},
        {"list", tr("Processes")},
        {"globe", tr("Network")},
        {"folder", tr("Folders of this machine")},
    };
    for (const auto &[icon, name] : rows) {
        m_profileRows.append(new InfoRow(m_theme, QString::fromLatin1(icon), name, box));
        layout->addWidget(m_profileRows.last());
    }
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

void SandboxPage::setProfile(const SandboxProfile &profile)
{
    const QString values[] = {
        profile.image,
        tr("%1 MB").arg(profile.memoryMb),
        durationText(profile.callTimeoutMs),
        durationText(profile.timeToLiveMs),
        tr("%1, %2 files").arg(sizeText(profile.outputBytes)).arg(profile.outputFiles),
        tr("%1 characters").arg(profile.outputCharacters),
        tr("at most %1").arg(profile.processes),
        networkText(profile.access),
        foldersText(profile.access),
    };
    for (qsizetype i = 0; i < m_profileRows.size(); ++i)
        m_profileRows.at(i)->setValue(visibleLine(values[i], 80));
}

} // namespace glasshouse::ui
