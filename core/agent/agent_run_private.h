// What the implementation files of AgentRun share.
#pragma once

#include "core/agent/agent_run.h"

namespace glasshouse {

struct AgentRun::ToolCallInFlight
{
    QString callId;
    std::unique_ptr<ToolJob> job;
    qint64 startedMs = 0; // monotonic
    qsizetype recordedCharacters = 0;
};

// Ends a job that may be the very one whose signal is being handled.
template<typename Job> void retire(std::unique_ptr<Job> job, const QObject *listener)
{
    if (!job)
        return;
    job->disconnect(listener);
    job.release()->deleteLater();
}

} // namespace glasshouse
