// The figures of a thread's latest run, folded from its events.
#pragma once

#include "core/model/message.h"
#include "core/trace/event.h"

#include <QSet>
#include <QVector>

namespace glasshouse::ui {

struct RunFacts
{
    QString run;
    bool running = false;
    QString status;
    qint64 startedMs = 0;
    qint64 lastMs = 0;
    Usage usage;
    int granted = 0;
    int rejected = 0;
    QSet<QString> pending; // approvals
    QString sandbox;       // id of the one that was used last
    QString accelerator;
    qint64 restoredMs = 0;
    QVector<Artifact> artifacts; // of the whole thread, the newest version of each name last

    bool operator==(const RunFacts &) const = default;
};

void fold(RunFacts &facts, const trace::Event &event);

} // namespace glasshouse::ui
