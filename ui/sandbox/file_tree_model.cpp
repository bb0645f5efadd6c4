#include "ui/sandbox/file_tree_model.h"

#include "ui/common/visible_text.h"
#include "ui/sandbox/artifact_view.h"

#include <QDir>

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
    : QAbstractItemModel(parent), m_theme(theme), m_top(std::make_unique<Node>())
{
    setMounts({});
}

FileTreeModel::~FileTreeModel() = default;

void FileTreeModel::setMounts(const QVector<FolderMount> &mounts)
{
    QStringList roots{Output};
    for (const FolderMount &mount : mounts)
        roots.append(QDir::cleanPath(mount.guest));
    roots.removeDuplicates();
    if (roots == m_roots)
        return;
    // What was done to files of a mount that is gone stays in the list of accesses, not in the tree.
    m_roots = roots;
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
    m_top = std::make_unique<Node>();
    m_count = 0;
    m_leftOut = 0;
    for (const QString &root : m_roots) {
        auto node = std::make_unique<Node>();
        node->name = root;
        node->parent = m_top.get();
        node->row = int(m_top->children.size());
        m_top->byName.insert(root, node.get());
        m_top->children.push_back(std::move(node));
    }
    endResetModel();
    placeArtifacts();
}

void FileTreeModel::placeArtifacts()
{
    for (qsizetype i = 0; i < m_artifacts.size(); ++i) {
        Node *node = find(Output + u'/' + m_artifacts.at(i).name);
        if (!node)
            continue;
        node->artifact = i;
        Q_EMIT dataChanged(indexOf(node), indexOf(node).siblingAtColumn(Size));
    }
}

void FileTreeModel::add(const QVector<SeenTouch> &touches)
{
    for (const SeenTouch &seen : touches)
        touch(seen);
}

void FileTreeModel::touch(const SeenTouch &seen)
{
    Node *node =
        find(seen.touch.newPath.isEmpty() || seen.touch.isRefused() ? seen.touch.path : seen.touch.newPath);
    if (!node)
        return;
    node->last = seen;
    node->isTouched = true;
    Q_EMIT dataChanged(indexOf(node), indexOf(node).siblingAtColumn(Size));
    if (!seen.touch.isRefused())
        return;
    for (Node *each = node; each != m_top.get(); each = each->parent)
        ++each->refused;
}

FileTreeModel::Node *FileTreeModel::rootOf(const QString &path) const
{
    Node *best = nullptr; // the longest: mounts lie in each other
    for (const auto &root : m_top->children) {
        if (isWithin(path, root->name) && (!best || root->name.size() > best->name.size()))
            best = root.get();
    }
    return best;
}

FileTreeModel::Node *FileTreeModel::find(const QString &path)
{
    Node *node = rootOf(path);
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

FileTreeModel::Node *FileTreeModel::child(Node *parent, const QString &name)
{
    if (Node *known = parent->byName.value(name))
        return known;
    if (m_count >= MostFiles)
        return nullptr;
    const int row = int(parent->children.size());
    beginInsertRows(indexOf(parent), row, row);
    auto node = std::make_unique<Node>();
    node->name = name;
    node->parent = parent;
    node->row = row;
    parent->byName.insert(name, node.get());
    parent->children.push_back(std::move(node));
    ++m_count;
    endInsertRows();
    return parent->children.back().get();
}

FileTreeModel::Node *FileTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_top.get();
}

QModelIndex FileTreeModel::indexOf(const Node *node) const
{
    return node == m_top.get() ? QModelIndex() : createIndex(node->row, 0, node);
}

QString FileTreeModel::path(const QModelIndex &index) const
{
    QString path;
    for (const Node *node = nodeOf(index); node != m_top.get(); node = node->parent)
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
    const Node *node = nodeOf(parent);
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

QString FileTreeModel::textAt(const Node &node, int column) const
{
    switch (column) {
    case Name:
        return visibleLine(node.name, 255);
    case Last:
        if (node.isTouched)
            return fileWords(node.last.touch).done;
        return node.refused > 0 ? tr("%1 refused below").arg(node.refused) : QString();
    case Who:
        return visibleLine(node.last.who, 80);
    default:
        return node.artifact >= 0 && node.artifact < m_artifacts.size()
                   ? sizeText(m_artifacts.at(node.artifact).size)
                   : QString();
    }
}

QIcon FileTreeModel::iconOf(const Node &node) const
{
    if (node.parent == m_top.get())
        return m_theme->icon(u"hard-drive", ColorRole::Queued);
    if (!node.children.empty())
        return m_theme->icon(u"folder");
    if (node.artifact >= 0 && node.artifact < m_artifacts.size())
        return m_theme->icon(artifactIcon(m_artifacts.at(node.artifact)), ColorRole::Queued);
    return m_theme->icon(u"file");
}

QVariant FileTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = *nodeOf(index);
    const bool isRefused = node.isTouched ? node.last.touch.isRefused() : node.refused > 0;
    if (role == Qt::DisplayRole)
        return textAt(node, index.column());
    if (role == Qt::DecorationRole && index.column() == Name)
        return iconOf(node);
    if (role == Qt::DecorationRole && index.column() == Last && node.isTouched) {
        const FileWords words = fileWords(node.last.touch);
        return m_theme->icon(words.icon, words.color);
    }
    if (role == Qt::ForegroundRole && index.column() == Last && isRefused)
        return m_theme->color(ColorRole::Failed);
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
