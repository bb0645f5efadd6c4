// A bordered panel of rows, and one row in it: title and explanation at the left, a control at the
// right.
#pragma once

#include "ui/common/card_frame.h"

class QVBoxLayout;

namespace glasshouse::ui {

class Card : public CardFrame
{
    Q_OBJECT

public:
    explicit Card(const Theme *theme, QWidget *parent = nullptr);

    // Rows are divided by lines. The card becomes the parent of `row`.
    void addRow(QWidget *row);
    void clear();
    [[nodiscard]] bool isEmpty() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme *m_theme;
    QVBoxLayout *m_rows;
};

// `icon` may be empty; `controls` are put at the right in order.
[[nodiscard]] QWidget *makeCardRow(const Theme *theme, const QString &icon, const QString &title,
                                   const QString &explanation, const QList<QWidget *> &controls);

} // namespace glasshouse::ui
