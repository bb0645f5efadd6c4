#include "ui/sandbox/resources_view.h"

#include "ui/common/command_row.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/sandbox_text.h"
#include "ui/sandbox/usage_graph.h"

#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int FactsWidth = 340;

// As a profile counts them, so that a limit reads as it was set.
QString megabytes(qint64 bytes)
{
    const double amount = double(bytes) / (1 << 20);
    return ResourcesView::tr("%1 MB").arg(QLocale().toString(amount, 'f', amount < 10 && bytes > 0 ? 1 : 0));
}

QString ofLimit(const QString &value, const QString &limit, bool hasLimit)
{
    return hasLimit ? ResourcesView::tr("%1 of %2").arg(value, limit) : value;
}

} // namespace

ResourcesView::ResourcesView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_limit(new ToneLabel(theme, ColorRole::Failed, {}, this))
{
    m_limit->setWordWrap(true);
    m_limit->hide();
    auto *row = new QHBoxLayout;
    row->setSpacing(metric::Large);
    row->addWidget(buildFacts());
    row->addWidget(buildGraphs(), 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    column->setSpacing(metric::Small);
    column->addWidget(m_limit);
    column->addLayout(row);
    column->addStretch();
}

QWidget *ResourcesView::buildFacts()
{
    auto *box = new QWidget(this);
    box->setFixedWidth(FactsWidth);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(metric::Tight);
    const auto row = [&](const char *icon, const QString &name) {
        auto *made = new InfoRow(m_theme, QString::fromLatin1(icon), name, box);
        layout->addWidget(made);
        return made;
    };
    m_state = row("box", tr("State"));
    m_accelerator = row("zap", tr("Accelerator"));
    m_remedy = new CommandRow(m_theme, box);
    layout->addWidget(m_remedy);
    m_running = row("layers", tr("Live sandboxes"));
    m_restore = row("timer", tr("Last start"));
    m_call = row("clock", tr("This call"));
    m_call->setValue(tr("no code runs"));
    layout->addStretch();
    return box;
}

QWidget *ResourcesView::buildGraphs()
{
    auto *box = new QWidget(this);
    m_cpu = new UsageGraph(m_theme, tr("Processor"), box);
    m_memory = new UsageGraph(m_theme, tr("Memory"), box);
    m_processes = new UsageGraph(m_theme, tr("Processes"), box);
    m_disk = new UsageGraph(m_theme, tr("/output"), box);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setSpacing(metric::Medium);
    grid->addWidget(m_cpu, 0, 0);
    grid->addWidget(m_memory, 0, 1);
    grid->addWidget(m_processes, 1, 0);
    grid->addWidget(m_disk, 1, 1);
    return box;
}

void ResourcesView::setStatus(const sandbox::Status &status)
{
    const SandboxWords words = sandboxWords(status.state);
    m_state->setIcon(words.icon, words.role);
    m_state->setValue(words.title);
    const QString standing = standingText(status);
    m_accelerator->setIcon(QStringLiteral("zap"), acceleratorRole(status.accelerator));
    m_accelerator->setToolTip(plainToolTip(status.sentence));
    m_remedy->setCommand(status.remedy);
    m_accelerator->setValue(standing.isEmpty() ? acceleratorText(status.accelerator) : standing);
    m_running->setValue(tr("%1 running, %2 ready").arg(status.running).arg(status.pooled));
    m_restore->setValue(status.lastRestoreMs > 0 ? tr("restored in %1 ms").arg(status.lastRestoreMs)
                                                 : tr("none yet"));
}

void ResourcesView::setUsage(const sandbox::Usage &usage)
{
    const QLocale locale;
    showCpu(usage);
    m_memory->add(
        usage.atMs, double(usage.memoryBytes), double(usage.memoryLimitBytes),
        ofLimit(megabytes(usage.memoryBytes), megabytes(usage.memoryLimitBytes), usage.memoryLimitBytes > 0));
    m_processes->add(usage.atMs, usage.processes, usage.processLimit,
                     ofLimit(locale.toString(usage.processes), locale.toString(usage.processLimit),
                             usage.processLimit > 0));
    m_disk->add(usage.atMs, double(usage.outputBytes), double(usage.outputLimitBytes),
                tr("%1, %2 files")
                    .arg(ofLimit(megabytes(usage.outputBytes), megabytes(usage.outputLimitBytes),
                                 usage.outputLimitBytes > 0),
                         ofLimit(locale.toString(usage.outputFiles), locale.toString(usage.outputFileLimit),
                                 usage.outputFileLimit > 0)));
    m_call->setValue(usage.callMs > 0 ? ofLimit(durationText(usage.callMs), durationText(usage.callLimitMs),
                                                usage.callLimitMs > 0)
                                      : tr("no code runs"));
    m_last = usage;
}

// Load is the difference of two measurements, in percent of the sandbox's one processor.
void ResourcesView::showCpu(const sandbox::Usage &usage)
{
    if (!m_last || usage.atMs <= m_last->atMs || usage.cpuMs < m_last->cpuMs)
        return;
    const double percent = 100.0 * double(usage.cpuMs - m_last->cpuMs) / double(usage.atMs - m_last->atMs);
    m_cpu->add(usage.atMs, percent, 0,
               tr("%1 %, %2 in all").arg(qRound(percent)).arg(durationText(usage.cpuMs)));
}

void ResourcesView::noteLimit(const QString &sentence)
{
    m_limit->setText(visibleText(sentence));
    m_limit->setVisible(!sentence.isEmpty());
}

void ResourcesView::clear()
{
    m_last.reset();
    for (UsageGraph *graph : {m_cpu, m_memory, m_processes, m_disk})
        graph->clear();
    m_call->setValue(tr("no code runs"));
    noteLimit({});
}

void ResourcesView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchRequested(true);
}

void ResourcesView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchRequested(false);
}

} // namespace glasshouse::ui
