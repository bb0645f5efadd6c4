#include "ui/mainwindow/editor_tabs.h"

#include "ui/project/project_edits.h"

namespace glasshouse::ui {

namespace {

using Kind = ProjectItem::Kind;

QString agentPrefix()
{
    return QStringLiteral("agent:");
}

QString workflowPrefix()
{
    return QStringLiteral("workflow:");
}

QString toString(const ProjectItem &item)
{
    return (item.kind == Kind::Agent ? agentPrefix() : workflowPrefix()) + item.name;
}

} // namespace

EditorTabs::EditorTabs(const Theme *theme, QWidget *parent) : QTabBar(parent), m_theme(theme)
{
    setTabsClosable(true);
    setMovable(true);
    setExpanding(false);
    setDrawBase(false);
    setElideMode(Qt::ElideRight);
    setUsesScrollButtons(true);
    setAccessibleName(tr("Open editors"));
    connect(this, &QTabBar::currentChanged, this, &EditorTabs::report);
    connect(this, &QTabBar::tabCloseRequested, this, &QTabBar::removeTab);
}

ProjectItem EditorTabs::fromString(const QString &text)
{
    if (text.startsWith(agentPrefix()))
        return {Kind::Agent, text.mid(agentPrefix().size())};
    if (text.startsWith(workflowPrefix()))
        return {Kind::Workflow, text.mid(workflowPrefix().size())};
    return {};
}

QStringList EditorTabs::toStrings() const
{
    QStringList all;
    for (int i = 0; i < count(); ++i)
        all.append(tabData(i).toString());
    return all;
}

ProjectItem EditorTabs::item(int index) const
{
    return fromString(tabData(index).toString());
}

ProjectItem EditorTabs::current() const
{
    return item(currentIndex());
}

int EditorTabs::indexOf(const ProjectItem &item) const
{
    return int(toStrings().indexOf(toString(item)));
}

void EditorTabs::open(const ProjectItem &item, const QString &title)
{
    int index = indexOf(item);
    if (index < 0) {
        const QSignalBlocker quiet(this); // the first tab becomes current before it has its data
        const bool isAgent = item.kind == Kind::Agent;
        index = addTab(
            m_theme->icon(isAgent ? u"bot" : u"workflow", isAgent ? ColorRole::Accent : ColorRole::TextDim),
            title);
        setTabData(index, toString(item));
    }
    setCurrentIndex(index);
    report();
}

void EditorTabs::setProject(const Project &project)
{
    for (int i = count() - 1; i >= 0; --i) {
        const ProjectItem shown = item(i);
        const Workflow *workflow = shown.kind == Kind::Workflow ? project.workflow(shown.name) : nullptr;
        if (workflow)
            setTabText(i, titleOf(*workflow));
        else if (!project.agent(shown.name) || shown.kind != Kind::Agent)
            removeTab(i);
    }
}

void EditorTabs::follow(const ProjectItem &before, const ProjectItem &after)
{
    const int index = indexOf(before);
    if (index < 0 || before == after)
        return;
    setTabData(index, toString(after));
    setTabText(index, after.name);
    if (index == currentIndex())
        report();
}

void EditorTabs::closeAll()
{
    while (count() > 0)
        removeTab(count() - 1);
}

void EditorTabs::report()
{
    Q_EMIT currentItemChanged(current());
}

} // namespace glasshouse::ui
