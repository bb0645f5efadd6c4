// What lies in the folders of the tree, as they are looked into.

#include "ui/sandbox/file_node.h"
#include "ui/sandbox/file_tree_model.h"

#include <QSet>

namespace glasshouse::ui {

namespace {

int listedIn(const FileNode &node)
{
    int count = node.isListed ? 1 : 0;
    for (const auto &child : node.children)
        count += listedIn(*child);
    return count;
}

} // namespace

bool FileTreeModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0 || canFetchMore(parent);
}

bool FileTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const FileNode *node = nodeOf(parent);
    return parent.column() <= 0 && node != m_top.get() && node->kind == sandbox::EntryKind::Folder &&
           node->content == FileNode::Content::Unknown;
}

void FileTreeModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    nodeOf(parent)->content = FileNode::Content::Wanted;
    Q_EMIT contentWanted(path(parent));
}

void FileTreeModel::setContent(const QString &path, const sandbox::TreeListing &content)
{
    FileNode *node = known(path);
    if (!node)
        return;
    node->content = FileNode::Content::Known;
    removeUnlisted(node, content);
    addListed(node, content);
    tellChanged(node);
}

void FileTreeModel::setUnreadable(const QString &path)
{
    FileNode *node = known(path);
    if (!node)
        return;
    node->content = FileNode::Content::Unreadable;
    removeUnlisted(node, {});
    tellChanged(node);
}

void FileTreeModel::removeUnlisted(FileNode *parent, const sandbox::TreeListing &content)
{
    QSet<QString> present;
    for (const sandbox::TreeEntry &entry : content.entries)
        present.insert(entry.name);
    for (int row = int(parent->children.size()) - 1; row >= 0; --row) {
        const FileNode &node = *parent->children[std::size_t(row)];
        if (!node.isListed || node.touches > 0 || node.artifact >= 0 || present.contains(node.name))
            continue;
        beginRemoveRows(indexOf(parent), row, row);
        m_listed -= listedIn(node);
        parent->removeAt(row);
        endRemoveRows();
    }
}

void FileTreeModel::addListed(FileNode *parent, const sandbox::TreeListing &content)
{
    QVector<sandbox::TreeEntry> added;
    parent->more = content.more;
    for (const sandbox::TreeEntry &entry : content.entries) {
        if (FileNode *present = parent->byName.value(entry.name)) {
            present->kind = entry.kind;
            present->size = entry.size;
            tellChanged(present);
        } else if (m_listed + added.size() < MostListed) {
            added.append(entry);
        } else {
            ++parent->more;
        }
    }
    if (added.isEmpty())
        return;
    const int first = int(parent->children.size());
    beginInsertRows(indexOf(parent), first, first + int(added.size()) - 1);
    for (const sandbox::TreeEntry &entry : std::as_const(added)) {
        FileNode *node = parent->append(entry.name);
        node->kind = entry.kind;
        node->size = entry.size;
        node->isListed = true;
    }
    m_listed += int(added.size());
    endInsertRows();
}

void FileTreeModel::lookAgain()
{
    for (const auto &root : m_top->children)
        lookAgainInto(root.get());
}

void FileTreeModel::lookAgainInto(FileNode *node)
{
    if (node->content != FileNode::Content::Known && node->content != FileNode::Content::Unreadable)
        return;
    node->content = FileNode::Content::Wanted;
    Q_EMIT contentWanted(path(indexOf(node)));
    for (const auto &below : node->children)
        lookAgainInto(below.get());
}

} // namespace glasshouse::ui
