// The line at the bottom: the sandbox and what it is doing, the model, tokens, pending approvals.
#pragma once

#include "sandbox/host/sandbox_status.h"
#include "ui/common/theme.h"

#include <QWidget>

class QAction;
class QProgressBar;
class QToolButton;

namespace glasshouse::ui {

class ElidedLabel;

class StatusBar : public QWidget
{
    Q_OBJECT

public:
    StatusBar(const Theme *theme, QAction *glass, QWidget *parent = nullptr);

    void setSandbox(const sandbox::Status &status);
    void setConnection(const QString &title, bool scripted);
    void setTokens(qint64 input, qint64 output);
    void setPendingApprovals(int count);
    void setPendingPermissions(int count); // requests of code that wait for a person

Q_SIGNALS:
    void sandboxActivated();
    void connectionActivated();
    void approvalsActivated();
    void permissionsActivated();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QToolButton *addButton(const QString &name);
    void setLook(QToolButton *button, const QString &icon, ColorRole role, const QString &text);

    const Theme *m_theme;
    QToolButton *m_sandbox;
    ElidedLabel *m_sandboxFacts;
    QProgressBar *m_progress;
    QToolButton *m_connection;
    QToolButton *m_tokens;
    QToolButton *m_approvals;
    QToolButton *m_permissions;
};

} // namespace glasshouse::ui
