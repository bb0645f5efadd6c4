// Brings what waits for a decision before the person: opens the review and knows what to show beside the
// code.
#pragma once

#include "core/approvals/approval_queue.h"
#include "ui/mainwindow/window_context.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace glasshouse::ui {

class ReviewDialog;

class ReviewDesk : public QObject
{
    Q_OBJECT

public:
    ReviewDesk(const WindowContext &context, QWidget *window);

    void open(const QString &approvalId = {}); // the oldest if empty
    void openToReject(const QString &approvalId);
    [[nodiscard]] int pendingCount() const;

Q_SIGNALS:
    void pendingChanged(int count);
    void requested(const glasshouse::ApprovalRequest &request);

private:
    [[nodiscard]] ReviewDialog &dialog();

    WindowContext m_context;
    QWidget *m_window;
    QPointer<ReviewDialog> m_dialog;
};

} // namespace glasshouse::ui
