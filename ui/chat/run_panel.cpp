#include "ui/chat/run_panel.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

QString artifactIconName(const Artifact &artifact)
{
    if (artifact.mime.startsWith(u"image/"))
        return QStringLiteral("image");
    if (artifact.mime.contains(u"csv"))
        return QStringLiteral("table");
    return artifact.mime.contains(u"json") ? QStringLiteral("braces") : QStringLiteral("file");
}

} // namespace

RunPanel::RunPanel(const Theme *theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    build();
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &RunPanel::refresh);
    m_batch.setSingleShot(true);
    m_batch.setInterval(100);
    connect(&m_batch, &QTimer::timeout, this, &RunPanel::refresh);
    refresh();
}

void RunPanel::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, metric::Medium);
    layout->setSpacing(0);
    const auto section = [&](const QString &title) {
        auto *header = new SectionHeader(m_theme, title, this);
        layout->addWidget(header);
        return header;
    };
    const auto row = [&](const char *icon, const QString &name) {
        auto *made = new InfoRow(m_theme, QString::fromLatin1(icon), name, this);
        layout->addWidget(made);
        return made;
    };
    section(tr("THIS RUN"));
    m_time = row("clock", tr("Time"));
    m_tokens = row("coins", tr("Tokens"));
    m_approvals = row("shield-check", tr("Approvals"));
    layout->addSpacing(metric::Large);
    section(tr("SANDBOX"));
    m_sandbox = row("box", tr("Sandbox"));
    m_memory = row("cpu", tr("Memory"));
    m_network = row("globe", tr("Network"));
    layout->addSpacing(metric::Large);
    m_artifactHeader = section(tr("ARTIFACTS"));
    m_artifactRows = new QWidget(this);
    auto *rows = new QVBoxLayout(m_artifactRows);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    layout->addWidget(m_artifactRows);
    layout->addStretch();
}

void RunPanel::setEvents(const QVector<trace::Event> &events)
{
    m_facts = {};
    for (const trace::Event &event : events)
        fold(m_facts, event);
    refresh();
}

void RunPanel::applyEvent(const trace::Event &event)
{
    fold(m_facts, event);
    if (!m_batch.isActive())
        m_batch.start();
}

void RunPanel::setSandbox(const QString &name, const QString &memory, const QString &network)
{
    m_sandbox->setName(visibleLine(name, 60));
    m_memory->setValue(visibleLine(memory, 60));
    m_network->setValue(visibleLine(network, 60));
}

void RunPanel::refresh()
{
    const qint64 end = m_facts.running ? QDateTime::currentMSecsSinceEpoch() : m_facts.lastMs;
    const QLocale locale;
    m_time->setValue(m_facts.run.isEmpty() ? tr("no run yet")
                                           : durationText(std::max<qint64>(0, end - m_facts.startedMs)));
    m_tokens->setValue(
        tr("%1 in, %2 out")
            .arg(locale.toString(m_facts.usage.inputTokens), locale.toString(m_facts.usage.outputTokens)));
    QStringList approvals;
    if (m_facts.granted > 0)
        approvals << tr("%1 granted").arg(m_facts.granted);
    if (m_facts.rejected > 0)
        approvals << tr("%1 rejected").arg(m_facts.rejected);
    if (!m_facts.pending.isEmpty())
        approvals << tr("%1 pending").arg(m_facts.pending.size());
    m_approvals->setValue(approvals.isEmpty() ? tr("none") : approvals.join(QStringLiteral(", ")));
    m_approvals->setIcon(QStringLiteral("shield-check"),
                         m_facts.pending.isEmpty() ? ColorRole::Done : ColorRole::Waiting);
    m_sandbox->setIcon(QStringLiteral("box"),
                       m_facts.sandbox.isEmpty() ? ColorRole::TextDim : ColorRole::Done);
    m_sandbox->setValue(m_facts.sandbox.isEmpty() ? tr("not used yet")
                        : m_facts.restoredMs > 0  ? tr("restored in %1 ms").arg(m_facts.restoredMs)
                                                  : tr("session"));
    m_facts.running ? m_second.start() : m_second.stop();
    rebuildArtifacts();
}

void RunPanel::rebuildArtifacts()
{
    m_artifactHeader->setVisible(!m_facts.artifacts.isEmpty());
    if (m_shownArtifacts == m_facts.artifacts)
        return;
    m_shownArtifacts = m_facts.artifacts;
    qDeleteAll(m_artifactRows->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    for (const Artifact &artifact : m_shownArtifacts) {
        auto *row = new QWidget(m_artifactRows);
        auto *open = makeButton(visibleLine(artifact.name, 32).replace(u'&', QStringLiteral("&&")),
                                ButtonKind::Ghost, row);
        open->setIcon(m_theme->icon(artifactIconName(artifact), ColorRole::Queued));
        open->setToolTip(plainToolTip(tr("Open %1").arg(visibleLine(artifact.name, 200))));
        connect(open, &QPushButton::clicked, this, [this, artifact] { Q_EMIT artifactActivated(artifact); });
        auto *size = new ToneLabel(m_theme, ColorRole::TextFaint, sizeText(artifact.size), row);
        size->setFont(m_theme->textFont(11));
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins({});
        line->addWidget(open);
        line->addStretch();
        line->addWidget(size);
        m_artifactRows->layout()->addWidget(row);
    }
}

} // namespace glasshouse::ui
