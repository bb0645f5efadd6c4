// Makes the edits of the canvas on the open project and says in a sentence why one is refused.
#pragma once

#include "ui/graph/arrangement.h"
#include "ui/graph/graph_fragment.h"
#include "ui/graph/graph_scene.h"
#include "ui/graph/layered_layout.h"

#include <QObject>

namespace glasshouse::ui {

class ProjectDocument;

// A node to be added: by kind, or for an agent that exists; perhaps wired to a port at once.
struct NodeWish
{
    QString kind;
    QString agent; // empty with kind "agent": a new agent is made with the node
    std::optional<PortHit> wire;
};

class GraphController : public QObject
{
    Q_OBJECT

public:
    explicit GraphController(ProjectDocument *document, QObject *parent = nullptr);

    void setWorkflow(const QString &name);
    [[nodiscard]] const QString &workflowName() const { return m_name; }
    [[nodiscard]] const Workflow *workflow() const; // nullptr if there is none of that name
    [[nodiscard]] const Project &project() const;

    // Each is one undo step. Empty or false: refused() said why.
    QString addNode(const NodeWish &wish, QPointF position);
    // An agent's file becomes the agent and its node, a text becomes a note, a workflow's file is added
    // beside this one. The id of the node, if there is one.
    QString addFile(const QString &path, QPointF position);
    bool connectPorts(const Port &from, const Port &to);
    bool moveNodes(const QVector<NodeMove> &moves);
    bool remove(const QStringList &nodes, const QStringList &edges);
    bool rename(const QString &node, const QString &title);
    QStringList insert(const GraphFragment &fragment, QPointF at, InputLinks links);
    bool tidy(const DrawnSizes &sizes);
    bool arrange(const QVector<PlacedNode> &nodes, Arrangement arrangement);

    // Why an edge between two ports is refused, whichever was picked first; nothing if it fits.
    [[nodiscard]] std::optional<QString> whyNotConnectable(const PortHit &a, const PortHit &b) const;

Q_SIGNALS:
    void workflowChanged(); // its content, or another one is shown
    void refused(const QString &sentence);
    void noted(const QString &sentence); // what was done where it can't be seen

private:
    bool perform(const Edit &edit);
    QString addNote(const Workflow &flow, const QString &path, QPointF position);
    QString addPart(const Workflow &flow, const QString &path, QPointF position);
    bool performMoves(const QString &text, const QVector<NodeMove> &moves);
    void follow(const Edit &edit);

    ProjectDocument *m_document;
    QString m_name;
};

} // namespace glasshouse::ui
