#include "ui/mainwindow/review_desk.h"

#include "ui/common/access_text.h"
#include "ui/common/project_document.h"
#include "ui/common/visible_text.h"
#include "ui/mainwindow/workbench.h"
#include "ui/review/review_dialog.h"

namespace glasshouse::ui {

namespace {

// Which tools the code of the request can call; nothing to say if it is no code.
QString toolsText(const ApprovalRequest &request, const Agent *agent)
{
    QStringList names;
    for (const ToolRef &tool : agent ? agent->tools : QVector<ToolRef>())
        if (tool.isForCode())
            names << visibleLine(tool.name, 40);
    if (request.codeArgument.isEmpty())
        return {};
    return names.isEmpty() ? ReviewDesk::tr("no tools")
                           : ReviewDesk::tr("can call %1").arg(names.join(QStringLiteral(", ")));
}

} // namespace

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

// The facts are the policy of the sandbox that the code would run in.
ReviewDialog &ReviewDesk::dialog()
{
    if (!m_dialog) {
        const auto context = [workbench = m_context.workbench,
                              document = m_context.document](const ApprovalRequest &request) {
            ReviewContext facts;
            facts.lastApprovedCode = workbench->lastApprovedCode(request.thread, request.tool);
            const Project &project = document->project();
            const Agent *agent = project.agent(request.agent);
            const SandboxAccess access = project.sandboxFor(agent ? *agent : Agent{}).access;
            facts.network = networkText(access);
            facts.files = foldersText(access, workbench->folderConsents());
            facts.tools = toolsText(request, agent);
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
