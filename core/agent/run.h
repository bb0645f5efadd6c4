// What agent runs and workflow runs have in common for whoever starts, watches and stops them.
#pragma once

#include "core/agent/run_state.h"
#include "core/approvals/approval_record.h"
#include "core/trace/event.h"

#include <QObject>

namespace glasshouse {

struct RunResult
{
    RunStatus status = RunStatus::Failed; // Completed, Failed or Cancelled
    QString stopReason;
    QString output;
    Usage usage;
    QVector<Artifact> artifacts; // the last of each name
    std::optional<Error> error;
    bool refused = false; // at least one tool call was rejected

    bool operator==(const RunResult &) const = default;
};

// Which run it is and where its code runs.
struct RunIdentity
{
    QString run; // newId(u"run")
    QString thread;
    QString session; // of the sandbox; runs with the same session share interpreter state and files

    bool operator==(const RunIdentity &) const = default;
};

class Run : public QObject
{
    Q_OBJECT

public:
    Run(RunIdentity identity, QObject *parent) : QObject(parent), m_identity(std::move(identity)) {}

    [[nodiscard]] const QString &id() const { return m_identity.run; }
    [[nodiscard]] const QString &thread() const { return m_identity.thread; }
    [[nodiscard]] const QString &session() const { return m_identity.session; }
    [[nodiscard]] virtual RunStatus status() const = 0;

    // One of the two, once. Everything else happens from the event loop, so connect first or right after.
    virtual void start() = 0;
    // Goes on where the stored events of this run (all of them, in order) end. An error if they are not of a
    // run like this one, or if it was over already; the run does nothing then.
    [[nodiscard]] virtual Result<void> restore(const QVector<trace::Event> &events) = 0;

    // Stops whatever is in flight at once; finished() follows from the event loop. Does nothing after the
    // end.
    virtual void cancel() = 0;

Q_SIGNALS:
    void statusChanged(glasshouse::RunStatus status);
    void approvalAudited(const glasshouse::ApprovalRecord &record); // each decision, by whomever
    void finished(const glasshouse::RunResult &result); // once; deleteLater() is safe from here on

protected:
    [[nodiscard]] const RunIdentity &identity() const { return m_identity; }

private:
    RunIdentity m_identity;
};

} // namespace glasshouse
