#include "ui/mainwindow/review_desk.h"

#include "ui/mainwindow/workbench.h"
#include "ui/review/review_dialog.h"

namespace glasshouse::ui {

ReviewDesk::ReviewDesk(const WindowContext &context, QWidget *window)
    : QObject(window), m_context(context), m_window(window)
{
    const ApprovalQueue *queue = &context.workbench->approvals();
    const auto report = [this] { Q_EMIT pendingChanged(pendingCount()); };
    connect(queue, &ApprovalQueue::requested, this, report);
    connect(queue, &ApprovalQueue::decided, this, report);
    connect(queue, &ApprovalQueue::withdrawn, this, report);
    connect(queue, &ApprovalQueue::requested, this, &ReviewDesk::requested);
}

int ReviewDesk::pendingCount() const
{
    return int(m_context.workbench->approvals().pending().size());
}

// The facts are the sandbox's policy: code has no network and no files of this computer.
ReviewDialog &ReviewDesk::dialog()
{
    if (!m_dialog) {
        const auto context = [workbench = m_context.workbench](const ApprovalRequest &request) {
            ReviewContext facts;
            facts.lastApprovedCode = workbench->lastApprovedCode(request.thread, request.tool);
            facts.network = tr("no network");
            facts.files = tr("reads nothing outside");
            facts.tools = tr("no tools");
            return facts;
        };
        m_dialog = new ReviewDialog(m_context.theme, &m_context.workbench->approvals(), context, m_window);
    }
    return *m_dialog;
}

void ReviewDesk::open(const QString &approvalId)
{
    if (pendingCount() > 0)
        dialog().review(approvalId);
}

void ReviewDesk::openToReject(const QString &approvalId)
{
    if (pendingCount() > 0)
        dialog().rejectWithReason(approvalId);
}

} // namespace glasshouse::ui
