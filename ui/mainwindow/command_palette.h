// Every action by name: type a few letters, Enter runs it (Ctrl+Shift+P).
#pragma once

#include "ui/common/theme.h"

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace glasshouse::ui {

class ActionRegistry;

class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const Theme *theme, const ActionRegistry *actions, QWidget *parent = nullptr);

    void open() override; // at the top of the parent, with an empty search
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QListWidget *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void filter(const QString &text);
    void run();

    const Theme *m_theme;
    const ActionRegistry *m_actions;
    QLineEdit *m_field;
    QListWidget *m_list;
};

// True if the letters of `search` appear in `text` in this order, ignoring case and spaces.
[[nodiscard]] bool matchesInOrder(QStringView text, QStringView search);

} // namespace glasshouse::ui
