// The files of /output and of the mounts as a tree, looked into folder by folder, with what was done to each
// last; bounded.
#pragma once

#include "core/model/message.h"
#include "core/model/sandbox_access.h"
#include "sandbox/files/tree_listing.h"
#include "ui/sandbox/file_words.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace glasshouse::ui {

struct FileNode;

class FileTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Last, Who, Size, ColumnCount };
    static constexpr int SortRole = Qt::UserRole; // what was touched first, then folders, then by name
    static constexpr int MostFiles = 10'000;      // that were touched
    static constexpr int MostListed = 20'000;     // others

    explicit FileTreeModel(const Theme *theme, QObject *parent = nullptr);
    ~FileTreeModel() override;

    // `open` are the places of those that can be looked into: contentWanted() asks for it.
    void setMounts(const QVector<FolderMount> &mounts, const QStringList &open = {});
    void setContent(const QString &path, const sandbox::TreeListing &content);
    void setUnreadable(const QString &path);
    void lookAgain();                                      // into what was looked into
    void setArtifacts(const QVector<Artifact> &artifacts); // the files of /output
    void add(const QVector<SeenTouch> &touches);
    void clear();                                              // what was done; the mounts and artifacts stay
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; } // files that had no room in the tree

    [[nodiscard]] QString path(const QModelIndex &index) const; // in the sandbox
    [[nodiscard]] const Artifact *artifact(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void contentWanted(const QString &path);

private:
    [[nodiscard]] FileNode *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const FileNode *node) const;
    [[nodiscard]] FileNode *rootOf(const QString &path) const;
    [[nodiscard]] FileNode *known(const QString &path) const;
    FileNode *child(FileNode *parent, const QString &name); // nullptr if there is no room
    FileNode *find(const QString &path);
    void touch(const SeenTouch &seen);
    void noteAbove(FileNode *node, bool refused);
    void placeArtifacts();
    void rebuild();
    void addListed(FileNode *parent, const sandbox::TreeListing &content);
    void removeUnlisted(FileNode *parent, const sandbox::TreeListing &content);
    void lookAgainInto(FileNode *node);
    void tellChanged(const FileNode *node);
    [[nodiscard]] QString textAt(const FileNode &node, int column) const;
    [[nodiscard]] QString lastOf(const FileNode &node) const;
    [[nodiscard]] QString sizeOf(const FileNode &node) const;
    [[nodiscard]] QString sortKey(const FileNode &node) const;
    [[nodiscard]] QIcon iconOf(const FileNode &node) const;

    const Theme *m_theme;
    QStringList m_roots; // /output first
    QStringList m_openRoots;
    QVector<Artifact> m_artifacts;
    std::unique_ptr<FileNode> m_top;
    int m_count = 0;
    int m_listed = 0;
    qint64 m_leftOut = 0;
};

} // namespace glasshouse::ui
