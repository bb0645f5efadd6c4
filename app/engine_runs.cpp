// The runs of an Engine: from an order, or from what the store knows of an unfinished one, to their end.
#include "app/engine.h"

#include "core/agent/agent_run.h"
#include "core/agent/conversation.h"
#include "core/base/ids.h"
#include "core/workflow/workflow_run.h"

#include <QDir>

namespace glasshouse {

namespace {

constexpr int titleLength = 60;

QString kindName(RunTarget::Kind kind)
{
    return kind == RunTarget::Kind::Agent ? QStringLiteral("agent") : QStringLiteral("workflow");
}

QString titleFrom(const QString &input)
{
    const auto line = input.simplified();
    return line.size() <= titleLength ? line : line.left(titleLength - 1) + QChar(0x2026);
}

// The status a RunRecord has while it is unfinished, or at its end.
QString recordStatus(RunStatus status)
{
    switch (status) {
    case RunStatus::NotStarted:
    case RunStatus::InProgress:
        return QStringLiteral("running");
    case RunStatus::WaitingForPerson:
        return QStringLiteral("waiting");
    case RunStatus::Completed:
        return QStringLiteral("completed");
    case RunStatus::Failed:
        return QStringLiteral("failed");
    case RunStatus::Cancelled:
        break;
    }
    return QStringLiteral("cancelled");
}

QVector<trace::Event> ofRun(const QVector<trace::Event> &events, const QString &run)
{
    QVector<trace::Event> own;
    std::copy_if(events.begin(), events.end(), std::back_inserter(own),
                 [&run](const trace::Event &event) { return event.run == run; });
    return own;
}

QVector<trace::Event> withoutRun(const QVector<trace::Event> &events, const QString &run)
{
    QVector<trace::Event> others;
    std::copy_if(events.begin(), events.end(), std::back_inserter(others),
                 [&run](const trace::Event &event) { return event.run != run; });
    return others;
}

QString inputOf(const QVector<trace::Event> &events)
{
    return events.isEmpty() ? QString() : events.first().data.value(QLatin1String("input")).toString();
}

} // namespace

std::optional<QString> whyNotRunnable(const Project &project, const RunTarget &target)
{
    QStringList names;
    if (target.kind == RunTarget::Kind::Agent) {
        if (project.agent(target.name))
            return std::nullopt;
        for (const auto &agent : project.agents)
            names.append(agent.name);
    } else {
        if (project.workflow(target.name))
            return std::nullopt;
        for (const auto &workflow : project.workflows)
            names.append(workflow.name);
    }
    return QStringLiteral("The project %1 has no %2 named \"%3\". It has: %4.")
        .arg(project.name, kindName(target.kind), target.name, names.isEmpty() ? QStringLiteral("none") : names.join(QStringLiteral(", ")));
}

Result<StartedRun> Engine::start(const RunOrder &order)
{
    if (const auto problem = whyNotRunnable(m_project, order.target))
        return fail(*problem, ErrorCode::NotFound);
    for (const auto &[id, active] : m_active) {
        if (!order.thread.isEmpty() && active.record.thread == order.thread)
            return fail(QStringLiteral("A run of this thread is still going on. Stop it, or wait for its end."));
    }

    const RunRecord record{.id = newId(u"run"),
                           .thread = order.thread.isEmpty() ? newId(u"thread") : order.thread,
                           .project = m_project.folder,
                           .name = order.target.name,
                           .kind = kindName(order.target.kind),
                           .status = QStringLiteral("running"),
                           .startedMs = m_clock.nowMs()};
    m_active.emplace(record.id, Active{record, lockRun(record.id), nullptr});
    saveThreadOf(record, order.input);
    m_store.saveRun(record, this, [](const Result<void> &) {});
    m_store.loadEventsOfThread(record.thread, this, [this, order, id = record.id](const Result<QVector<trace::Event>> &history) {
        if (history)
            begin(order, id, *history);
        else
            endUnstarted(id, history.error());
    });
    return StartedRun{record.id, record.thread};
}

void Engine::saveThreadOf(const RunRecord &record, const QString &input)
{
    // Only a new thread is saved whole; of one that exists, its last use.
    m_store.listThreads(record.project, this, [this, record, input](const Result<QVector<Thread>> &threads) {
        const auto all = threads.value_or(QVector<Thread>());
        const auto known = std::find_if(all.begin(), all.end(), [&record](const Thread &thread) { return thread.id == record.thread; });
        Thread thread = known == all.end() ? Thread{} : *known;
        if (known == all.end()) {
            thread.id = record.thread;
            thread.project = record.project;
            (record.kind == u"agent" ? thread.agent : thread.workflow) = record.name;
            thread.createdMs = record.startedMs;
        }
        if (thread.title.isEmpty())
            thread.title = titleFrom(input);
        thread.updatedMs = record.startedMs;
        m_store.saveThread(thread, this, [this](const Result<void> &) { Q_EMIT threadsChanged(); });
    });
}

void Engine::begin(const RunOrder &order, const QString &id, const QVector<trace::Event> &history)
{
    const auto active = m_active.find(id);
    if (active == m_active.end())
        return; // stopped before it began
    adopt(id, makeRun(active->second.record, order.input, history, order.model));
    active->second.run->start();
}

std::unique_ptr<Run> Engine::makeRun(const RunRecord &record, const QString &input, const QVector<trace::Event> &history,
                                     const std::optional<ModelRef> &model)
{
    const bool isAgent = record.kind == u"agent";
    // A chat keeps its sandbox from message to message; each run of a workflow has one for all its agents.
    const RunIdentity identity{record.id, record.thread, isAgent ? record.thread : record.id};
    m_threads.insert(identity.session, record.thread);
    const auto environment = environmentFor(m_project, model);
    if (isAgent) {
        return std::make_unique<AgentRun>(
            identity, AgentTask{.agent = record.name, .input = input, .history = conversationOf(history), .place = {}}, environment);
    }
    return std::make_unique<WorkflowRun>(identity, WorkflowTask{record.name, input}, environment);
}

RunEnvironment Engine::environmentFor(const Project &project, const std::optional<ModelRef> &model)
{
    RunEnvironment environment;
    environment.project = project;
    environment.chatFor = [this, project, model](const Agent &agent) {
        return m_endpoints->endpoint(model.value_or(project.modelFor(agent)));
    };
    environment.policy = [this](const ApprovalRequest &request, ApprovalMode mode) {
        return decidedByPolicy(request, mode);
    };
    environment.whenStored = [this](std::function<void()> callback) {
        whenStored([callback = std::move(callback)](const Result<void> &) { callback(); });
    };
    const auto projectTools = std::make_shared<ToolRegistry>();
    addProjectTools(*projectTools, project.tools, project.folder);
    environment.projectTools = projectTools;
    environment.tools = &m_tools;
    environment.approvals = &m_approvals;
    environment.recorder = &m_recorder;
    environment.clock = &m_clock;
    return environment;
}

// An option covers what runs in the sandbox. To a program of this machine a person has to agree by name.
PolicyAnswer Engine::decidedByPolicy(ApprovalRequest request, ApprovalMode mode) const
{
    if (m_allowedPrograms.contains(request.tool))
        request.hostCommand.clear();
    const auto answer = m_policy ? m_policy(request, mode) : m_memory->evaluate(mode, request);
    const bool mayStart = isConsented(request, m_memory->remembered());
    return answer.kind == PolicyAnswer::Kind::Approve && !mayStart ? PolicyAnswer() : answer;
}

void Engine::adopt(const QString &id, std::unique_ptr<Run> run)
{
    connect(run.get(), &Run::statusChanged, this, [this, id](RunStatus status) { saveStatus(id, status); });
    connect(run.get(), &Run::approvalAudited, m_memory, &ApprovalMemory::record);
    connect(run.get(), &Run::finished, this, [this, id](const RunResult &result) { endRun(id, result); });
    if (auto *workflow = qobject_cast<WorkflowRun *>(run.get())) {
        connect(workflow, &WorkflowRun::checkpointTaken, this, [this, id](int step, const QString &, const QJsonObject &state) {
            m_store.saveCheckpoint({.run = id, .step = step, .createdMs = m_clock.nowMs(), .state = state}, this,
                                   [](const Result<void> &) {});
        });
    }
    m_active.at(id).run = std::move(run);
}

void Engine::stop(const QString &run)
{
    const auto active = m_active.find(run);
    if (active == m_active.end())
        return;
    if (active->second.run)
        active->second.run->cancel();
    else
        endUnstarted(run, {QStringLiteral("The run was stopped before it began."), ErrorCode::Cancelled});
}

void Engine::saveStatus(const QString &run, RunStatus status)
{
    auto &record = m_active.at(run).record;
    record.status = recordStatus(status);
    if (isOver(status))
        record.finishedMs = m_clock.nowMs();
    m_store.saveRun(record, this, [](const Result<void> &) {});
}

void Engine::endRun(const QString &run, const RunResult &result)
{
    saveStatus(run, result.status);
    auto ended = m_active.extract(run);
    const auto session = ended.mapped().run->session();
    m_network->endRun(run, session);
    for (const auto &own : m_sandbox->sessions()) {
        if (own != session && runSessionOf(own) == session)
            m_network->endRun(run, own);
    }
    ended.mapped().run.release()->deleteLater(); // it is the one that is calling
    m_recorder.forget(run);
    Q_EMIT runFinished(run, result);
}

void Engine::endUnstarted(const QString &run, const Error &error)
{
    const bool cancelled = error.code == ErrorCode::Cancelled;
    const auto status = cancelled ? RunStatus::Cancelled : RunStatus::Failed;
    saveStatus(run, status);
    m_active.erase(run);
    Q_EMIT problemReported(error.message);
    Q_EMIT runFinished(run, RunResult{.status = status, .stopReason = error.message, .output = {}, .usage = {}, .artifacts = {}, .error = error});
}

std::unique_ptr<QLockFile> Engine::lockRun(const QString &run)
{
    const QString folder = m_paths.data + QStringLiteral("/running");
    QDir().mkpath(folder);
    auto lock = std::make_unique<QLockFile>(folder + u'/' + run);
    lock->setStaleLockTime(0); // stale only when its process has ended
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

void Engine::resumeUnfinishedRuns()
{
    m_store.listUnfinishedRuns(this, [this](const Result<QVector<RunRecord>> &records) {
        for (const auto &record : records.value_or(QVector<RunRecord>())) {
            if (record.project == m_project.folder && !m_active.contains(record.id))
                resume(record);
        }
    });
}

void Engine::resume(const RunRecord &record)
{
    auto lock = lockRun(record.id);
    if (!lock)
        return; // another program is at it
    m_active.emplace(record.id, Active{record, std::move(lock), nullptr});
    m_store.loadEventsOfThread(record.thread, this, [this, record](const Result<QVector<trace::Event>> &events) {
        if (events)
            restore(record, *events);
        else
            endUnstarted(record.id, events.error());
    });
}

void Engine::restore(const RunRecord &record, const QVector<trace::Event> &thread)
{
    if (!m_active.contains(record.id))
        return;
    const auto own = ofRun(thread, record.id);
    if (const auto problem = whyNotRunnable(m_project, {record.kind == u"agent" ? RunTarget::Kind::Agent : RunTarget::Kind::Workflow, record.name})) {
        endUnstarted(record.id, {*problem, ErrorCode::NotFound});
        return;
    }
    if (own.isEmpty()) {
        endUnstarted(record.id, {QStringLiteral("The program ended before the run began."), ErrorCode::Cancelled});
        return;
    }
    for (const auto &event : own)
        m_memory->learn(event, record.thread);
    m_recorder.continueAfter(record.id, own.last().sequence);
    adopt(record.id, makeRun(record, inputOf(own), withoutRun(thread, record.id), std::nullopt));
    if (const auto restored = m_active.at(record.id).run->restore(own); !restored)
        endUnstarted(record.id, restored.error());
}

} // namespace glasshouse
