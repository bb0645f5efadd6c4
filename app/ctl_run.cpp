#include "app/artifact_export.h"
#include "app/ctl_arguments.h"
#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/engine.h"
#include "app/terminal_review.h"

#include "core/base/atomic_file.h"
#include "core/model/project_files.h"

#include <QJsonArray>

#include <utility>

namespace glasshouse {

namespace {

enum class Approve { Ask, All, None };

struct RunOptions
{
    Project project;
    RunTarget target;
    QStringList inputs;
    QString thread; // empty: a new one
    std::optional<ModelRef> model;
    Approve approve = Approve::Ask;
    QStringList allowedPrograms; // tools
    QString outputFolder;
    bool asJson = false;
};

class RunCommand final : public CtlCommand
{
public:
    explicit RunCommand(RunOptions options)
        : m_options(std::move(options)), m_engine(standardPaths()), m_printer(m_options.asJson)
    {
        connect(&m_engine, &Engine::eventRecorded, this, [this](const trace::Event &event) { m_printer.print(event); });
        connect(&m_engine, &Engine::runFinished, this, &RunCommand::runFinished);
        connect(&m_engine, &Engine::problemReported, this, [this](const QString &sentence) {
            if (std::exchange(m_lastProblem, sentence) != sentence)
                printNote(sentence);
        });
        connect(&m_engine.sandbox(), &sandbox::Service::statusChanged, this, &RunCommand::printProgress);
        decideApprovals();
        m_engine.allowPrograms(m_options.allowedPrograms);
    }

    void start() override
    {
        m_engine.setProject(m_options.project);
        m_engine.open([this](const Result<void> &opened) {
            if (opened)
                startNext();
            else
                end(opened.error());
        });
    }

    void interrupt() override
    {
        if (m_run.isEmpty())
            Q_EMIT finished(ExitRunFailed);
        else
            m_engine.stop(m_run);
    }

private:
    // With --approve all, too: it does not cover programs of this machine that nobody has agreed to.
    void decideApprovals()
    {
        if (m_options.approve != Approve::Ask)
            decideByOption();
        if (LineReader::isTerminal() && !m_options.asJson) {
            m_engine.setCanAsk(m_options.approve == Approve::Ask);
            auto *review = new TerminalReview(m_engine.approvals(), m_engine.permissions(), this);
            connect(review, &TerminalReview::closed, this, &RunCommand::leavePending);
        } else {
            connect(&m_engine.approvals(), &ApprovalQueue::requested, this, &RunCommand::leavePending, Qt::QueuedConnection);
        }
    }

    void decideByOption()
    {
        const bool all = m_options.approve == Approve::All;
        m_engine.setPolicy([all](const ApprovalRequest &, ApprovalMode) {
            return PolicyAnswer{.kind = all ? PolicyAnswer::Kind::Approve : PolicyAnswer::Kind::Reject,
                                .by = QStringLiteral("option"),
                                .reason = all ? QString() : QStringLiteral("Nothing may run: glasshousectl was started with --approve none.")};
        });
    }

    // Nobody is there to ask. The request stays in the database, waiting, and the window can decide it.
    void leavePending()
    {
        const auto &pending = m_engine.approvals().pending();
        if (!pending.isEmpty() && !pending.first().hostCommand.isEmpty() && m_options.approve == Approve::All) {
            end({QStringLiteral("The tool %1 starts a program of this machine, outside the sandbox: %2. --approve all does not cover "
                                "that. Allow it with --allow-program %1, or agree to it once in Glasshouse.")
                     .arg(pending.first().tool, pending.first().hostCommand),
                 ErrorCode::ApprovalDenied});
            return;
        }
        end({QStringLiteral("An approval is needed and nobody is there to ask. It stays pending in thread %1: open the project in "
                            "Glasshouse to decide it, or start again with --approve all or --approve none.")
                 .arg(m_thread),
             ErrorCode::ApprovalDenied});
    }

    void startNext()
    {
        const auto started = m_engine.start({.thread = m_thread.isEmpty() ? m_options.thread : m_thread,
                                             .target = m_options.target,
                                             .input = m_options.inputs.takeFirst(),
                                             .model = m_options.model});
        if (!started) {
            end(started.error());
            return;
        }
        m_run = started->run;
        m_thread = started->thread;
    }

    void runFinished(const QString &run, const RunResult &result)
    {
        if (run != m_run)
            return;
        m_run.clear();
        m_refused = m_refused || result.refused;
        for (const auto &artifact : result.artifacts) {
            m_artifacts.removeIf([&artifact](const Artifact &old) { return old.name == artifact.name; });
            m_artifacts.append(artifact);
        }
        if (result.status == RunStatus::Completed && !m_options.inputs.isEmpty())
            startNext();
        else
            conclude(run, result);
    }

    // What could not be written is an error of the run, although its code has run: nobody else would tell.
    void conclude(const QString &run, const RunResult &result)
    {
        auto exported = m_options.outputFolder.isEmpty() ? Result<QVector<Artifact>>(m_artifacts)
                                                         : exportArtifacts(m_artifacts, m_options.outputFolder);
        m_engine.whenStored([this, run, ended = result, exported = std::move(exported)](const Result<void> &stored) mutable {
            if (exported)
                m_artifacts = *exported;
            else if (!ended.error)
                ended.error = exported.error();
            if (!stored && !ended.error)
                ended.error = stored.error();
            report(run, ended);
            keepSandbox(exitCode(ended));
        });
    }

    // So that --thread goes on with the variables of this conversation.
    void keepSandbox(int code)
    {
        if (m_options.target.kind != RunTarget::Kind::Agent) {
            Q_EMIT finished(code);
            return;
        }
        connect(&m_engine.sandbox(), &sandbox::Service::sessionKept, this, [this, code](const QString &, const QString &problem) {
            if (!problem.isEmpty())
                printNote(QStringLiteral("The sandbox's state is lost to the next message of this thread: %1").arg(problem));
            Q_EMIT finished(code);
        });
        m_engine.sandbox().keep(m_thread);
    }

    void report(const QString &run, const RunResult &result) const
    {
        if (result.error && result.error->message != m_lastProblem)
            printNote(result.error->message);
        if (!m_options.asJson) {
            for (const auto &artifact : m_artifacts)
                printText(terminalSafe(artifact.path) + u'\n');
            printNote(QStringLiteral("Thread %1: go on with --thread %1").arg(m_thread));
            return;
        }
        QJsonArray artifacts;
        for (const auto &artifact : m_artifacts)
            artifacts.append(artifact.toJson());
        QJsonObject line{{QStringLiteral("type"), QStringLiteral("result")},
                         {QStringLiteral("status"), toString(result.status)},
                         {QStringLiteral("stop_reason"), result.stopReason},
                         {QStringLiteral("output"), result.output},
                         {QStringLiteral("artifacts"), artifacts},
                         {QStringLiteral("usage"), result.usage.toJson()},
                         {QStringLiteral("run_id"), run},
                         {QStringLiteral("thread_id"), m_thread}};
        if (result.error)
            line.insert(QStringLiteral("error"), result.error->message);
        printJson(line);
    }

    [[nodiscard]] int exitCode(const RunResult &result) const
    {
        if (result.error)
            return exitCodeFor(result.error->code);
        if (m_refused)
            return ExitApprovalDenied;
        return result.status == RunStatus::Completed ? ExitDone : ExitRunFailed;
    }

    void end(const Error &error)
    {
        printError(error, m_options.asJson);
        m_engine.whenStored([this, code = exitCodeFor(error.code)](const Result<void> &) { Q_EMIT finished(code); });
    }

    void printProgress(const sandbox::Status &status)
    {
        if (status.step == m_step || status.step.isEmpty())
            return;
        m_step = status.step;
        printNote(QStringLiteral("%1 (%2 %)").arg(status.step).arg(qRound(status.progress * 100)));
    }

    RunOptions m_options;
    Engine m_engine;
    EventPrinter m_printer;
    QString m_run;
    QString m_thread;
    QString m_step;
    QString m_lastProblem; // is on the screen already
    QVector<Artifact> m_artifacts;
    bool m_refused = false;
};

Result<QString> inputText(const QString &argument)
{
    if (!argument.startsWith(u'@'))
        return argument;
    const auto content = readFile(argument.mid(1));
    if (!content)
        return fail(content.error().message, ErrorCode::BadUsage);
    return QString::fromUtf8(*content);
}

Result<Approve> approveFrom(const QString &text)
{
    if (text == u"ask")
        return Approve::Ask;
    if (text == u"all")
        return Approve::All;
    if (text == u"none")
        return Approve::None;
    return fail(QStringLiteral("--approve takes ask, all or none, not \"%1\".").arg(text), ErrorCode::BadUsage);
}

Result<RunTarget> targetFrom(const CtlArguments &arguments, const Project &project)
{
    const auto agent = arguments.value(QStringLiteral("agent"));
    const auto workflow = arguments.value(QStringLiteral("workflow"));
    if (agent.isEmpty() == workflow.isEmpty())
        return fail(QStringLiteral("run needs either --agent NAME or --workflow NAME."), ErrorCode::BadUsage);
    const RunTarget target{workflow.isEmpty() ? RunTarget::Kind::Agent : RunTarget::Kind::Workflow,
                           workflow.isEmpty() ? agent : workflow};
    if (const auto problem = whyNotRunnable(project, target))
        return fail(*problem, ErrorCode::BadProject);
    return target;
}

Result<RunOptions> optionsFrom(const CtlArguments &arguments)
{
    if (arguments.positional.size() != 1)
        return fail(QStringLiteral("run takes one project folder: glasshousectl run PROJECT --agent A --input TEXT"), ErrorCode::BadUsage);
    auto project = loadProject(arguments.positional.first());
    if (!project)
        return fail(project.error());
    const auto target = targetFrom(arguments, *project);
    if (!target)
        return fail(target.error());
    const auto approve = approveFrom(arguments.value(QStringLiteral("approve"), QStringLiteral("ask")));
    if (!approve)
        return fail(approve.error());

    RunOptions options{.project = *project, .target = *target, .inputs = {}, .thread = arguments.value(QStringLiteral("thread")),
                       .model = {}, .approve = *approve,
                       .allowedPrograms = arguments.options.value(QStringLiteral("allow-program")), .outputFolder = arguments.value(QStringLiteral("output")),
                       .asJson = arguments.asJson};
    for (const auto &argument : arguments.options.value(QStringLiteral("input"))) {
        const auto text = inputText(argument);
        if (!text)
            return fail(text.error());
        options.inputs.append(*text);
    }
    if (options.inputs.isEmpty())
        return fail(QStringLiteral("run needs --input TEXT, or --input @FILE."), ErrorCode::BadUsage);
    if (const auto model = arguments.value(QStringLiteral("model")); !model.isEmpty()) {
        const auto reference = parseModelRef(model);
        if (!reference)
            return fail(reference.error().message, ErrorCode::BadUsage);
        options.model = *reference;
    }
    return options;
}

} // namespace

CtlCommandResult makeRunCommand(const QStringList &arguments)
{
    const auto parsed = parseCommandArguments(u"run", arguments);
    if (!parsed)
        return fail(parsed.error());
    auto options = optionsFrom(*parsed);
    if (!options)
        return fail(options.error());
    return std::make_unique<RunCommand>(std::move(*options));
}

} // namespace glasshouse
