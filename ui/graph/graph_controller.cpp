#include "ui/graph/graph_controller.h"

#include "core/base/atomic_file.h"
#include "ui/common/dropped_file.h"
#include "ui/common/project_document.h"
#include "ui/graph/graph_edits.h"

#include <QFileInfo>

namespace glasshouse::ui {

namespace {

constexpr qint64 MostNoteBytes = 16 << 10;

} // namespace

GraphController::GraphController(ProjectDocument *document, QObject *parent)
    : QObject(parent), m_document(document)
{
    connect(document, &ProjectDocument::changed, this, [this](const Edit &edit) {
        follow(edit);
        Q_EMIT workflowChanged();
    });
    connect(document, &ProjectDocument::reset, this, &GraphController::workflowChanged);
}

void GraphController::setWorkflow(const QString &name)
{
    m_name = name;
    Q_EMIT workflowChanged();
}

const Project &GraphController::project() const
{
    return m_document->project();
}

const Workflow *GraphController::workflow() const
{
    return project().workflow(m_name);
}

// A renamed workflow stays open under its new name; undo brings the old one back the same way.
void GraphController::follow(const Edit &edit)
{
    if (const auto *steps = std::get_if<Edits>(&edit)) {
        for (const auto &step : steps->edits)
            follow(step);
    } else if (const auto *replaced = std::get_if<ReplaceWorkflow>(&edit);
               replaced && replaced->workflow == m_name) {
        m_name = replaced->replacement.name;
    }
}

bool GraphController::perform(const Edit &edit)
{
    if (const auto done = m_document->perform(edit); !done) {
        Q_EMIT refused(done.error().message);
        return false;
    }
    return true;
}

QString GraphController::addNode(const NodeWish &wish, QPointF position)
{
    const auto *flow = workflow();
    if (!flow)
        return {};
    if (const auto why = whyNotAddable(*flow, wish.kind)) {
        Q_EMIT refused(*why);
        return {};
    }
    Edits step;
    auto agent = wish.agent;
    if (wish.kind == node_kind::Agent && agent.isEmpty()) {
        Agent made;
        made.name = agent = uniqueAgentName(project(), QStringLiteral("Assistant"));
        made.instructions = tr("You are a helpful assistant.");
        step.edits.append(AddAgent{made});
    }
    const auto node = makeNode(*flow, wish.kind, agent, position);
    step.edits.append(AddNode{m_name, node});
    if (wish.wire) {
        if (const auto edge = edgeToNewNode(*flow, wish.wire->port, wish.wire->isOutput, node))
            step.edits.append(AddEdge{m_name, *edge});
    }
    step.text = describe(AddNode{m_name, node});
    const bool done = step.edits.size() == 1 ? perform(step.edits.first()) : perform(step);
    return done ? node.id : QString();
}

QString GraphController::addFile(const QString &path, QPointF position)
{
    const auto *flow = workflow();
    if (!flow)
        return {};
    const auto suffix = QFileInfo(path).suffix().toLower();
    const bool isText = suffix == u"txt" || suffix == u"md";
    return isText ? addNote(*flow, path, position) : addPart(*flow, path, position);
}

QString GraphController::addNote(const Workflow &flow, const QString &path, QPointF position)
{
    const auto text = readFile(path, MostNoteBytes);
    if (!text) {
        Q_EMIT refused(text.error().message);
        return {};
    }
    auto node = makeNode(flow, node_kind::Note, {}, position);
    node.config.insert(u"text", QString::fromUtf8(*text).trimmed());
    return perform(AddNode{m_name, node}) ? node.id : QString();
}

QString GraphController::addPart(const Workflow &flow, const QString &path, QPointF position)
{
    const auto part = partFromFile(project(), path);
    if (!part) {
        Q_EMIT refused(part.error().message);
        return {};
    }
    if (part->agent.isEmpty()) {
        if (perform(part->edit))
            Q_EMIT noted(tr("Added the workflow %1 to the project.").arg(part->workflow));
        return {};
    }
    const auto node = makeNode(flow, node_kind::Agent, part->agent, position);
    Edits step{describe(part->edit), {part->edit, AddNode{m_name, node}}};
    return perform(step) ? node.id : QString();
}

std::optional<QString> GraphController::whyNotConnectable(const PortHit &a, const PortHit &b) const
{
    const auto *flow = workflow();
    if (!flow)
        return tr("No workflow is open.");
    if (a.isOutput == b.isOutput)
        return a.isOutput ? tr("An output connects to an input, not to another output.")
                          : tr("An input connects to an output, not to another input.");
    return glasshouse::whyNotConnectable(*flow, a.isOutput ? a.port : b.port, a.isOutput ? b.port : a.port);
}

bool GraphController::connectPorts(const Port &from, const Port &to)
{
    const auto *flow = workflow();
    if (!flow)
        return false;
    if (const auto why = glasshouse::whyNotConnectable(*flow, from, to)) {
        Q_EMIT refused(*why);
        return false;
    }
    return perform(AddEdge{m_name, makeEdge(*flow, from, to)});
}

bool GraphController::moveNodes(const QVector<NodeMove> &moves)
{
    return !moves.isEmpty() && perform(MoveNodes{m_name, moves});
}

bool GraphController::remove(const QStringList &nodes, const QStringList &edges)
{
    const auto *flow = workflow();
    return flow && !(nodes.isEmpty() && edges.isEmpty()) && perform(removal(*flow, nodes, edges));
}

bool GraphController::rename(const QString &id, const QString &title)
{
    const auto *flow = workflow();
    const auto *node = flow ? flow->node(id) : nullptr;
    if (!node || node->title == title)
        return false;
    auto renamed = *node;
    renamed.title = title;
    return perform(ReplaceNode{m_name, renamed});
}

QStringList GraphController::insert(const GraphFragment &fragment, QPointF at, InputLinks links)
{
    const auto *flow = workflow();
    if (!flow || fragment.isEmpty())
        return {};
    const auto added = insertion(*flow, fragment, at, links);
    if (added.nodes.isEmpty()) {
        Q_EMIT refused(whyNotAddable(*flow, fragment.nodes.first().kind)
                           .value_or(tr("There is nothing to paste here.")));
        return {};
    }
    return perform(added.step) ? added.nodes : QStringList();
}

bool GraphController::tidy(const DrawnSizes &sizes)
{
    const auto *flow = workflow();
    return flow && performMoves(tr("Tidy"), layeredLayout(*flow, sizes));
}

bool GraphController::arrange(const QVector<PlacedNode> &nodes, Arrangement arrangement)
{
    return workflow() && performMoves(arrangementText(arrangement), arranged(nodes, arrangement));
}

// A step of its own: a bare move would merge with the one before.
bool GraphController::performMoves(const QString &text, const QVector<NodeMove> &moves)
{
    if (moves.isEmpty())
        return false;
    Edits step;
    step.text = text;
    step.edits.append(MoveNodes{m_name, moves});
    return perform(step);
}

} // namespace glasshouse::ui
