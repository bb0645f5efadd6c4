// The files of /output and of the mounts as a tree, with what was done to each last; bounded.
#pragma once

#include "core/model/message.h"
#include "core/model/sandbox_access.h"
#include "ui/sandbox/file_words.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace glasshouse::ui {

class FileTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Last, Who, Size, ColumnCount };
    static constexpr int MostFiles = 10'000;

    explicit FileTreeModel(const Theme *theme, QObject *parent = nullptr);
    ~FileTreeModel() override;

    void setMounts(const QVector<FolderMount> &mounts);
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
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node
    {
        QString name; // of a root: its place in the sandbox
        Node *parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
        QHash<QString, Node *> byName;
        SeenTouch last;
        bool isTouched = false;
        int refused = 0; // below and at it
        qsizetype artifact = -1;
    };

    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node *node) const;
    [[nodiscard]] Node *rootOf(const QString &path) const;
    Node *child(Node *parent, const QString &name); // nullptr if there is no room
    Node *find(const QString &path);
    void touch(const SeenTouch &seen);
    void placeArtifacts();
    void rebuild();
    [[nodiscard]] QString textAt(const Node &node, int column) const;
    [[nodiscard]] QIcon iconOf(const Node &node) const;

    const Theme *m_theme;
    QStringList m_roots; // /output first
    QVector<Artifact> m_artifacts;
    std::unique_ptr<Node> m_top;
    int m_count = 0;
    qint64 m_leftOut = 0;
};

} // namespace glasshouse::ui
