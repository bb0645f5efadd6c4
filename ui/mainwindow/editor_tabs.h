// The open editors of the Design page as tabs: workflows and agents, in the order they were opened.
#pragma once

#include "ui/common/theme.h"
#include "ui/project/project_tree_model.h"

#include <QTabBar>

namespace glasshouse::ui {

class EditorTabs : public QTabBar
{
    Q_OBJECT

public:
    explicit EditorTabs(const Theme *theme, QWidget *parent = nullptr);

    void open(const ProjectItem &item, const QString &title); // or switches to it
    void setProject(const Project &project);                  // drops what is gone, follows new titles
    void follow(const ProjectItem &before, const ProjectItem &after); // a rename
    void closeAll();
    [[nodiscard]] ProjectItem current() const;
    [[nodiscard]] ProjectItem item(int index) const;

    // "agent:Writer", for the settings.
    [[nodiscard]] QStringList toStrings() const;
    [[nodiscard]] static ProjectItem fromString(const QString &text);

Q_SIGNALS:
    void currentItemChanged(const glasshouse::ui::ProjectItem &item);

private:
    [[nodiscard]] int indexOf(const ProjectItem &item) const;
    void report();

    const Theme *m_theme;
};

} // namespace glasshouse::ui
