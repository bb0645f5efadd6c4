// Where the parts of a card are, in the card's own coordinates: the geometry strategy of the canvas.
#pragma once

#include "ui/common/theme.h"
#include "ui/graph/node_card.h"

#include <QFont>
#include <QFontMetricsF>
#include <QRectF>
#include <QVector>

namespace glasshouse::ui {

struct PortSpot
{
    QString name;
    QPointF center;
    QRectF label; // empty where the name says nothing

    bool operator==(const PortSpot &) const = default;
};

struct NodeLayout
{
    QRectF body;
    QRectF icon;
    QRectF title;
    QRectF state; // at the right of the title; its width is reserved, so that a running node never jumps
    QRectF subtitle;
    QRectF pill;               // below, only while the node waits for a person
    QString titleText;         // elided
    QStringList subtitleLines; // wrapped and elided
    QVector<PortSpot> inputs;
    QVector<PortSpot> outputs;

    bool operator==(const NodeLayout &) const = default;
};

// The card with what reaches past it: ports, shadow, halo and badges.
[[nodiscard]] QRectF cardExtent(const NodeLayout &layout);

class NodeGeometry
{
public:
    virtual ~NodeGeometry() = default;
    [[nodiscard]] virtual NodeLayout layout(const NodeCard &card, bool waitsForPerson) const = 0;
};

// The cards of the mockups: icon and title, one or two lines below, ports at the sides.
class CardGeometry final : public NodeGeometry
{
public:
    explicit CardGeometry(const Theme *theme);
    [[nodiscard]] NodeLayout layout(const NodeCard &card, bool waitsForPerson) const override;

private:
    [[nodiscard]] double widthFor(const NodeCard &card) const;
    void placeHeader(NodeLayout &layout, const NodeCard &card, double width) const;
    void placeSubtitle(NodeLayout &layout, const NodeCard &card) const;
    void placePorts(NodeLayout &layout, const NodeCard &card) const;
    [[nodiscard]] NodeLayout noteLayout(const NodeCard &card) const;

    QFontMetricsF m_titleMetrics;
    QFont m_textFont;
};

namespace card_metric {
inline constexpr double PortRadius = 4.5;
inline constexpr double PortReach = 14;         // how near the pointer has to be
inline constexpr double SilhouetteBelow = 0.28; // of full size: nothing could be read any more
inline constexpr double TextBelow = 0.4;
inline constexpr double TitleSize = 13, TextSize = 12, StateSize = 11;
} // namespace card_metric

} // namespace glasshouse::ui
