// One agent at work on one input: holds a RunState, performs the effects that advance() asks for and records
// every event. Stands alone (a chat turn) or inside a node of a workflow.
#pragma once

#include "core/agent/advance.h"
#include "core/agent/run.h"
#include "core/agent/run_environment.h"
#include "core/agent/text_batch.h"

#include <QPointer>

namespace glasshouse {

// Where in a workflow an agent runs; both empty in a chat.
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
    void recorded(const glasshouse::trace::Event &event); // one that this run recorded

private:
    struct Call; // what is kept of the tool call in flight

    [[nodiscard]] bool inNode() const { return !m_task.place.node.isEmpty(); }
    trace::Event stamp(QLatin1String type, const QJsonObject &data);
    void note(QLatin1String type, const QJsonObject &data);   // an event that does not change the state
    void happen(QLatin1String type, const QJsonObject &data); // one that does
    void continueLater();
    void performEffects();
    void announceStatus();

    void perform(const effect::AddMessage &effect);
    void perform(const effect::CallModel &effect);
    void perform(const effect::ReviewCall &effect);
    void perform(const effect::RunTool &effect);
    void perform(const effect::ReportLost &effect);
    void perform(const effect::Finish &effect);

    void startModelCall(const ChatEndpoint &endpoint);
    void modelFinished(const Result<ChatResponse> &response, bool scripted);
    [[nodiscard]] ChatRequest chatRequest(const QString &model) const;
    [[nodiscard]] QString describeMissingTool(const QString &name) const;

    void askPolicy(const ApprovalRequest &request, ApprovalMode mode);
    void ask(const ApprovalRequest &request);
    void decide(const ApprovalRequest &request, const ApprovalDecision &decision, const QString &by);
    void onDecided(const ApprovalRequest &request, const ApprovalDecision &decision);
    [[nodiscard]] ApprovalRequest requestFor(const CallState &call) const;

    void startTool(const QString &callId);
    void connectTool(const QString &callId);
    void codeStarted(const CodeStart &start);
    void codeFinished(const CodeOutcome &outcome);
    void toolFinished(const Result<ToolOutcome> &outcome);
    void endCall(const QString &callId, const ToolOutcome &outcome, std::optional<ErrorCode> fatal = {});

    AgentTask m_task;
    RunEnvironment m_environment;
    Agent m_agent;
    Step m_step;
    RunStatus m_announced = RunStatus::NotStarted;
    bool m_performing = false;
    std::unique_ptr<ChatCall> m_chatCall;
    std::unique_ptr<Call> m_toolCall;
    TextBatch m_text;
    TextBatch m_output;
};

} // namespace glasshouse
