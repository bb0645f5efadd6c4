#include "ui/sandbox/sandbox_verdict.h"

#include "ui/common/command_row.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/sandbox_text.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

using State = sandbox::Status::State;

constexpr int pictureSize = 28;

} // namespace

SandboxVerdict::SandboxVerdict(const Theme *theme, QWidget *parent)
    : CardFrame(theme, parent), m_theme(theme), m_head(new QHBoxLayout), m_facts(new QVBoxLayout),
      m_icon(new QLabel(this)), m_title(new ToneLabel(theme, ColorRole::Text, {}, this)),
      m_sentence(new ToneLabel(theme, ColorRole::TextDim, {}, this)), m_progress(new QProgressBar(this)),
      m_step(new ToneLabel(theme, ColorRole::TextDim, {}, this)), m_remedy(new CommandRow(theme, this)),
      m_accelerator(addFact(QStringLiteral("zap"), tr("Accelerator"))),
      m_confinement(addFact(QStringLiteral("shield-check"), tr("QEMU itself"))),
      m_prepare(makeButton({}, ButtonKind::Plain, this))
{
    build();
    connect(theme, &Theme::changed, this, &SandboxVerdict::refresh);
    connect(m_prepare, &QPushButton::clicked, this, &SandboxVerdict::preparationRequested);
    refresh();
}

void SandboxVerdict::build()
{
    m_title->setFont(m_theme->textFont(16, QFont::DemiBold));
    for (ToneLabel *label : {m_sentence, m_step}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setAccessibleName(tr("Progress of the sandbox"));
    m_head->setSpacing(metric::Small);
    m_head->addWidget(m_title, 1);
    m_head->addWidget(m_prepare);
    m_facts->setSpacing(metric::Tight);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(metric::Tight);
    texts->addLayout(m_head);
    for (QWidget *part : std::initializer_list<QWidget *>{m_sentence, m_progress, m_step, m_remedy})
        texts->addWidget(part);
    texts->addSpacing(metric::Tight);
    texts->addLayout(m_facts);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Large, metric::Large, metric::Large, metric::Large);
    row->setSpacing(metric::Large);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
}

void SandboxVerdict::addButton(QPushButton *button)
{
    m_head->addWidget(button);
}

InfoRow *SandboxVerdict::addFact(const QString &icon, const QString &name)
{
    auto *row = new InfoRow(m_theme, icon, name, this);
    m_facts->addWidget(row);
    return row;
}

void SandboxVerdict::setStatus(const sandbox::Status &status)
{
    m_status = status;
    refresh();
}

void SandboxVerdict::setImageMissing(bool missing)
{
    m_imageMissing = missing;
    refresh();
}

bool SandboxVerdict::offersToBuild() const
{
    return m_imageMissing && (m_status.state == State::Unknown || m_status.state == State::NoImage);
}

void SandboxVerdict::refresh()
{
    const SandboxWords words = sandboxWords(offersToBuild() ? State::NoImage : m_status.state);
    m_icon->setPixmap(m_theme->icon(words.icon, words.role).pixmap(pictureSize));
    m_title->setText(words.title);
    m_sentence->setText(
        offersToBuild()
            ? tr("Sandboxes start from an image of Debian with Python in it. It is built once, which "
                 "takes some minutes and a connection to Debian's package servers.")
            : visibleText(m_status.sentence));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    m_progress->setVisible(isBuilding(m_status));
    m_progress->setValue(qRound(m_status.progress * 1000));
    m_step->setVisible(isBuilding(m_status));
    m_step->setText(progressText(m_status));
    m_prepare->setText(offersToBuild() ? tr("Build it now") : tr("Try again"));
    m_prepare->setVisible(offersToBuild() || m_status.state == State::Unavailable);
    refreshFacts();
}

void SandboxVerdict::refreshFacts()
{
    const bool isKnown = m_status.accelerator != sandbox::Accelerator::Unknown;
    m_remedy->setCommand(m_status.remedy);
    m_accelerator->setVisible(isKnown);
    m_accelerator->setIcon(QStringLiteral("zap"), acceleratorRole(m_status.accelerator));
    m_accelerator->setValue(acceleratorText(m_status.accelerator));
    m_confinement->setVisible(isKnown);
    m_confinement->setIcon(m_status.confined ? QStringLiteral("shield-check") : QStringLiteral("shield-off"),
                           m_status.confined ? ColorRole::Done : ColorRole::Waiting);
    m_confinement->setValue(m_status.confined ? tr("confined: no network, no home, no new programs")
                                              : confinementText(m_status));
}

} // namespace glasshouse::ui
