#include "ui/project/project_tree_model.h"

#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"
#include "ui/project/project_edits.h"

#include <QMimeData>

namespace glasshouse::ui {

namespace {

constexpr quintptr groupId = 0; // internal id of a group; of an item: 1 + its group's row

bool isGroup(const QModelIndex &index)
{
    return index.internalId() == groupId;
}

QString firstLine(const QString &text)
{
    return text.left(text.indexOf(u'\n')).left(200);
}

} // namespace

ProjectTreeModel::ProjectTreeModel(const Theme *theme, const QString &agentMimeType, QObject *parent)
    : QAbstractItemModel(parent), m_agentMimeType(agentMimeType),
      m_groups{Group{ProjectItem::Kind::Agent, tr("Agents"), theme->icon(u"bot", ColorRole::Accent), {}},
               Group{ProjectItem::Kind::Workflow, tr("Workflows"), theme->icon(u"workflow"), {}},
               Group{ProjectItem::Kind::Tool, tr("Tools"), theme->icon(u"wrench"), {}},
               Group{ProjectItem::Kind::Sandbox, tr("Sandboxes"), theme->icon(u"box"), {}}}
{
}

QVector<ProjectTreeModel::Row> ProjectTreeModel::rowsFor(const Project &project, ProjectItem::Kind kind)
{
    QVector<Row> rows;
    if (kind == ProjectItem::Kind::Agent) {
        for (const Agent &agent : project.agents)
            rows.append({agent.name, agent.name, firstLine(agent.description)});
    } else if (kind == ProjectItem::Kind::Workflow) {
        for (const Workflow &workflow : project.workflows)
            rows.append({workflow.name, titleOf(workflow), firstLine(workflow.description)});
    } else if (kind == ProjectItem::Kind::Tool) {
        for (const ToolDefinition &tool : project.tools)
            rows.append({tool.name, tool.name, firstLine(tool.description)});
    } else {
        for (const SandboxProfile &sandbox : project.sandboxes)
            rows.append(
                {sandbox.name, sandbox.name, tr("%1, %2 MB").arg(sandbox.image).arg(sandbox.memoryMb)});
    }
    return rows;
}

void ProjectTreeModel::setProject(const Project &project)
{
    for (int group = 0; group < int(m_groups.size()); ++group)
        setRows(group, rowsFor(project, m_groups[size_t(group)].kind));
}

// Changes only what differs between the common start and the common end, so that selection and an open
// editor in other rows survive.
void ProjectTreeModel::setRows(int groupRow, const QVector<Row> &rows)
{
    QVector<Row> &shown = m_groups[size_t(groupRow)].rows;
    if (shown == rows)
        return;
    const QModelIndex parent = index(groupRow, 0);
    if (shown.size() == rows.size()) {
        shown = rows;
        Q_EMIT dataChanged(index(0, 0, parent), index(int(rows.size()) - 1, 0, parent));
        return;
    }
    const auto [oldStart, newStart] = std::mismatch(shown.begin(), shown.end(), rows.begin(), rows.end());
    const int first = int(oldStart - shown.begin());
    const int common = int(qMin(shown.size(), rows.size()));
    int tail = 0;
    while (tail < common - first && shown[shown.size() - 1 - tail] == rows[rows.size() - 1 - tail])
        ++tail;
    if (const int last = int(shown.size()) - tail - 1; last >= first) {
        beginRemoveRows(parent, first, last);
        shown.remove(first, last - first + 1);
        endRemoveRows();
    }
    if (const int last = int(rows.size()) - tail - 1; last >= first) {
        beginInsertRows(parent, first, last);
        shown = rows;
        endInsertRows();
    }
    Q_EMIT dataChanged(parent, parent); // the count
}

ProjectItem ProjectTreeModel::item(const QModelIndex &index) const
{
    if (!index.isValid() || isGroup(index))
        return {};
    const Group &group = m_groups[size_t(index.internalId() - 1)];
    return {group.kind, group.rows.value(index.row()).name};
}

QModelIndex ProjectTreeModel::indexOf(const ProjectItem &item) const
{
    for (int group = 0; group < int(m_groups.size()); ++group) {
        if (m_groups[size_t(group)].kind != item.kind)
            continue;
        const QVector<Row> &rows = m_groups[size_t(group)].rows;
        for (int row = 0; row < rows.size(); ++row) {
            if (rows[row].name == item.name)
                return index(row, 0, index(group, 0));
        }
    }
    return {};
}

QModelIndex ProjectTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row() + 1) : groupId);
}

QModelIndex ProjectTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || isGroup(child))
        return {};
    return createIndex(int(child.internalId()) - 1, 0, groupId);
}

int ProjectTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_groups.size());
    return isGroup(parent) ? int(m_groups[size_t(parent.row())].rows.size()) : 0;
}

int ProjectTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ProjectTreeModel::groupData(const Group &group, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return group.title;
    case row_role::Detail:
        return QString::number(group.rows.size());
    case row_role::IsGroup:
        return true;
    default:
        return {};
    }
}

QVariant ProjectTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (isGroup(index))
        return groupData(m_groups[size_t(index.row())], role);
    const Group &group = m_groups[size_t(index.internalId() - 1)];
    const Row &row = group.rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return row.text;
    case Qt::DecorationRole:
        return group.icon;
    case Qt::ToolTipRole:
        return row.toolTip.isEmpty() ? QVariant() : plainToolTip(row.toolTip);
    default:
        return {};
    }
}

// The project is the truth: the row changes when the edit that this asks for has been applied.
bool ProjectTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString text = value.toString().trimmed();
    if (role != Qt::EditRole || isGroup(index) || text.isEmpty() ||
        text == data(index, Qt::EditRole).toString())
        return false;
    Q_EMIT renameRequested(item(index), text);
    return true;
}

Qt::ItemFlags ProjectTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (isGroup(index))
        return Qt::ItemIsEnabled;
    const ProjectItem::Kind kind = item(index).kind;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (kind == ProjectItem::Kind::Agent)
        flags |= Qt::ItemIsDragEnabled;
    if (kind == ProjectItem::Kind::Agent || kind == ProjectItem::Kind::Workflow)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QStringList ProjectTreeModel::mimeTypes() const
{
    return {m_agentMimeType};
}

QMimeData *ProjectTreeModel::mimeData(const QModelIndexList &indexes) const
{
    const ProjectItem dragged = indexes.isEmpty() ? ProjectItem{} : item(indexes.first());
    if (dragged.kind != ProjectItem::Kind::Agent)
        return nullptr;
    auto *mime = new QMimeData; // the caller (QDrag) owns it
    mime->setData(m_agentMimeType, dragged.name.toUtf8());
    mime->setText(dragged.name);
    return mime;
}

} // namespace glasshouse::ui
