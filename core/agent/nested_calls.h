// The calls of tools that running code makes: reviews each as its own call, runs it and answers the code. The
// other half of AgentRun; what changes the run's state goes through its events like everything else.
#pragma once

#include "core/agent/agent_run.h"

#include <QElapsedTimer>

#include <map>

namespace glasshouse {

class NestedCalls : public QObject
{
    Q_OBJECT

public:
    explicit NestedCalls(AgentRun &run); // which owns it
    ~NestedCalls() override;

    void begin(const QString &call, ToolJob &code); // answers the code of this call from now on
    void start(const CallState &call);              // a person approved it
    void decided(const QString &call, const ApprovalDecision &decision);
    void finish(const QString &call, const ToolOutcome &outcome);
    void end();  // the code ended: what it asked for is of no use to anybody any more
    void drop(); // likewise, and the run is over, so that nothing is recorded

private:
    struct InFlight;
    struct Count
    {
        qint64 calls = 0;
        qint64 failed = 0;
        qint64 durationMs = 0;
    };

    void receive(const NestedToolCall &nested);
    void review(const CallState &call);
    void startUnasked(const ApprovalRequest &request, ApprovalMode mode, const QString &by);
    void startJob(const QString &call, const QJsonObject &arguments);
    void answer(const InFlight &call, const ToolOutcome &outcome);
    void recordEnd(const QString &id, const InFlight &call, const ToolOutcome &outcome);
    void withdraw(const QString &call);
    void holdClock();
    void recordCounts();

    AgentRun &m_run;
    QString m_parent;
    ToolJob *m_code = nullptr; // of the call that runs; null while none does
    std::map<QString, InFlight> m_calls;
    QMap<QString, Count> m_counts; // by tool, of calls without events of their own
    qint64 m_counted = 0;          // since they were recorded
    quint32 m_made = 0;            // by this code
};

} // namespace glasshouse
