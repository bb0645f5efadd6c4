#include "ui/common/edit_command.h"

#include "core/base/log.h"
#include "ui/common/project_document.h"

namespace glasshouse::ui {

namespace {

template<typename... Overloads> struct Overloaded : Overloads...
{
    using Overloads::operator()...;
};

// What an edit replaces: the kind and name of the target, and its new content. Empty for edits that add or
// remove something, which never merge.
struct Replacement
{
    QString target;
    QJsonObject content;
};

Replacement ofNodes(const MoveNodes &edit)
{
    QStringList ids;
    for (const NodeMove &move : edit.moves)
        ids.append(move.node);
    ids.sort();
    return {QStringLiteral("move/%1/%2").arg(edit.workflow, ids.join(u'/')), {}};
}

// A rename changes the target's name, so the next edit would be of something else: it stays a step of its
// own.
Replacement ofAgent(const ReplaceAgent &edit)
{
    if (edit.agent != edit.replacement.name)
        return {};
    return {QStringLiteral("agent/") + edit.agent, edit.replacement.toJson()};
}

Replacement ofWorkflow(const ReplaceWorkflow &edit)
{
    if (edit.workflow != edit.replacement.name)
        return {};
    return {QStringLiteral("workflow/") + edit.workflow, edit.replacement.toJson()};
}

Replacement replacementOf(const Edit &edit)
{
    return std::visit(
        Overloaded{
            [](const MoveNodes &e) { return ofNodes(e); },
            [](const ReplaceNode &e) {
                return Replacement{QStringLiteral("node/%1/%2").arg(e.workflow, e.node.id), e.node.toJson()};
            },
            [](const ReplaceEdge &e) {
                return Replacement{QStringLiteral("edge/%1/%2").arg(e.workflow, e.edge.id), e.edge.toJson()};
            },
            [](const ReplaceAgent &e) { return ofAgent(e); },
            [](const ReplaceWorkflow &e) { return ofWorkflow(e); },
            [](const ReplaceSandbox &e) {
                return Replacement{QStringLiteral("sandbox/") + e.profile.name, e.profile.toJson()};
            },
            [](const auto &) { return Replacement{}; },
        },
        edit);
}

QStringList changedKeys(const QJsonObject &before, const QJsonObject &after)
{
    QStringList keys = before.keys() + after.keys();
    keys.removeDuplicates();
    keys.removeIf([&](const QString &key) { return before.value(key) == after.value(key); });
    keys.sort();
    return keys;
}

} // namespace

bool isSameChange(const Edit &first, const Edit &firstInverse, const Edit &second, const Edit &secondInverse)
{
    const Replacement a = replacementOf(first);
    const Replacement b = replacementOf(second);
    if (a.target.isEmpty() || a.target != b.target)
        return false;
    return changedKeys(replacementOf(firstInverse).content, a.content) ==
           changedKeys(replacementOf(secondInverse).content, b.content);
}

EditCommand::EditCommand(ProjectDocument *document, const Edit &edit, const Edit &inverse)
    : QUndoCommand(describe(edit)), m_document(document), m_edit(edit), m_inverse(inverse)
{
    m_lastChange.start();
}

void EditCommand::undo()
{
    applyEdit(m_inverse);
}

void EditCommand::redo()
{
    if (!m_isApplied)
        applyEdit(m_edit);
}

// Only the stack calls this, in order, so the project is in the state the edit was made for; an error would
// be a defect of the edit's inverse.
void EditCommand::applyEdit(const Edit &edit)
{
    m_isApplied = !m_isApplied;
    const Result<Edit> inverse = apply(m_document->m_project, edit);
    if (!inverse) {
        log(LogCategory::Ui).error("Undo or redo failed: {}", inverse.error().message.toStdString());
        return;
    }
    m_document->applied(edit);
}

bool EditCommand::mergeWith(const QUndoCommand *later)
{
    const auto *next = static_cast<const EditCommand *>(later); // same id(), so same type
    if (m_lastChange.elapsed() >= m_document->mergeWindow().count())
        return false;
    if (!isSameChange(m_edit, m_inverse, next->m_edit, next->m_inverse))
        return false;
    m_edit = next->m_edit;
    m_lastChange.start();
    return true;
}

} // namespace glasshouse::ui
