#include "tests/fakes/fake_workbench.h"

#include <QFileInfo>
#include <QTimer>

namespace glasshouse::ui {

FakeWorkbench::FakeWorkbench(QObject *parent) : Workbench(parent)
{
    Connection demo;
    demo.name = QStringLiteral("demo");
    demo.kind = Connection::Kind::Demo;
    demo.title = QStringLiteral("Offline demo");
    Connection openAi;
    openAi.name = QStringLiteral("openai");
    openAi.title = QStringLiteral("OpenAI");
    openAi.baseUrl = QStringLiteral("https://api.openai.com/v1");
    openAi.keyVariable = QStringLiteral("OPENAI_API_KEY");
    connectionList = {demo, openAi};
    status.state = sandbox::Status::State::Ready;
    status.accelerator = sandbox::Accelerator::Tcg;
    status.confined = true;
    status.sentence = QStringLiteral("Code runs in a micro-VM on this computer.");
}

template<typename Value> void FakeWorkbench::later(Answer<Value> answer, Value value)
{
    QTimer::singleShot(0, this, [answer = std::move(answer), value = std::move(value)] { answer(value); });
}

QStringList FakeWorkbench::builtInTools() const
{
    return {QStringLiteral("execute_code"), QStringLiteral("execute_bash")};
}

trace::Event FakeWorkbench::record(const QString &run, const QString &type, const QJsonObject &data,
                                   const QString &node)
{
    trace::Event event;
    event.sequence = ++m_sequence[run];
    event.run = run;
    event.timeMs = m_now += 120;
    event.type = type;
    event.node = node;
    event.occurrence = node.isEmpty() ? 0 : 1;
    event.data = data;
    const QString thread = m_threadOfRun.value(run);
    events[thread].append(event);
    Q_EMIT eventRecorded(event, thread);
    return event;
}

void FakeWorkbench::setStatus(const sandbox::Status &value)
{
    status = value;
    Q_EMIT sandboxStatusChanged(value);
}

void FakeWorkbench::requestApproval(const QString &run, const QString &code)
{
    ApprovalRequest request;
    request.id = QStringLiteral("approval-") + run;
    request.run = run;
    request.thread = m_threadOfRun.value(run);
    request.callId = QStringLiteral("call-1");
    request.agent = QStringLiteral("Analyst");
    request.tool = QStringLiteral("execute_code");
    request.arguments = {{QStringLiteral("code"), code}};
    request.codeArgument = QStringLiteral("code");
    request.language = QStringLiteral("python");
    request.words = QStringLiteral("I will compute the totals.");
    request.requestedMs = m_now;
    m_queue.add(request);
}

void FakeWorkbench::listThreads(Answer<QVector<Thread>> answer)
{
    later(std::move(answer), threads);
}

void FakeWorkbench::saveThread(const Thread &thread)
{
    threads.removeIf([&](const Thread &other) { return other.id == thread.id; });
    threads.prepend(thread);
    Q_EMIT threadsChanged();
}

void FakeWorkbench::deleteThread(const QString &thread)
{
    threads.removeIf([&](const Thread &other) { return other.id == thread; });
    events.remove(thread);
    Q_EMIT threadsChanged();
}

void FakeWorkbench::loadEvents(const QString &thread, Answer<QVector<trace::Event>> answer)
{
    later(std::move(answer), events.value(thread));
}

void FakeWorkbench::listRuns(Answer<QVector<RunSummary>> answer)
{
    later(std::move(answer), runs);
}

Result<QString> FakeWorkbench::sendMessage(const QString &thread, const QString &text)
{
    return start(thread, QStringLiteral("agent"), text);
}

Result<QString> FakeWorkbench::runWorkflow(const QString &thread, const QString &input)
{
    return start(thread, QStringLiteral("workflow"), input);
}

Result<QString> FakeWorkbench::start(const QString &thread, const QString &kind, const QString &input)
{
    if (!refusal.isEmpty())
        return fail(refusal);
    const QString run = QStringLiteral("run-%1").arg(++m_runCount);
    QString name;
    for (const Thread &known : threads) {
        if (known.id == thread)
            name = kind == u"agent" ? known.agent : known.workflow;
    }
    m_threadOfRun.insert(run, thread);
    inputs.append(input);
    runs.prepend({run, thread, name, kind, QStringLiteral("running"), m_now, 0});
    record(run, trace::event_type::RunStarted,
           {{QStringLiteral("kind"), kind},
            {QStringLiteral("name"), name},
            {QStringLiteral("thread"), thread},
            {QStringLiteral("input"), input},
            {QStringLiteral("connection"), QStringLiteral("demo")},
            {QStringLiteral("scripted"), true}});
    return run;
}

void FakeWorkbench::stopRun(const QString &run)
{
    stopped.append(run);
    for (RunSummary &summary : runs) {
        if (summary.id == run)
            summary.status = QStringLiteral("cancelled");
    }
    record(run, trace::event_type::RunFinished,
           {{QStringLiteral("status"), QStringLiteral("cancelled")},
            {QStringLiteral("stop_reason"), QStringLiteral("stopped")}});
}

void FakeWorkbench::revokeApproval(const QString &id)
{
    remembered.removeIf([&](const RememberedDecision &approval) { return approval.id == id; });
    Q_EMIT rememberedApprovalsChanged();
}

void FakeWorkbench::allowFolder(const QString &folder, bool writable)
{
    consents.append({QFileInfo(project.folder).canonicalFilePath(), QFileInfo(folder).canonicalFilePath(),
                     writable, m_now});
    Q_EMIT folderConsentsChanged();
}

void FakeWorkbench::revokeFolder(const FolderConsent &consent)
{
    consents.removeAll(consent);
    Q_EMIT folderConsentsChanged();
}

void FakeWorkbench::takeSnapshot(const QString &thread, const QString &description)
{
    const QString id = QStringLiteral("snapshot-%1").arg(snapshotList.size() + 1);
    snapshotList.prepend({.id = id,
                          .session = thread,
                          .description = description,
                          .takenMs = m_now,
                          .bytes = 42'000'000,
                          .memoryMb = 512,
                          .image = QStringLiteral("code-interpreter")});
    Q_EMIT snapshotsChanged();
    Q_EMIT snapshotSettled(thread, QStringLiteral("The snapshot is kept."), false);
}

void FakeWorkbench::restoreSnapshot(const QString &thread, const QString &snapshot)
{
    restored.append(thread + u' ' + snapshot);
    Q_EMIT snapshotSettled(thread, QStringLiteral("The sandbox goes on from the snapshot."), false);
}

void FakeWorkbench::removeSnapshot(const QString &snapshot)
{
    snapshotList.removeIf([&](const sandbox::SessionSnapshot &other) { return other.id == snapshot; });
    Q_EMIT snapshotsChanged();
}

void FakeWorkbench::saveConnection(const Connection &connection, const QString &, Answer<Result<void>> answer)
{
    connectionList.removeIf([&](const Connection &other) { return other.name == connection.name; });
    connectionList.append(connection);
    Q_EMIT connectionsChanged();
    later(std::move(answer), Result<void>{});
}

void FakeWorkbench::removeConnection(const QString &name)
{
    connectionList.removeIf([&](const Connection &other) { return other.name == name; });
    Q_EMIT connectionsChanged();
}

void FakeWorkbench::diagnose(Answer<QString> answer)
{
    later(std::move(answer), report);
}

void FakeWorkbench::testConnection(const Connection &, const QString &, Answer<Result<QString>> answer)
{
    later(std::move(answer), testAnswer);
}

} // namespace glasshouse::ui
