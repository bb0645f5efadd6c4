// The quick-add list at the pointer: type a few letters, Enter adds the node.
#pragma once

#include "ui/common/card_frame.h"
#include "ui/graph/graph_controller.h"

class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace glasshouse::ui {

class QuickAdd : public CardFrame
{
    Q_OBJECT

public:
    QuickAdd(const Theme *theme, QWidget *parent);

    // Offers what fits `wire` (everything without one), and the agents of the project. `at` is in the parent.
    void open(const Project &project, const Workflow &workflow, const std::optional<PortHit> &wire,
              QPoint at);

    [[nodiscard]] QLineEdit *searchField() const { return m_search; }
    [[nodiscard]] QListWidget *list() const { return m_list; }

Q_SIGNALS:
    void chosen(const glasshouse::ui::NodeWish &wish);
    void dismissed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const Project &project, const Workflow &workflow);
    void add(const QString &icon, ColorRole color, const QString &title, const QString &detail,
             const NodeWish &wish);
    [[nodiscard]] bool fits(const QString &kind) const;
    void filter(const QString &text);
    void choose(const QListWidgetItem *item);
    void moveSelection(int step);
    void dismiss();

    const Theme *m_theme;
    QLineEdit *m_search;
    QListWidget *m_list;
    std::optional<PortHit> m_wire;
    QVector<NodeWish> m_wishes; // by row
};

} // namespace glasshouse::ui
