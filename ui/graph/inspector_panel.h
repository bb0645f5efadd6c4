// The inspector: shows and edits what is selected (an agent, a node, an edge or a workflow); every change can
// be undone.
#pragma once

#include "core/llm/connection.h"
#include "core/model/edit.h"

#include <QWidget>

#include <memory>

class QScrollArea;

namespace glasshouse::ui {

class InspectorSection;
class CanvasNotice;
class ProjectDocument;
class Theme;
struct InspectorContext;

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
    [[nodiscard]] const InspectorTarget &target() const;
    void setConnections(const QVector<Connection> &connections);
    void setBuiltInTools(const QStringList &names);

Q_SIGNALS:
    void problemActivated(const QString &workflow, const QString &node); // double-click on a row of Problems
    void targetChanged(); // also when a rename made the target's name another
    void editRefused(const QString &sentence);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void addSections(QWidget *page);
    void refresh();
    void follow(const Edit &edit);
    void placeNotice();
    [[nodiscard]] QString shapeOf() const; // which sections are shown; empty: the target is gone

    std::unique_ptr<InspectorContext> m_context;
    QScrollArea *m_scroll;
    CanvasNotice *m_notice;
    QVector<InspectorSection *> m_sections; // of the page that is shown, which owns them
    QString m_shape;
};

} // namespace glasshouse::ui
