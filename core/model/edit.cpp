#include "core/model/edit.h"

#include "core/model/edit_parts.h"
#include "core/model/lookup.h"
#include "core/model/names.h"

#include <algorithm>

namespace glasshouse {

bool Edits::operator==(const Edits &other) const
{
    return text == other.text && edits == other.edits;
}

Result<Edit> apply(Project &project, const Edit &edit)
{
    return std::visit([&](const auto &part) { return edit_parts::applyPart(project, part); }, edit);
}

namespace edit_parts {

namespace {

// Why `name` cannot be given to a value of `values`; `index` is the value that is being renamed, -1 a new
// one.
template<typename T>
std::optional<QString> whyNotNamed(const QVector<T> &values, const QString &name, qsizetype index = -1)
{
    if (const auto why = whyNotAName(name))
        return why;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (i != index && sameName(values.at(i).name, name))
            return QStringLiteral("The name \"%1\" is taken; choose another one.").arg(name);
    }
    return std::nullopt;
}

bool refersToAgent(const Node &node, const QString &agent)
{
    return node.kind == node_kind::Agent && node.config.value(u"agent").toString() == agent;
}

// The workflows with nodes that name `agent`, as the edits that put them back.
QVector<Edit> workflowsReferringTo(const Project &project, const QString &agent)
{
    QVector<Edit> restore;
    for (const auto &workflow : project.workflows) {
        const auto refers = [&](const Node &node) { return refersToAgent(node, agent); };
        if (std::any_of(workflow.nodes.begin(), workflow.nodes.end(), refers))
            restore.append(ReplaceWorkflow{workflow.name, workflow});
    }
    return restore;
}

void renameInNodes(Project &project, const QString &from, const QString &to)
{
    for (auto &workflow : project.workflows) {
        for (auto &node : workflow.nodes) {
            if (refersToAgent(node, from))
                node.config.insert(QStringLiteral("agent"), to);
        }
    }
}

} // namespace

Result<Edit> applyPart(Project &project, const AddAgent &edit)
{
    if (const auto why = whyNotNamed(project.agents, edit.agent.name))
        return fail(*why);
    insertAt(project.agents, edit.at, edit.agent);
    return RemoveAgent{edit.agent.name};
}

Result<Edit> applyPart(Project &project, const RemoveAgent &edit)
{
    const auto at = indexBy(project.agents, &Agent::name, edit.agent);
    if (at < 0)
        return absent(QStringLiteral("agent"), edit.agent);
    return AddAgent{project.agents.takeAt(at), at};
}

Result<Edit> applyPart(Project &project, const ReplaceAgent &edit)
{
    const auto at = indexBy(project.agents, &Agent::name, edit.agent);
    if (at < 0)
        return absent(QStringLiteral("agent"), edit.agent);
    const auto &newName = edit.replacement.name;
    if (const auto why = whyNotNamed(project.agents, newName, at))
        return fail(*why);

    ReplaceAgent undo{newName, std::exchange(project.agents[at], edit.replacement)};
    if (newName == edit.agent)
        return undo;
    // Nodes that named the new name before there was such an agent must not be renamed by the undo.
    const auto dangling = workflowsReferringTo(project, newName);
    renameInNodes(project, edit.agent, newName);
    if (dangling.isEmpty())
        return undo;
    return Edits{describe(edit), QVector<Edit>{undo} + dangling};
}

Result<Edit> applyPart(Project &project, const AddWorkflow &edit)
{
    if (const auto why = whyNotNamed(project.workflows, edit.workflow.name))
        return fail(*why);
    insertAt(project.workflows, edit.at, edit.workflow);
    return RemoveWorkflow{edit.workflow.name};
}

Result<Edit> applyPart(Project &project, const RemoveWorkflow &edit)
{
    const auto at = indexBy(project.workflows, &Workflow::name, edit.workflow);
    if (at < 0)
        return absent(QStringLiteral("workflow"), edit.workflow);
    return AddWorkflow{project.workflows.takeAt(at), at};
}

Result<Edit> applyPart(Project &project, const ReplaceWorkflow &edit)
{
    const auto at = indexBy(project.workflows, &Workflow::name, edit.workflow);
    if (at < 0)
        return absent(QStringLiteral("workflow"), edit.workflow);
    if (const auto why = whyNotNamed(project.workflows, edit.replacement.name, at))
        return fail(*why);
    return ReplaceWorkflow{edit.replacement.name, std::exchange(project.workflows[at], edit.replacement)};
}

Result<Edit> applyPart(Project &project, const ReplaceSandbox &edit)
{
    const auto at = indexBy(project.sandboxes, &SandboxProfile::name, edit.profile.name);
    if (at >= 0)
        return ReplaceSandbox{std::exchange(project.sandboxes[at], edit.profile)};
    if (const auto why = whyNotNamed(project.sandboxes, edit.profile.name))
        return fail(*why);
    insertAt(project.sandboxes, edit.at, edit.profile);
    return RemoveSandbox{edit.profile.name};
}

Result<Edit> applyPart(Project &project, const RemoveSandbox &edit)
{
    const auto at = indexBy(project.sandboxes, &SandboxProfile::name, edit.profile);
    if (at < 0)
        return absent(QStringLiteral("sandbox profile"), edit.profile);
    return ReplaceSandbox{project.sandboxes.takeAt(at), at};
}

Result<Edit> applyPart(Project &project, const SetDefaultSandbox &edit)
{
    return SetDefaultSandbox{std::exchange(project.defaultSandbox, edit.profile)};
}

Result<Edit> applyPart(Project &project, const Edits &edits)
{
    Project changed = project; // shared until written: the original stays whole if one of the edits fails
    Edits undo{edits.text, {}};
    for (const auto &edit : edits.edits) {
        const auto inverse = apply(changed, edit);
        if (!inverse)
            return inverse;
        undo.edits.prepend(*inverse);
    }
    project = changed;
    return undo;
}

} // namespace edit_parts

} // namespace glasshouse
