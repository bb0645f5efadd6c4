// Everything a run needs, made of fakes: a project with one agent, its model, its sandbox, and the recorded
// events.
#pragma once

#include "core/agent/run_environment.h"
#include "tests/fakes/fake_chat_client.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_code_runner.h"

#include <QHash>
#include <QJsonDocument>

namespace glasshouse::test {

inline ToolCall pythonCall(const QString &id, const QString &code)
{
    const QJsonObject arguments{{QStringLiteral("code"), code}};
    return {id, QStringLiteral("execute_code"), QString::fromUtf8(QJsonDocument(arguments).toJson())};
}

struct EngineFixture
{
    EngineFixture()
    {
        addBuiltInTools(tools, runner);
        addAgent(QStringLiteral("Analyst"));
        QObject::connect(&recorder, &trace::Recorder::recorded, &recorder,
                         [this](const trace::Event &event) { events.append(event); });
    }

    void addAgent(const QString &name, ApprovalMode approval = ApprovalMode::AlwaysRequire)
    {
        Agent agent;
        agent.name = name;
        agent.instructions = QStringLiteral("Be exact.");
        agent.tools = {ToolRef{QStringLiteral("execute_code"), approval}};
        project.agents.append(agent);
        clients[name] = std::make_shared<FakeChatClient>();
    }

    [[nodiscard]] FakeChatClient &model(const QString &agent = QStringLiteral("Analyst"))
    {
        return *clients[agent];
    }

    [[nodiscard]] RunEnvironment environment()
    {
        RunEnvironment environment;
        environment.project = project;
        environment.chatFor = [this](const Agent &agent) -> Result<ChatEndpoint> {
            return ChatEndpoint{clients.value(agent.name), QStringLiteral("fake"), QStringLiteral("fake-1")};
        };
        environment.policy = policy;
        environment.tools = &tools;
        environment.approvals = &approvals;
        environment.recorder = &recorder;
        environment.clock = &clock;
        return environment;
    }

    [[nodiscard]] QStringList eventTypes() const
    {
        QStringList types;
        for (const auto &event : events)
            types << event.type;
        return types;
    }

    [[nodiscard]] qsizetype count(QLatin1String type) const { return eventTypes().count(QString(type)); }

    [[nodiscard]] QJsonObject lastData(QLatin1String type) const
    {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->type == type)
                return event->data;
        }
        return {};
    }

    FakeClock clock;
    trace::Recorder recorder{clock};
    ApprovalQueue approvals;
    FakeCodeRunner runner;
    ToolRegistry tools;
    Project project;
    QHash<QString, std::shared_ptr<FakeChatClient>> clients;
    std::function<PolicyAnswer(const ApprovalRequest &, ApprovalMode)> policy;
    QVector<trace::Event> events;
};

inline ApprovalDecision approved()
{
    return {Verdict::Approved, {}, {}, Remember::OnlyThisOnce};
}

inline ApprovalDecision edited(const QString &code)
{
    return {Verdict::Edited, {{QStringLiteral("code"), code}}, {}, Remember::OnlyThisOnce};
}

inline ApprovalDecision rejected(const QString &reason)
{
    return {Verdict::Rejected, {}, reason, Remember::OnlyThisOnce};
}

} // namespace glasshouse::test
