#include "ui/mainwindow/permission_desk.h"

#include "ui/common/project_document.h"
#include "ui/mainwindow/workbench.h"
#include "ui/review/permission_bar.h"
#include "ui/sandbox/network_rules.h"
#include "ui/sandbox/profile_edits.h"

#include <algorithm>

namespace glasshouse::ui {

PermissionDesk::PermissionDesk(const WindowContext &context, QWidget *window)
    : QObject(window), m_context(context),
      m_bar(new PermissionBar(
          context.theme, &context.workbench->permissions(),
          [this](const PermissionQuestion &question) { return factsOf(question); }, window))
{
    const PermissionQueue *queue = &context.workbench->permissions();
    const auto report = [this] { Q_EMIT pendingChanged(pendingCount()); };
    connect(queue, &PermissionQueue::asked, this, report);
    connect(queue, &PermissionQueue::answered, this, report);
    connect(queue, &PermissionQueue::withdrawn, this, report);
    connect(m_bar, &PermissionBar::alwaysChosen, this, &PermissionDesk::allowAlways);
}

QWidget *PermissionDesk::bar() const
{
    return m_bar;
}

void PermissionDesk::setThreads(const QVector<Thread> &threads)
{
    m_threads = threads;
    m_bar->refresh();
}

void PermissionDesk::open()
{
    m_bar->open();
}

int PermissionDesk::pendingCount() const
{
    return int(m_context.workbench->permissions().pending().size());
}

PermissionFacts PermissionDesk::factsOf(const PermissionQuestion &question) const
{
    const auto thread = std::find_if(m_threads.begin(), m_threads.end(),
                                     [&](const Thread &one) { return one.id == question.thread; });
    if (thread == m_threads.end())
        return {{}, tr("The code belongs to another project, whose profile cannot be changed here.")};
    return {tr("in the thread %1").arg(thread->title), {}};
}

// The edit reaches the sandbox first: it must not close what the answer opens.
void PermissionDesk::allowAlways(const PermissionQuestion &question)
{
    const Project &project = m_context.document->project();
    const SandboxProfile *known = project.sandbox(question.profile);
    SandboxProfile profile = known ? *known : SandboxProfile();
    profile.name = question.profile;
    profile.access.allow = withRule(profile.access.allow, *question.rule);
    const auto done = m_context.document->perform(profileEdit(project, profile));
    if (!done)
        Q_EMIT noticeRaised(done.error().message);
    else
        m_context.workbench->permissions().answer(question.id, PermissionAnswer::AllowAlways);
}

} // namespace glasshouse::ui
