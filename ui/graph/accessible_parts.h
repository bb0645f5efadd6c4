// A node or an edge of the canvas as a screen reader knows it: a name that says its state, a place, actions.
#pragma once

#include <QAccessible>
#include <QPointer>
#include <QRectF>

namespace glasshouse::ui {

class EdgeItem;
class GraphView;
class NodeItem;

// Knows its item by the id only, so it can outlive it: then it is not valid any more.
class AccessiblePart : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    AccessiblePart(GraphView *view, const QString &id) : m_view(view), m_id(id) {}

    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QWindow *window() const override;
    [[nodiscard]] QAccessibleInterface *parent() const override;
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessible::State state() const override;
    [[nodiscard]] QRect rect() const override;
    [[nodiscard]] QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString &) override {}
    [[nodiscard]] void *interface_cast(QAccessible::InterfaceType type) override;

    [[nodiscard]] QString localizedActionName(const QString &action) const override;
    [[nodiscard]] QStringList keyBindingsForAction(const QString &action) const override;

    static constexpr QLatin1String DeleteAction{"delete"};
    static constexpr QLatin1String ConnectAction{"connect"};

protected:
    [[nodiscard]] virtual QString name() const = 0;
    [[nodiscard]] virtual QString description() const { return {}; }
    [[nodiscard]] virtual QRectF sceneRect() const = 0;
    [[nodiscard]] virtual bool isSelected() const = 0;
    void select(const QStringList &nodes, const QStringList &edges) const; // with the keyboard's focus

    QPointer<GraphView> m_view;
    QString m_id;
};

class AccessibleNode final : public AccessiblePart
{
public:
    using AccessiblePart::AccessiblePart;
    [[nodiscard]] bool isValid() const override { return item() != nullptr; }
    [[nodiscard]] QStringList actionNames() const override;
    void doAction(const QString &action) override;

protected:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString description() const override;
    [[nodiscard]] QRectF sceneRect() const override;
    [[nodiscard]] bool isSelected() const override;

private:
    [[nodiscard]] const NodeItem *item() const;
};

class AccessibleEdge final : public AccessiblePart
{
public:
    using AccessiblePart::AccessiblePart;
    [[nodiscard]] bool isValid() const override { return item() != nullptr; }
    [[nodiscard]] QStringList actionNames() const override;
    void doAction(const QString &action) override;

protected:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] QRectF sceneRect() const override;
    [[nodiscard]] bool isSelected() const override;

private:
    [[nodiscard]] const EdgeItem *item() const;
};

} // namespace glasshouse::ui
