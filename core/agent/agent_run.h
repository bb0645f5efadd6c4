// One agent at work on one input: holds a RunState, performs the effects that advance() asks for and records
// every event. Stands alone (a chat turn) or inside a node of a workflow.
#pragma once

#include "core/agent/advance.h"
#include "core/agent/agent_tools.h"
#include "core/agent/run.h"
#include "core/agent/run_environment.h"
#include "core/agent/text_batch.h"

namespace glasshouse {

class NestedCalls;

// Where in a workflow an agent runs; both empty in a chat. The workflow records the beginning and the end of
// its nodes, so an agent in a node does not.
struct NodePlace
{
    QString node;
    int occurrence = 0;

    bool operator==(const NodePlace &) const = default;
};

struct AgentTask
{
    QString agent; // name in the environment's project
    QString input;
    QVector<Message> history; // of the thread before this run, see conversationOf()
    NodePlace place;

    bool operator==(const AgentTask &) const = default;
};

class AgentRun final : public Run
{
    Q_OBJECT

public:
    AgentRun(RunIdentity identity, AgentTask task, RunEnvironment environment, QObject *parent = nullptr);
    ~AgentRun() override;

    [[nodiscard]] const RunState &state() const { return m_step.state; }
    [[nodiscard]] RunStatus status() const override { return m_step.state.status; }

    void start() override;
    [[nodiscard]] Result<void> restore(const QVector<trace::Event> &events) override;
    void cancel() override;

Q_SIGNALS:
    // Each event of this run, after the state has taken it in and before anybody else hears of it.
    void recorded(const glasshouse::trace::Event &event);

private:
    friend class NestedCalls; // its other half
    struct ToolCallInFlight;

    [[nodiscard]] bool inNode() const { return !m_task.place.node.isEmpty(); }
    [[nodiscard]] bool isOverNow() const { return isOver(status()); }
    [[nodiscard]] Result<ChatEndpoint> findEndpoint();
    void begin();
    void resume();
    void recordStart();
    void later(void (AgentRun::*step)());
    void performEffects();
    void announceStatus();
    void announceEnd();
    void stopJobs();

    // Records an event and takes it into the state. Does nothing once the run is over.
    void happen(QLatin1String type, const QJsonObject &data);

    void perform(const effect::AddMessage &effect);
    void perform(const effect::CallModel &effect);
    void perform(const effect::ReviewCall &effect);
    void perform(const effect::RunTool &effect);
    void perform(const effect::ReportLost &effect);
    void perform(const effect::Finish &effect);

    [[nodiscard]] ChatRequest chatRequest() const;
    [[nodiscard]] Message finishedMessage(Message message) const;
    void connectChatCall();
    void modelFinished(const Result<ChatResponse> &response);

    [[nodiscard]] Result<Tool *> toolFor(const CallState &call) const;
    [[nodiscard]] Result<ApprovalRequest> requestFor(const CallState &call) const;
    [[nodiscard]] ApprovalRequest storedRequest(const CallState &call) const; // from the state alone
    [[nodiscard]] ApprovalMode modeOf(const QString &tool) const;
    [[nodiscard]] PolicyAnswer policyFor(const ApprovalRequest &request, ApprovalMode mode) const;
    void apply(const PolicyAnswer &answer, const ApprovalRequest &request);
    [[nodiscard]] ApprovalRecord audited(const ApprovalRequest &request, const ApprovalDecision &decision,
                                         const QString &by) const;
    void record(const ApprovalRequest &request, ApprovalDecision decision, const QString &by);
    void takeDecision(const ApprovalRequest &request, const ApprovalDecision &decision);
    [[nodiscard]] bool hasChanged(const ApprovalRequest &request) const;
    void askAgain();
    void forgetNested();

    void startTool(const QString &callId);
    [[nodiscard]] ToolInvocation invocation(const QString &callId, const QJsonObject &arguments) const;
    [[nodiscard]] std::optional<QString> whyNotStartable(const CallState &call) const;
    void connectTool(ToolJob *job);
    void takeOutput(OutputStream stream, const QString &text);
    void codeFinished(const CodeOutcome &outcome);
    void toolFinished(const Result<ToolOutcome> &outcome);
    void endCall(const QString &callId, const ToolOutcome &outcome, std::optional<ErrorCode> fatal = {});

    AgentTask m_task;
    RunEnvironment m_environment;
    const Agent *m_agent = nullptr; // in m_environment.project; nullptr if it has no such agent
    AgentTools m_tools;
    Result<ChatEndpoint> m_endpoint;
    Step m_step;
    RunStatus m_announced = RunStatus::NotStarted;
    bool m_performing = false;
    std::unique_ptr<ChatCall> m_chatCall;
    std::unique_ptr<ToolCallInFlight> m_toolCall;
    std::unique_ptr<NestedCalls> m_nested;
    TextBatch m_text;
    TextBatch m_output;
};

} // namespace glasshouse
