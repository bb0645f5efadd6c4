#include "ui/sandbox/json_tree_model.h"

#include "ui/common/visible_text.h"

#include <QJsonArray>
#include <QJsonObject>

#include <vector>

namespace glasshouse::ui {

struct JsonTreeModel::Node
{
    QString key;
    QJsonValue value;
    Node *parent = nullptr;
    int row = 0;
    bool expanded = false;
    std::vector<std::unique_ptr<Node>> children;

    [[nodiscard]] int size() const
    {
        return int(value.isArray() ? value.toArray().size() : value.isObject() ? value.toObject().size() : 0);
    }

    void expand()
    {
        if (std::exchange(expanded, true))
            return;
        if (value.isArray()) {
            const QJsonArray array = value.toArray();
            for (qsizetype i = 0; i < array.size(); ++i)
                add(QString::number(i), array.at(i));
        } else if (value.isObject()) {
            const QJsonObject object = value.toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                add(it.key(), it.value());
        }
    }

    void add(const QString &name, const QJsonValue &content)
    {
        auto child = std::make_unique<Node>();
        child->key = name;
        child->value = content;
        child->parent = this;
        child->row = int(children.size());
        children.push_back(std::move(child));
    }

    [[nodiscard]] QString text() const
    {
        switch (value.type()) {
        case QJsonValue::Array:
            return JsonTreeModel::tr("items: %1").arg(size());
        case QJsonValue::Object:
            return JsonTreeModel::tr("keys: %1").arg(size());
        case QJsonValue::String:
            return visibleLine(value.toString(), 1000);
        case QJsonValue::Null:
            return QStringLiteral("null");
        default:
            return value.toVariant().toString();
        }
    }
};

JsonTreeModel::JsonTreeModel(const QJsonValue &root, QObject *parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>())
{
    m_root->value = root;
}

JsonTreeModel::~JsonTreeModel() = default;

JsonTreeModel::Node *JsonTreeModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    Node *node = nodeAt(parent);
    node->expand();
    return row >= 0 && row < int(node->children.size())
               ? createIndex(row, column, node->children.at(size_t(row)).get())
               : QModelIndex();
}

QModelIndex JsonTreeModel::parent(const QModelIndex &child) const
{
    const Node *above = child.isValid() ? nodeAt(child)->parent : nullptr;
    return above && above != m_root.get() ? createIndex(above->row, 0, above) : QModelIndex();
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : nodeAt(parent)->size();
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole || !index.isValid())
        return {};
    const Node *node = nodeAt(index);
    return index.column() == 0 ? visibleLine(node->key, 300) : node->text();
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == 0 ? tr("Key") : tr("Value");
}

} // namespace glasshouse::ui
