// The bottom of the review: what to remember, and the three ways to decide. Nothing is the default button.
#pragma once

#include "core/approvals/approval.h"
#include "ui/common/theme.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QPushButton;

namespace glasshouse::ui {

class ToneLabel;

class ReviewFooter : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewFooter(const Theme *theme, QWidget *parent = nullptr);

    void setTool(const QString &tool); // also forgets the choices made for the one before
    void setEditing(bool editing, bool changed);
    void setApprovable(bool approvable, const QString &whyNot);
    void setProblem(const QString &sentence);
    void openReason();
    [[nodiscard]] bool closeReason(); // false if it was not open
    [[nodiscard]] Remember remember() const { return m_remember; }

Q_SIGNALS:
    void approved();
    void editRequested();
    void rejected(const QString &reason);

private:
    void build();
    void choose(Remember remember);
    void submitReason();

    const Theme *m_theme;
    QString m_tool;
    Remember m_remember = Remember::OnlyThisOnce;
    QPushButton *m_rememberButton;
    QMenu *m_choices;
    ToneLabel *m_problem;
    QPushButton *m_reject;
    QPushButton *m_edit;
    QPushButton *m_approve;
    QWidget *m_reasonRow;
    QLineEdit *m_reason;
};

} // namespace glasshouse::ui
