// What a file that is dropped onto the window becomes in the open project.
#pragma once

#include "core/model/edit.h"

#include <QStringList>

class QMimeData;

namespace glasshouse::ui {

struct DroppedPart
{
    Edit edit;     // adds it, under a name that is free
    QString agent; // one of these two is its name
    QString workflow;
};

// The files of this machine that are dragged; empty for anything else.
[[nodiscard]] QStringList localFiles(const QMimeData *data);

// An agent or a workflow of a file. It comes from outside the project, so none of its tools keeps a
// permission to run unasked. The error is a sentence that says what the file is instead, or what is wrong
// with it.
[[nodiscard]] Result<DroppedPart> partFromFile(const Project &project, const QString &path);

// `wish`, or with a number behind it where one of that name is there already.
[[nodiscard]] QString freeAgentName(const Project &project, const QString &wish);
[[nodiscard]] QString freeWorkflowName(const Project &project, const QString &wish);

} // namespace glasshouse::ui
