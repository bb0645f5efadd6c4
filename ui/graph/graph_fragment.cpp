#include "ui/graph/graph_fragment.h"

#include "core/base/json.h"
#include "ui/graph/graph_edits.h"
#include "ui/graph/mime_types.h"
#include "ui/graph/node_card.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QMimeData>
#include <QSet>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr qsizetype LargestClipboard = 8 << 20; // bytes; more than this isn't ours

template<typename T> QJsonArray toArray(const QVector<T> &values)
{
    QJsonArray array;
    for (const auto &value : values)
        array.append(value.toJson());
    return array;
}

template<typename T> QVector<T> fromArray(const QJsonValue &array)
{
    QVector<T> values;
    for (const auto &item : array.toArray()) {
        if (auto value = T::fromJson(item.toObject()))
            values.append(*std::move(value));
    }
    return values;
}

// Applies what it adds to a copy, so that every id it hands out is unique among the pasted ones too.
class Inserter
{
public:
    explicit Inserter(const Workflow &workflow) : m_workflow(workflow) {}

    void addNode(Node node, QPointF offset)
    {
        if (whyNotAddable(m_workflow, node.kind))
            return;
        const auto oldId = node.id;
        node.id = uniqueNodeId(m_workflow, oldId);
        node.position = snapped(sanePosition(node.position) + offset);
        m_newIds.insert(oldId, node.id);
        m_workflow.nodes.append(node);
        m_result.nodes.append(node.id);
        m_result.step.edits.append(AddNode{m_workflow.name, node});
    }

    void addEdge(Edge edge)
    {
        edge.from.node = m_newIds.value(edge.from.node, edge.from.node);
        edge.to.node = m_newIds.value(edge.to.node);
        if (whyNotConnectable(m_workflow, edge.from, edge.to))
            return;
        edge.id = uniqueEdgeId(m_workflow, edge.from.node, edge.to.node);
        m_workflow.edges.append(edge);
        m_result.step.edits.append(AddEdge{m_workflow.name, edge});
    }

    [[nodiscard]] bool isPasted(const QString &oldId) const { return m_newIds.contains(oldId); }
    [[nodiscard]] Insertion take() { return std::move(m_result); }

private:
    Workflow m_workflow;
    QHash<QString, QString> m_newIds;
    Insertion m_result;
};

} // namespace

QPointF GraphFragment::topLeft() const
{
    if (nodes.isEmpty())
        return {};
    auto corner = sanePosition(nodes.first().position);
    for (const auto &node : nodes) {
        const auto position = sanePosition(node.position);
        corner = {std::min(corner.x(), position.x()), std::min(corner.y(), position.y())};
    }
    return corner;
}

GraphFragment fragmentOf(const Workflow &workflow, const QStringList &nodes)
{
    GraphFragment fragment;
    const QSet<QString> wanted(nodes.begin(), nodes.end());
    for (const auto &node : workflow.nodes) {
        if (wanted.contains(node.id))
            fragment.nodes.append(node);
    }
    for (const auto &edge : workflow.edges) {
        if (!wanted.contains(edge.to.node))
            continue;
        (wanted.contains(edge.from.node) ? fragment.edges : fragment.inputs).append(edge);
    }
    return fragment;
}

Insertion insertion(const Workflow &workflow, const GraphFragment &fragment, QPointF at, InputLinks links)
{
    Inserter inserter(workflow);
    const auto offset = at - fragment.topLeft();
    for (const auto &node : fragment.nodes)
        inserter.addNode(node, offset);
    for (const auto &edge : fragment.edges) {
        if (inserter.isPasted(edge.from.node) && inserter.isPasted(edge.to.node))
            inserter.addEdge(edge);
    }
    for (const auto &edge : links == InputLinks::Keep ? fragment.inputs : QVector<Edge>())
        inserter.addEdge(edge);
    auto result = inserter.take();
    result.step.text = QCoreApplication::translate("GraphEdits", "Paste %1 nodes").arg(result.nodes.size());
    return result;
}

QMimeData *toMimeData(const GraphFragment &fragment)
{
    const QJsonObject json{{QStringLiteral("nodes"), toArray(fragment.nodes)},
                           {QStringLiteral("edges"), toArray(fragment.edges)},
                           {QStringLiteral("inputs"), toArray(fragment.inputs)}};
    auto *data = new QMimeData;
    data->setData(mime::Fragment, toCompactJson(json));
    QStringList titles;
    for (const auto &node : fragment.nodes)
        titles.append(displayTitle(node));
    data->setText(titles.join(u'\n'));
    return data;
}

GraphFragment fragmentFromMimeData(const QMimeData *data)
{
    const auto text = data ? data->data(mime::Fragment) : QByteArray();
    if (text.isEmpty() || text.size() > LargestClipboard)
        return {};
    const auto json = parseJsonObject(text);
    if (!json)
        return {};
    return {fromArray<Node>(json->value(u"nodes")), fromArray<Edge>(json->value(u"edges")),
            fromArray<Edge>(json->value(u"inputs"))};
}

} // namespace glasshouse::ui
