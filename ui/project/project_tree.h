// The project tree of the left column: what the project holds, with new, rename, duplicate and delete.
#pragma once

#include "core/model/edit.h"
#include "ui/common/theme.h"
#include "ui/project/project_tree_model.h"

#include <QWidget>

class QMenu;
class QTreeView;

namespace glasshouse::ui {

class ProjectDocument;

class ProjectTree : public QWidget
{
    Q_OBJECT

public:
    // The document outlives the tree. `newActions` are what the plus button offers.
    ProjectTree(const Theme *theme, ProjectDocument *document, const QString &agentMimeType,
                const QList<QAction *> &newActions, QWidget *parent = nullptr);

    void select(const ProjectItem &item);
    [[nodiscard]] ProjectItem current() const;
    void rename(const ProjectItem &item); // opens the editor in the row
    [[nodiscard]] QTreeView *view() const { return m_view; }

public Q_SLOTS:
    void renameCurrent();
    void duplicateCurrent();
    void deleteCurrent();

Q_SIGNALS:
    void activated(const glasshouse::ui::ProjectItem &item); // click, double-click or Enter
    void chatRequested(const QString &agent);
    void runRequested(const QString &workflow);
    void editRefused(const QString &sentence);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; // files that are dropped onto the rows

private:
    void build(const Theme *theme, const QList<QAction *> &newActions);
    void refresh();
    bool perform(const Edit &edit);
    void addFiles(const QStringList &paths);
    void applyRename(const ProjectItem &item, const QString &text);
    void showMenu(const QPoint &position);
    void addItemActions(QMenu &menu, const ProjectItem &item);

    ProjectDocument *m_document;
    ProjectTreeModel *m_model;
    QTreeView *m_view;
    QList<QAction *> m_newActions;
};

} // namespace glasshouse::ui
