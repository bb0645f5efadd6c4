// The scene: keeps one item per node and edge in step with the workflow, changing only what differs.
#pragma once

#include "core/model/validation.h"
#include "core/trace/run_phase.h"
#include "ui/graph/edge_item.h"
#include "ui/graph/node_item.h"

#include <QGraphicsScene>
#include <QTimer>
#include <QVariantAnimation>

#include <memory>
#include <optional>

namespace glasshouse::ui {

class CardPictures;

struct PortHit
{
    Port port;
    bool isOutput = false;

    bool operator==(const PortHit &) const = default;
};

class GraphScene : public QGraphicsScene
{
    Q_OBJECT

public:
    explicit GraphScene(Theme *theme, QObject *parent = nullptr);
    ~GraphScene() override;

    // A null workflow empties the scene. Nodes that have moved glide to their place if `animate`.
    void setContents(const Project &project, const Workflow *workflow, bool animate);
    void setProblems(const QVector<Problem> &problems); // of this workflow
    void setRunView(const trace::RunView &view);
    void setAnimated(bool animated); // false while nobody looks

    [[nodiscard]] NodeItem *nodeItem(const QString &id) const { return m_nodes.value(id); }
    [[nodiscard]] EdgeItem *edgeItem(const QString &id) const { return m_edges.value(id); }
    [[nodiscard]] const QHash<QString, NodeItem *> &nodeItems() const { return m_nodes; }
    [[nodiscard]] const QHash<QString, EdgeItem *> &edgeItems() const { return m_edges; }
    [[nodiscard]] NodeItem *nodeAt(QPointF position) const;
    [[nodiscard]] EdgeItem *edgeAt(QPointF position, double reach) const;
    [[nodiscard]] std::optional<PortHit> portAt(QPointF position, double reach) const;
    [[nodiscard]] QPointF portPosition(const PortHit &hit) const;
    [[nodiscard]] QRectF contents() const; // of all nodes; empty if there are none

    [[nodiscard]] QStringList selectedNodes() const;
    [[nodiscard]] QStringList selectedEdges() const;
    void select(const QStringList &nodes, const QStringList &edges = {});

    void finishAnimation(); // nodes are where they belong afterwards
    [[nodiscard]] CardPictures &pictures() const { return *m_pictures; }

Q_SIGNALS:
    void contentsChanged();
    void runChanged();

private:
    void syncNodes(const Project &project, const Workflow &workflow, bool animate);
    void syncEdges(const Workflow &workflow);
    void settleLabels();
    void removeAllItems();
    void place(NodeItem *item, QPointF position, bool animate);
    void startGlide();
    void applyRun(NodeItem *item) const;
    void applyRun(EdgeItem *item) const;
    void applyProblems(NodeCard &card) const;
    void fitSceneRect();
    void turnSpinners();
    void updateSpinner();

    Theme *m_theme;
    std::unique_ptr<NodeGeometry> m_geometry;
    std::unique_ptr<CardPictures> m_pictures;
    QHash<QString, NodeItem *> m_nodes; // the scene owns its items
    QHash<QString, EdgeItem *> m_edges;
    QMultiHash<QString, Problem> m_problems; // per node
    trace::RunView m_run;
    QHash<QString, std::pair<QPointF, QPointF>> m_glides; // node: from, to
    QVariantAnimation m_glide;
    QTimer m_spinner;
    double m_angle = 0;
    bool m_isAnimated = true;
};

} // namespace glasshouse::ui
