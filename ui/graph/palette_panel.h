// The palette: every kind of node that can be drawn, with search, as the source of drags onto the canvas.
#pragma once

#include <QWidget>

class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace glasshouse::ui {

class Theme;

class PalettePanel : public QWidget
{
    Q_OBJECT

public:
    PalettePanel(Theme *theme, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit *searchField() const { return m_search; }
    [[nodiscard]] QListWidget *list() const { return m_list; }

Q_SIGNALS:
    void kindActivated(const QString &kind); // Enter or double-click: add it without dragging

private:
    void fill();
    void filter(const QString &text);
    void activate(QListWidgetItem *item);

    Theme *m_theme;
    QLineEdit *m_search;
    QListWidget *m_list;
};

} // namespace glasshouse::ui
