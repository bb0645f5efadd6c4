// The Files tab of Glass: which folders of this machine code sees, the files it sees, and what it did with
// them.
#pragma once

#include "core/model/message.h"
#include "core/model/mount_rules.h"
#include "core/trace/event.h"
#include "core/trace/files_accessed.h"
#include "sandbox/files/tree_listing.h"
#include "ui/sandbox/file_words.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

class QSortFilterProxyModel;
class QTableView;
class QToolButton;
class QTreeView;

namespace glasshouse::ui {

class FileAuditModel;
class FileTreeModel;
class FolderScout;
class MountTable;
class ToneLabel;

class FilesView : public QWidget
{
    Q_OBJECT

public:
    explicit FilesView(const Theme *theme, QWidget *parent = nullptr);

    void setAccess(const SandboxAccess &access, const QVector<FolderConsent> &consents);
    void setArtifacts(const QVector<Artifact> &artifacts);
    void clear();                               // what code did
    void applyEvent(const trace::Event &event); // of any type
    void add(const trace::FilesAccessed &accessed, const QString &who);
    void flush(); // what waits for the next batch is shown now
    [[nodiscard]] MountTable *mounts() const { return m_mounts; }

Q_SIGNALS:
    void activated(const glasshouse::Artifact &artifact); // a file of /output, or one of a mount as it is now

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void build();
    [[nodiscard]] QWidget *buildActivity();
    void buildTree();
    [[nodiscard]] QWidget *buildAudit();
    void openFile(const QModelIndex &shown);
    [[nodiscard]] QString hostFileOf(const QString &path) const;
    void refreshCounts();
    void lookInto(const QString &path);
    void showContent(const QString &host, const QString &path, const sandbox::TreeListing *content);
    void lookAgain();

    const Theme *m_theme;
    SandboxAccess m_access;
    QVector<FolderConsent> m_consents;
    QHash<QString, QString> m_hosts;  // of the open mounts: the folder of this machine, by place
    QHash<QString, QString> m_agents; // by run: whose code runs
    QVector<SeenTouch> m_waiting;
    qint64 m_leftOut = 0;
    MountTable *m_mounts;
    FileTreeModel *m_treeModel;
    QSortFilterProxyModel *m_sorted; // of the tree
    FileAuditModel *m_auditModel;
    QTreeView *m_tree;
    QTableView *m_audit;
    QToolButton *m_refusedOnly;
    ToneLabel *m_counts;
    ToneLabel *m_quiet; // there is nothing in the list, and what would be
    FolderScout *m_scout;
    bool m_isOutdated = true; // code may have changed what the folders hold
    QTimer m_batch;
};

} // namespace glasshouse::ui
