// The allow-list of a sandbox profile, to look at and to edit: what is typed is checked as it is typed.
#pragma once

#include "core/model/sandbox_access.h"
#include "ui/common/theme.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace glasshouse::ui {

class IconButton;
class InfoRow;
class ToneLabel;

class NetworkRulesView : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkRulesView(const Theme *theme, QWidget *parent = nullptr);

    void setAccess(const SandboxAccess &access);
    [[nodiscard]] QString problem() const; // with what is being typed; empty if none

Q_SIGNALS:
    void accessEdited(const glasshouse::SandboxAccess &access);

private:
    void build();
    void connectParts();
    [[nodiscard]] QWidget *buildEditRow();
    void showRules();
    void showVerdict();
    void checkTyped();
    void commit();
    void beginEdit(int row);
    void endEdit();
    void removeCurrent();
    void setRules(const QVector<AllowRule> &rules);
    void setAsks(bool asks);
    [[nodiscard]] int currentRow() const;

    const Theme *m_theme;
    SandboxAccess m_access;
    int m_edited = -1; // the rule in the fields; -1: a new one
    InfoRow *m_verdict;
    QTreeWidget *m_list;
    QLineEdit *m_target;
    QLineEdit *m_methods;
    QPushButton *m_add;
    IconButton *m_cancel;
    IconButton *m_edit;
    IconButton *m_remove;
    ToneLabel *m_problem;
    QCheckBox *m_asks;
};

} // namespace glasshouse::ui
