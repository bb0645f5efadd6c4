// Every action of the window once: menus, tool buttons, the command palette and tests find it by its id.
#pragma once

#include "ui/common/theme.h"

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QVector>

namespace glasshouse::ui {

struct ActionSpec
{
    QString id;   // "run.start"
    QString text; // "Run", without a mnemonic's ampersand if it has none
    QString icon; // Lucide name, or empty
    QKeySequence shortcut = {};
    ColorRole iconColor = ColorRole::TextDim;
};

class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    explicit ActionRegistry(const Theme *theme, QObject *parent = nullptr);

    // Owned by the registry. An id can be added once. The action also has to be added to a widget
    // (QWidget::addAction or a menu) for its shortcut to work.
    QAction *add(const ActionSpec &spec);
    [[nodiscard]] QAction *action(const QString &id) const; // nullptr if there is none
    [[nodiscard]] const QVector<QAction *> &actions() const { return m_order; }

    // Enabled without a reason; disabled with a sentence that says why, which becomes the tooltip.
    void enable(const QString &id);
    void disable(const QString &id, const QString &reason);

Q_SIGNALS:
    void added(QAction *action);

private:
    const Theme *m_theme;
    QHash<QString, QAction *> m_byId;
    QVector<QAction *> m_order;
};

// "Run (F5)": what tooltips of buttons and actions say.
[[nodiscard]] QString toolTipFor(const QString &text, const QKeySequence &shortcut);

} // namespace glasshouse::ui
