#include "ui/mainwindow/run_starter.h"

#include "core/base/ids.h"
#include "ui/common/project_document.h"
#include "ui/mainwindow/workbench.h"
#include "ui/project/project_edits.h"

#include <QDateTime>

#include <algorithm>

namespace glasshouse::ui {

Result<QString> startWorkflow(const WindowContext &context, QVector<Thread> &threads,
                              const QString &workflow, const QString &input)
{
    const auto newest = std::find_if(threads.begin(), threads.end(),
                                     [&](const Thread &thread) { return thread.workflow == workflow; });
    if (newest != threads.end())
        return context.workbench->runWorkflow(newest->id, input);
    const Project &project = context.document->project();
    const Workflow *value = project.workflow(workflow);
    Thread thread;
    thread.id = newId(u"thread");
    thread.project = project.folder;
    thread.title = value ? titleOf(*value) : workflow;
    thread.workflow = workflow;
    thread.createdMs = thread.updatedMs = QDateTime::currentMSecsSinceEpoch();
    threads.prepend(thread); // before the list comes back from the store, or a quick second run makes another
    context.workbench->saveThread(thread);
    return context.workbench->runWorkflow(thread.id, input);
}

} // namespace glasshouse::ui
