// How a card is drawn: the painting strategy of the canvas, with less detail the smaller it gets.
#pragma once

#include "core/trace/run_phase.h"
#include "ui/common/theme.h"
#include "ui/graph/node_card.h"
#include "ui/graph/node_layout.h"

#include <QHash>
#include <QPainterPath>

class QPainter;

namespace glasshouse::ui {

// How a port looks while an edge is being drawn.
enum class PortMark { Plain, Fits, DoesNotFit, Target };

// What a person is doing with the node.
struct NodeMarks
{
    bool isSelected = false;
    bool isHovered = false;
    PortMark inputs = PortMark::Plain;
    PortMark outputs = PortMark::Plain;

    bool operator==(const NodeMarks &) const = default;
};

struct NodeLook
{
    const NodeCard *card = nullptr;
    const NodeLayout *layout = nullptr;
    const trace::NodeView *run = nullptr; // null outside a run
    NodeMarks marks;
    double spinnerAngle = 0; // degrees
    double scale = 1;        // device-independent pixels per canvas unit
};

class NodePainter
{
public:
    virtual ~NodePainter() = default;
    virtual void paint(QPainter *painter, const NodeLook &look) const = 0;
};

class CardPainter final : public NodePainter
{
public:
    explicit CardPainter(const Theme *theme) : m_theme(theme) {}
    void paint(QPainter *painter, const NodeLook &look) const override;

    // The two halves of paint(): what stands still, and what turns while the node runs.
    void paintCard(QPainter *painter, const NodeLook &look) const;
    void paintSpinner(QPainter *painter, const NodeLook &look) const;
    [[nodiscard]] static bool isSilhouette(const NodeLook &look); // so small that it is a coloured box

private:
    void paintSilhouette(QPainter *painter, const NodeLook &look) const;
    void paintNote(QPainter *painter, const NodeLook &look) const;
    void paintBody(QPainter *painter, const NodeLook &look) const;
    void paintShadow(QPainter *painter, const QRectF &body, double radius) const;
    void paintTexts(QPainter *painter, const NodeLook &look) const;
    void paintState(QPainter *painter, const NodeLook &look) const;
    void paintPill(QPainter *painter, const NodeLook &look) const;
    void paintPorts(QPainter *painter, const NodeLook &look) const;
    void paintPort(QPainter *painter, const PortSpot &port, PortMark mark) const;
    void paintBadges(QPainter *painter, const NodeLook &look) const;
    void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, ColorRole role,
                   double angle = 0) const;

    const Theme *m_theme;
    mutable QHash<QString, QPainterPath> m_icons; // as they were first needed
};

// The colour that stands for a node from afar: on the minimap and below the scale at which text can be read.
[[nodiscard]] ColorRole colorOf(const NodeCard &card, const trace::NodeView *run);

// "4.1 s", "310 ms", "2 min 5 s".
[[nodiscard]] QString cardDurationText(qint64 milliseconds);

} // namespace glasshouse::ui
