#include "ui/sandbox/file_tree_model.h"

#include "ui/common/visible_text.h"
#include "ui/sandbox/artifact_view.h"
#include "ui/sandbox/file_node.h"

#include <QDir>
#include <QLocale>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int DeepestFolder = 64;
const QLatin1String Output("/output");

bool isWithin(const QString &path, const QString &root)
{
    return path == root || path.startsWith(root + u'/');
}

} // namespace

FileTreeModel::FileTreeModel(const Theme *theme, QObject *parent)
    : QAbstractItemModel(parent), m_theme(theme), m_top(std::make_unique<FileNode>())
{
    setMounts({});
}

FileTreeModel::~FileTreeModel() = default;

void FileTreeModel::setMounts(const QVector<FolderMount> &mounts, const QStringList &open)
{
    QStringList roots{Output};
    for (const FolderMount &mount : mounts)
        roots.append(QDir::cleanPath(mount.guest));
    roots.removeDuplicates();
    if (roots == m_roots && open == m_openRoots)
        return;
    // What was done to files of a mount that is gone stays in the list of accesses, not in the tree.
    m_roots = roots;
    m_openRoots = open;
    rebuild();
}

void FileTreeModel::setArtifacts(const QVector<Artifact> &artifacts)
{
    m_artifacts = artifacts;
    placeArtifacts();
}

void FileTreeModel::clear()
{
    rebuild();
}

void FileTreeModel::rebuild()
{
    beginResetModel();
    m_top = std::make_unique<FileNode>();
    m_count = 0;
    m_listed = 0;
    m_leftOut = 0;
    for (const QString &root : m_roots) {
        FileNode *node = m_top->append(root);
        if (m_openRoots.contains(root))
            node->kind = sandbox::EntryKind::Folder;
    }
    endResetModel();
    placeArtifacts();
}

void FileTreeModel::placeArtifacts()
{
    for (qsizetype i = 0; i < m_artifacts.size(); ++i) {
        FileNode *node = find(Output + u'/' + m_artifacts.at(i).name);
        if (!node)
            continue;
        node->artifact = i;
        tellChanged(node);
    }
}

void FileTreeModel::add(const QVector<SeenTouch> &touches)
{
    for (const SeenTouch &seen : touches)
        touch(seen);
}

void FileTreeModel::touch(const SeenTouch &seen)
{
    FileNode *node =
        find(seen.touch.newPath.isEmpty() || seen.touch.isRefused() ? seen.touch.path : seen.touch.newPath);
    if (!node)
        return;
    node->last = seen;
    node->isTouched = true;
    tellChanged(node);
    noteAbove(node, seen.touch.isRefused());
}

void FileTreeModel::noteAbove(FileNode *node, bool refused)
{
    for (FileNode *each = node; each != m_top.get(); each = each->parent) {
        each->refused += refused ? 1 : 0;
        if (++each->touches == 1 || refused)
            tellChanged(each);
    }
}

void FileTreeModel::tellChanged(const FileNode *node)
{
    Q_EMIT dataChanged(indexOf(node), indexOf(node).siblingAtColumn(Size));
}

FileNode *FileTreeModel::rootOf(const QString &path) const
{
    FileNode *best = nullptr; // the longest: mounts lie in each other
    for (const auto &root : m_top->children) {
        if (isWithin(path, root->name) && (!best || root->name.size() > best->name.size()))
            best = root.get();
    }
    return best;
}

FileNode *FileTreeModel::find(const QString &path)
{
    FileNode *node = rootOf(path);
    if (!node || path == node->name)
        return node;
    const QStringList names = path.mid(node->name.size()).split(u'/', Qt::SkipEmptyParts);
    if (names.size() > DeepestFolder)
        return nullptr;
    for (const QString &name : names) {
        node = child(node, name);
        if (!node) {
            ++m_leftOut;
            return nullptr;
        }
    }
    return node;
}

FileNode *FileTreeModel::known(const QString &path) const
{
    FileNode *node = rootOf(path);
    if (!node)
        return nullptr;
    for (const QString &name : path.mid(node->name.size()).split(u'/', Qt::SkipEmptyParts)) {
        node = node->byName.value(name);
        if (!node)
            return nullptr;
    }
    return node;
}

FileNode *FileTreeModel::child(FileNode *parent, const QString &name)
{
    if (FileNode *present = parent->byName.value(name))
        return present;
    if (m_count >= MostFiles)
        return nullptr;
    const int row = int(parent->children.size());
    beginInsertRows(indexOf(parent), row, row);
    FileNode *added = parent->append(name);
    ++m_count;
    endInsertRows();
    return added;
}

FileNode *FileTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<FileNode *>(index.internalPointer()) : m_top.get();
}

QModelIndex FileTreeModel::indexOf(const FileNode *node) const
{
    return node == m_top.get() ? QModelIndex() : createIndex(node->row, 0, node);
}

QString FileTreeModel::path(const QModelIndex &index) const
{
    QString path;
    for (const FileNode *node = nodeOf(index); node != m_top.get(); node = node->parent)
        path = node->name + (path.isEmpty() ? QString() : u'/' + path);
    return path;
}

const Artifact *FileTreeModel::artifact(const QModelIndex &index) const
{
    const qsizetype number = nodeOf(index)->artifact;
    return number >= 0 && number < m_artifacts.size() ? &m_artifacts.at(number) : nullptr;
}

QModelIndex FileTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const FileNode *node = nodeOf(parent);
    if (row < 0 || row >= int(node->children.size()) || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex FileTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(nodeOf(child)->parent) : QModelIndex();
}

int FileTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->children.size());
}

int FileTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString FileTreeModel::textAt(const FileNode &node, int column) const
{
    switch (column) {
    case Name:
        return visibleLine(node.name, 255);
    case Last:
        return lastOf(node);
    case Who:
        return visibleLine(node.last.who, 80);
    default:
        return sizeOf(node);
    }
}

QString FileTreeModel::lastOf(const FileNode &node) const
{
    if (node.isTouched)
        return fileWords(node.last.touch).done;
    if (node.refused > 0)
        return tr("%1 refused below").arg(node.refused);
    if (node.content == FileNode::Content::Unreadable)
        return tr("cannot be read");
    if (node.kind == sandbox::EntryKind::Symlink)
        return tr("link, not followed");
    return {};
}

QString FileTreeModel::sizeOf(const FileNode &node) const
{
    if (node.artifact >= 0 && node.artifact < m_artifacts.size())
        return sizeText(m_artifacts.at(node.artifact).size);
    if (node.more > 0)
        return tr("%1 more").arg(QLocale().toString(node.more));
    return node.kind == sandbox::EntryKind::Regular ? sizeText(qint64(node.size)) : QString();
}

QString FileTreeModel::sortKey(const FileNode &node) const
{
    if (node.parent == m_top.get())
        return QString(QChar(node.row));
    return (node.touches > 0 ? u'0' : u'1') + QString(node.isFolder() ? u'0' : u'1') +
           node.name.toCaseFolded();
}

QIcon FileTreeModel::iconOf(const FileNode &node) const
{
    if (node.parent == m_top.get())
        return m_theme->icon(u"hard-drive", ColorRole::Queued);
    if (node.isFolder())
        return m_theme->icon(u"folder");
    if (node.artifact >= 0 && node.artifact < m_artifacts.size())
        return m_theme->icon(artifactIcon(m_artifacts.at(node.artifact)), ColorRole::Queued);
    return m_theme->icon(node.kind == sandbox::EntryKind::Symlink ? u"link" : u"file");
}

QVariant FileTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const FileNode &node = *nodeOf(index);
    const bool isRefused = node.isTouched ? node.last.touch.isRefused() : node.refused > 0;
    if (role == Qt::DisplayRole)
        return textAt(node, index.column());
    if (role == SortRole)
        return sortKey(node);
    if (role == Qt::DecorationRole && index.column() == Name)
        return iconOf(node);
    if (role == Qt::DecorationRole && index.column() == Last && node.isTouched) {
        const FileWords words = fileWords(node.last.touch);
        return m_theme->icon(words.icon, words.color);
    }
    if (role == Qt::ForegroundRole && index.column() == Last && isRefused)
        return m_theme->color(ColorRole::Failed);
    if (role == Qt::ForegroundRole && index.column() > Name && node.touches == 0)
        return m_theme->color(ColorRole::TextDim);
    if (role == Qt::ToolTipRole)
        return plainToolTip(node.isTouched && isRefused ? node.last.touch.problem : path(index));
    return {};
}

QVariant FileTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    const QString titles[] = {tr("In the sandbox"), tr("Last"), tr("By"), tr("Size")};
    return titles[section];
}

} // namespace glasshouse::ui
