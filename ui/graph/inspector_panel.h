// The inspector: shows and edits what is selected (an agent, a node, an edge or a workflow); every change can
// be undone.
#pragma once

#include "core/llm/connection.h"

#include <QPointer>
#include <QWidget>

class QScrollArea;

namespace glasshouse::ui {

class InspectorPage;
class ProjectDocument;
class Theme;

// What to inspect. `name` is the agent's name, or the id of the node or edge in `workflow`.
struct InspectorTarget
{
    enum class Kind { Nothing, Agent, Node, Edge, Workflow };

    Kind kind = Kind::Nothing;
    QString workflow;
    QString name;

    bool operator==(const InspectorTarget &) const = default;
    [[nodiscard]] static InspectorTarget agent(const QString &name) { return {Kind::Agent, {}, name}; }
    [[nodiscard]] static InspectorTarget node(const QString &workflow, const QString &id)
    {
        return {Kind::Node, workflow, id};
    }
    [[nodiscard]] static InspectorTarget edge(const QString &workflow, const QString &id)
    {
        return {Kind::Edge, workflow, id};
    }
    [[nodiscard]] static InspectorTarget ofWorkflow(const QString &workflow)
    {
        return {Kind::Workflow, workflow, {}};
    }
};

class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    InspectorPanel(Theme *theme, ProjectDocument *document, QWidget *parent = nullptr);
    ~InspectorPanel() override;

    void setTarget(const InspectorTarget &target);
    [[nodiscard]] const InspectorTarget &target() const { return m_target; }
    void setConnections(const QVector<Connection> &connections);
    void setBuiltInTools(const QStringList &names);

Q_SIGNALS:
    void problemActivated(const QString &workflow, const QString &node); // double-click on a row of Problems
    void targetChanged(); // also when a rename made the target's name another
    void editRefused(const QString &sentence);

private:
    void rebuild();
    void refresh();
    [[nodiscard]] InspectorPage *createPage();

    Theme *m_theme;
    ProjectDocument *m_document;
    InspectorTarget m_target;
    QVector<Connection> m_connections;
    QStringList m_builtInTools;
    QScrollArea *m_scroll;
    QPointer<InspectorPage> m_page;
};

} // namespace glasshouse::ui
