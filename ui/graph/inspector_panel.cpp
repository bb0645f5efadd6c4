#include "ui/graph/inspector_panel.h"

#include "ui/common/empty_state.h"
#include "ui/common/project_document.h"
#include "ui/graph/inspector_agent.h"
#include "ui/graph/inspector_facts.h"
#include "ui/graph/inspector_flow.h"
#include "ui/graph/inspector_node.h"
#include "ui/graph/inspector_switch.h"
#include "ui/graph/inspector_tools.h"
#include "ui/graph/node_card.h"
#include "ui/graph/notice.h"

#include <QResizeEvent>
#include <QScrollArea>
#include <QVBoxLayout>

namespace glasshouse::ui {

using Kind = InspectorTarget::Kind;

InspectorPanel::InspectorPanel(Theme *theme, ProjectDocument *document, QWidget *parent)
    : QWidget(parent), m_context(std::make_unique<InspectorContext>()), m_scroll(new QScrollArea(this)),
      m_notice(new CanvasNotice(theme, this))
{
    setObjectName(QStringLiteral("inspectorPanel"));
    m_context->theme = theme;
    m_context->document = document;
    m_context->builtInTools = {QStringLiteral("execute_code"), QStringLiteral("execute_bash")};
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_scroll);
    connect(document, &ProjectDocument::changed, this, [this](const Edit &edit) {
        follow(edit);
        refresh();
    });
    connect(document, &ProjectDocument::reset, this, [this] { setTarget({}); });
    connect(this, &InspectorPanel::editRefused, m_notice, [this](const QString &sentence) {
        m_notice->showSentence(sentence, CanvasNotice::Kind::Refusal);
    });
    connect(m_notice, &CanvasNotice::resized, this, &InspectorPanel::placeNotice);
    rebuild();
}

InspectorPanel::~InspectorPanel()
{
    qDeleteAll(findChildren<InspectorSection *>()); // they refer to the context, also on a page that waits to
                                                    // be deleted
}

const InspectorTarget &InspectorPanel::target() const
{
    return m_context->target;
}

void InspectorPanel::setTarget(const InspectorTarget &target)
{
    if (target == m_context->target)
        return;
    m_context->target = target;
    rebuild();
    Q_EMIT targetChanged();
}

void InspectorPanel::setConnections(const QVector<Connection> &connections)
{
    m_context->connections = connections;
    refresh();
}

void InspectorPanel::setBuiltInTools(const QStringList &names)
{
    m_context->builtInTools = names;
    refresh();
}

// Which sections a target has depends on more than its kind: a node's agent may come and go.
QString InspectorPanel::shapeOf() const
{
    const auto *node = m_context->node();
    const bool exists = m_context->agent() || node || m_context->edge() ||
                        (m_context->target.kind == Kind::Workflow && m_context->workflow());
    if (!exists)
        return {};
    return QStringLiteral("%1/%2/%3")
        .arg(static_cast<int>(m_context->target.kind))
        .arg(node ? node->kind : QString())
        .arg(m_context->agent() != nullptr);
}

void InspectorPanel::rebuild()
{
    m_shape = shapeOf();
    m_sections.clear();
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, metric::Medium);
    column->setSpacing(metric::Large + metric::Tight);
    if (m_shape.isEmpty())
        column->addWidget(
            new EmptyState(m_context->theme, QStringLiteral("mouse-pointer-click"), tr("Nothing selected"),
                           tr("Select a node, an edge or an agent to see and change what it does."), page));
    else
        addSections(page);
    for (auto *section : std::as_const(m_sections)) {
        column->addWidget(section);
        connect(section, &InspectorSection::editRefused, this, &InspectorPanel::editRefused);
    }
    column->addStretch(1);
    if (auto *old = m_scroll->takeWidget()) {
        old->setParent(this); // hidden, and gone with the panel at the latest
        old->deleteLater();   // a button of it may have started this
    }
    m_scroll->setWidget(page); // the scroll area owns it
    for (auto *section : std::as_const(m_sections))
        section->refresh();
}

void InspectorPanel::addSections(QWidget *page)
{
    const auto &context = *m_context;
    const auto *node = context.node();
    if (context.agent())
        m_sections += {new AgentSection(context, page), new ToolsSection(context, page),
                       new SandboxSection(context, page)};
    if (node)
        m_sections.append(new NodeInspector(context, *node, page));
    if (node && node->kind == node_kind::Switch)
        m_sections.append(new SwitchSection(context, page));
    if (context.edge())
        m_sections.append(new EdgeSection(context, page));
    if (context.target.kind == Kind::Workflow)
        m_sections.append(new WorkflowSection(context, page));
    auto *problems = new ProblemsSection(context, page);
    connect(problems, &ProblemsSection::problemActivated, this, &InspectorPanel::problemActivated);
    m_sections.append(problems);
}

void InspectorPanel::refresh()
{
    if (shapeOf() != m_shape)
        return rebuild();
    for (auto *section : std::as_const(m_sections))
        section->refresh();
}

// A rename, its undo and its redo are all replacements of one name by another.
void InspectorPanel::follow(const Edit &edit)
{
    auto &target = m_context->target;
    const auto before = target;
    if (const auto *steps = std::get_if<Edits>(&edit)) {
        for (const auto &step : steps->edits)
            follow(step);
    } else if (const auto *agent = std::get_if<ReplaceAgent>(&edit)) {
        if (target.kind == Kind::Agent && target.name == agent->agent)
            target.name = agent->replacement.name;
    } else if (const auto *workflow = std::get_if<ReplaceWorkflow>(&edit)) {
        if (target.workflow == workflow->workflow)
            target.workflow = workflow->replacement.name;
    }
    if (target != before)
        Q_EMIT targetChanged();
}

void InspectorPanel::placeNotice()
{
    m_notice->resize(std::min(m_notice->width(), width() - 2 * metric::Small),
                     m_notice->heightForWidth(width() - 2 * metric::Small));
    m_notice->move((width() - m_notice->width()) / 2, height() - m_notice->height() - metric::Medium);
}

void InspectorPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeNotice();
}

} // namespace glasshouse::ui
