// The canvas as a screen reader knows it: a child for each node, in the order of Tab, for each edge, and for
// what floats over it.
#pragma once

#include <QAccessibleWidget>
#include <QHash>
#include <QMetaObject>

namespace glasshouse::ui {

class GraphView;

class AccessibleGraph final : public QAccessibleWidget
{
public:
    explicit AccessibleGraph(GraphView *view);
    ~AccessibleGraph() override;

    // Makes Qt build one of these for each GraphView that a screen reader asks about.
    static void install();

    [[nodiscard]] int childCount() const override;
    [[nodiscard]] QAccessibleInterface *child(int index) const override;
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override;
    [[nodiscard]] QAccessibleInterface *focusChild() const override;
    [[nodiscard]] QAccessible::State state() const override;

    // What is selected, as children: -1 for nothing.
    [[nodiscard]] int indexOfNode(const QString &id) const;
    [[nodiscard]] int indexOfSelection() const;

private:
    struct Part
    {
        QString id;
        bool isNode = true;

        bool operator==(const Part &) const = default;
        friend size_t qHash(const Part &part, size_t seed = 0)
        {
            return ::qHash(part.id, seed) ^ part.isNode;
        }
    };

    [[nodiscard]] const QVector<Part> &parts() const;
    [[nodiscard]] QList<QWidget *> overlays() const;
    [[nodiscard]] QAccessibleInterface *interfaceOf(const Part &part) const;
    void forgetGone() const;

    GraphView *m_view; // it owns this, through Qt's cache
    mutable QVector<Part> m_parts;
    mutable bool m_isStale = true;
    mutable QHash<Part, QAccessible::Id> m_ids;
    QMetaObject::Connection m_connection;
};

} // namespace glasshouse::ui
