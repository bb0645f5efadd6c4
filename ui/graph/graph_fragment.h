// A piece of a workflow on the clipboard: nodes and the edges between them, pasted under new ids.
#pragma once

#include "core/model/edit.h"

class QMimeData;

namespace glasshouse::ui {

struct GraphFragment
{
    QVector<Node> nodes;
    QVector<Edge> edges;  // between nodes of the fragment
    QVector<Edge> inputs; // from nodes outside of it

    bool operator==(const GraphFragment &) const = default;
    [[nodiscard]] bool isEmpty() const { return nodes.isEmpty(); }
    [[nodiscard]] QPointF topLeft() const;
};

enum class InputLinks { Drop, Keep };

struct Insertion
{
    Edits step;
    QStringList nodes; // the new ids
};

[[nodiscard]] GraphFragment fragmentOf(const Workflow &workflow, const QStringList &nodes);

// The fragment with its top left corner at `at`. A second Start is left out: a workflow has one.
[[nodiscard]] Insertion insertion(const Workflow &workflow, const GraphFragment &fragment, QPointF at,
                                  InputLinks links);

[[nodiscard]] QMimeData *toMimeData(const GraphFragment &fragment);      // the caller owns it
[[nodiscard]] GraphFragment fragmentFromMimeData(const QMimeData *data); // empty if there is none

} // namespace glasshouse::ui
