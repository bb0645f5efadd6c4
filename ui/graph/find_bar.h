// Find a node by its title, agent or id, and go through the hits.
#pragma once

#include "ui/common/card_frame.h"

class QLabel;
class QLineEdit;

namespace glasshouse::ui {

class GraphScene;

class FindBar : public CardFrame
{
    Q_OBJECT

public:
    FindBar(const Theme *theme, GraphScene *scene, QWidget *parent);
    void open();
    void refresh(); // the hits, after the workflow has changed
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] const QStringList &hits() const { return m_hits; }

Q_SIGNALS:
    void nodeFound(const QString &node);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void close();
    void findHits();
    void search();
    void step(int by);
    void showCount();

    GraphScene *m_scene;
    QLineEdit *m_field;
    QLabel *m_count;
    QStringList m_hits; // ids, from left to right
    qsizetype m_current = 0;
};

} // namespace glasshouse::ui
