// Starts a workflow in its newest thread, or in a new one.
#pragma once

#include "core/base/result.h"
#include "core/model/thread.h"
#include "ui/mainwindow/window_context.h"

#include <QVector>

namespace glasshouse::ui {

// The run's id; an Error's sentence if it cannot start. `threads` are those of the project, newest first.
[[nodiscard]] Result<QString> startWorkflow(const WindowContext &context, QVector<Thread> &threads,
                                            const QString &workflow, const QString &input);

} // namespace glasshouse::ui
