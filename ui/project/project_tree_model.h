// The project as a tree of two levels: agents, workflows, tools and sandboxes with their counts.
#pragma once

#include "core/model/project.h"
#include "ui/common/theme.h"

#include <QAbstractItemModel>

#include <array>

namespace glasshouse::ui {

struct ProjectItem
{
    enum class Kind { None, Agent, Workflow, Tool, Sandbox };

    Kind kind = Kind::None;
    QString name;

    bool operator==(const ProjectItem &) const = default;
};

class ProjectTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    // `agentMimeType` is what a dragged agent is offered as: its name, UTF-8.
    ProjectTreeModel(const Theme *theme, const QString &agentMimeType, QObject *parent = nullptr);

    // Does nothing where the rows stay the same, so that typing in an inspector costs nothing here.
    void setProject(const Project &project);

    [[nodiscard]] ProjectItem item(const QModelIndex &index) const; // Kind::None for a group
    [[nodiscard]] QModelIndex indexOf(const ProjectItem &item) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;

Q_SIGNALS:
    void renameRequested(const glasshouse::ui::ProjectItem &item, const QString &text);

private:
    struct Row
    {
        QString name;
        QString text;
        QString toolTip;

        bool operator==(const Row &) const = default;
    };
    struct Group
    {
        ProjectItem::Kind kind;
        QString title;
        QIcon icon;
        QVector<Row> rows;
    };

    [[nodiscard]] static QVector<Row> rowsFor(const Project &project, ProjectItem::Kind kind);
    void setRows(int group, const QVector<Row> &rows);
    [[nodiscard]] QVariant groupData(const Group &group, int role) const;

    QString m_agentMimeType;
    std::array<Group, 4> m_groups;
};

} // namespace glasshouse::ui
