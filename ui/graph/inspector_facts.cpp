#include "ui/graph/inspector_facts.h"

#include "ui/common/access_text.h"
#include "ui/common/project_document.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr qsizetype MostRows = 50;

} // namespace

SandboxSection::SandboxSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Sandbox"), parent),
      m_image(new InfoRow(context.theme, QStringLiteral("box"), tr("Image"), this)),
      m_memory(new InfoRow(context.theme, QStringLiteral("memory-stick"), tr("Memory"), this)),
      m_time(new InfoRow(context.theme, QStringLiteral("timer"), tr("Each call"), this)),
      m_outside(new InfoRow(context.theme, QStringLiteral("lock"), tr("Network and host files"), this))
{
    for (auto *row : {m_image, m_memory, m_time, m_outside})
        column()->addWidget(row);
}

void SandboxSection::refresh()
{
    const auto *agent = context().agent();
    if (!agent)
        return;
    const auto profile = context().project().sandboxFor(*agent);
    m_image->setValue(profile.image);
    m_memory->setValue(tr("%1 MB").arg(profile.memoryMb));
    m_time->setValue(tr("%1 s at most").arg(profile.callTimeoutMs / 1000));
    const bool closed = isClosed(profile.access);
    m_outside->setIcon(closed ? QStringLiteral("lock") : QStringLiteral("globe"),
                       closed ? ColorRole::Done : ColorRole::Waiting);
    m_outside->setValue(closed ? tr("denied")
                               : networkText(profile.access) + QStringLiteral("; ") +
                                     foldersText(profile.access));
}

ProblemsSection::ProblemsSection(const InspectorContext &context, QWidget *parent)
    : InspectorSection(context, tr("Problems"), parent), m_rows(new QWidget(this))
{
    auto *rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(metric::Tight);
    column()->addWidget(m_rows);
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &ProblemsSection::check);
}

bool ProblemsSection::concernsTarget(const Problem &problem) const
{
    using Kind = InspectorTarget::Kind;
    const auto &target = context().target;
    const auto *agent = context().agent();
    const bool inAgent = agent && problem.file == QStringLiteral("agents/%1.agent.json").arg(agent->name);
    const bool inWorkflow = problem.file == QStringLiteral("workflows/%1.workflow.json").arg(target.workflow);
    switch (target.kind) {
    case Kind::Agent:
        return inAgent;
    case Kind::Node:
        return inAgent || (inWorkflow && problem.node == target.name);
    case Kind::Workflow:
        return inWorkflow;
    case Kind::Edge: {
        const auto *flow = context().workflow();
        const auto *edge = context().edge();
        return inWorkflow && edge &&
               problem.pointer.startsWith(QStringLiteral("/edges/%1").arg(edge - flow->edges.constData()));
    }
    case Kind::Nothing:
        break;
    }
    return false;
}

void ProblemsSection::check()
{
    auto problems = validate(context().project(), context().builtInTools);
    problems.removeIf([this](const Problem &problem) { return !concernsTarget(problem); });
    while (auto *item = m_rows->layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto &problem : problems.first(std::min(MostRows, problems.size())))
        m_rows->layout()->addWidget(createRow(problem));
    if (!problems.isEmpty())
        return;
    auto *none = new InfoRow(context().theme, QStringLiteral("circle-check"), tr("None"), m_rows);
    none->setIcon(QStringLiteral("circle-check"), ColorRole::Done);
    m_rows->layout()->addWidget(none);
}

QWidget *ProblemsSection::createRow(const Problem &problem)
{
    const bool isError = problem.severity == Problem::Severity::Error;
    const auto role = isError ? ColorRole::Failed : ColorRole::Waiting;
    auto *row = new QWidget(m_rows);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 2, 0, 2);
    line->setSpacing(metric::Small);
    auto *icon = new QLabel(row);
    icon->setPixmap(
        context().theme->icon(isError ? u"circle-alert" : u"triangle-alert", role).pixmap(metric::IconSize));
    icon->setAccessibleName(isError ? tr("Error") : tr("Warning"));
    auto *text = new ToneLabel(context().theme, ColorRole::Text, problem.message, row);
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
    text->setToolTip(plainToolTip(problem.file + problem.pointer));
    line->addWidget(icon, 0, Qt::AlignTop);
    line->addWidget(text, 1);
    if (!problem.node.isEmpty() && context().target.kind == InspectorTarget::Kind::Workflow) {
        auto *go =
            new IconButton(context().theme, QStringLiteral("locate"), tr("Show it on the canvas"), row);
        connect(go, &QToolButton::clicked, this,
                [this, node = problem.node] { Q_EMIT problemActivated(context().target.workflow, node); });
        line->addWidget(go, 0, Qt::AlignTop);
    }
    return row;
}

} // namespace glasshouse::ui
