#include "app/artifact_export.h"
#include "app/command_tools.h"
#include "app/ctl_arguments.h"
#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/network_watch.h"
#include "app/paths.h"
#include "app/sandbox_code_runner.h"
#include "app/session_access.h"
#include "app/terminal_review.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

namespace glasshouse {

namespace {

struct ExecOptions
{
    SandboxProfile profile;
    QString language;
    QString code;
    QString outputFolder;
    CommandTools tools;
    bool asJson = false;
    bool asks = false; // about what is not on the allow-list
};

class ExecCommand final : public CtlCommand
{
public:
    explicit ExecCommand(ExecOptions options)
        : m_options(std::move(options)), m_service(sandbox::makeService(standardPaths().sandbox)),
          m_watch(*m_service, m_access, m_permissions, m_recorder,
                  [](const QString &session) { return SessionOwner{session, session}; }),
          m_runner(*m_service, m_access)
    {
        m_access.setCanAsk(m_options.asks);
        if (m_options.asks)
            new TerminalReview(m_approvals, m_permissions, this);
    }

    void start() override
    {
        connect(m_service.get(), &sandbox::Service::requestDecided, this,
                [this](const QString &, const gateway::RequestRecord &record) { printRequest(record); });
        m_service->prepare(m_options.profile.image, limitsOf(m_options.profile));
        m_job = m_runner.run({.session = QStringLiteral("exec"),
                              .profile = m_options.profile,
                              .language = m_options.language,
                              .code = m_options.code,
                              .tools = m_options.tools.keys()});
        connect(m_job.get(), &CodeJob::toolCalled, this, [this](const NestedToolCall &call) {
            answerWithCommand(*m_job, call, m_options.tools.value(call.name));
        });
        connect(m_job.get(), &CodeJob::waiting, this, [](const QString &reason) { printNote(reason); });
        connect(m_job.get(), &CodeJob::outputReceived, this, &ExecCommand::printOutput);
        connect(m_job.get(), &CodeJob::finished, this, &ExecCommand::finish);
    }

    void interrupt() override { m_job->cancel(); }

private:
    void printOutput(OutputStream stream, const QString &text)
    {
        const bool isError = stream == OutputStream::Stderr;
        if (m_options.asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("exec_output")},
                       {QStringLiteral("stream"), isError ? QStringLiteral("stderr") : QStringLiteral("stdout")},
                       {QStringLiteral("text"), text}});
        } else if (isError) {
            printErrorText(terminalSafe(text));
        } else {
            printText(terminalSafe(text));
        }
    }

    void printRequest(const gateway::RequestRecord &record) const
    {
        const bool isAllowed = record.verdict == gateway::Verdict::Allowed;
        if (m_options.asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("network_request")},
                       {QStringLiteral("method"), record.target.method},
                       {QStringLiteral("url"), record.url()},
                       {QStringLiteral("verdict"), isAllowed ? QStringLiteral("allowed") : QStringLiteral("denied")},
                       {QStringLiteral("reason"), gateway::toString(record.reason)}});
        } else if (!isAllowed) {
            printNote(QStringLiteral("denied: %1").arg(terminalSafe(record.sentence)));
        }
    }

    void finish(const Result<CodeOutcome> &outcome)
    {
        if (!outcome) {
            printError(outcome.error(), m_options.asJson);
            Q_EMIT finished(exitCodeFor(outcome.error().code));
            return;
        }
        auto artifacts = outcome->artifacts;
        if (!m_options.outputFolder.isEmpty()) {
            const auto exported = exportArtifacts(artifacts, m_options.outputFolder);
            if (!exported) {
                printError(exported.error(), m_options.asJson);
                Q_EMIT finished(ExitRunFailed);
                return;
            }
            artifacts = *exported;
        }
        report(*outcome, artifacts);
        Q_EMIT finished(exitCode(*outcome));
    }

    // What this machine could not store is a failure; what the guest must not write is only left out.
    [[nodiscard]] static int exitCode(const CodeOutcome &outcome)
    {
        const auto &refused = outcome.refused;
        const bool isStored = std::none_of(refused.begin(), refused.end(), [](const RefusedArtifact &file) { return file.isHostsFault; });
        return outcome.ending == CodeEnding::Completed && isStored ? ExitDone : ExitRunFailed;
    }

    void report(const CodeOutcome &outcome, const QVector<Artifact> &artifacts) const
    {
        if (m_options.asJson) {
            QJsonArray files;
            for (const auto &artifact : artifacts)
                files.append(artifact.toJson());
            QJsonArray refused;
            for (const auto &file : outcome.refused)
                refused.append(QJsonObject{{QStringLiteral("name"), file.name}, {QStringLiteral("reason"), file.reason}});
            printJson({{QStringLiteral("type"), QStringLiteral("result")},
                       {QStringLiteral("status"), toString(outcome.ending)},
                       {QStringLiteral("exit_code"), outcome.exitCode},
                       {QStringLiteral("duration_ms"), outcome.durationMs},
                       {QStringLiteral("cut_characters"), outcome.cutCharacters},
                       {QStringLiteral("artifacts"), files},
                       {QStringLiteral("refused"), refused},
                       {QStringLiteral("limits"), QJsonArray::fromStringList(outcome.limits)}});
            return;
        }
        for (const auto &artifact : artifacts)
            printNote(QStringLiteral("wrote %1 (%2 bytes)").arg(terminalSafe(artifact.name)).arg(artifact.size));
        for (const auto &refused : outcome.refused)
            printNote(QStringLiteral("not kept: %1: %2").arg(terminalSafe(refused.name), refused.reason));
        for (const auto &limit : outcome.limits)
            printNote(limit);
        if (outcome.ending != CodeEnding::Completed)
            printNote(QStringLiteral("The code ended: %1, exit code %2.").arg(toString(outcome.ending)).arg(outcome.exitCode));
    }

    ExecOptions m_options;
    std::unique_ptr<sandbox::Service> m_service;
    SessionAccess m_access{AccessPolicy::Anywhere};
    PermissionQueue m_permissions;
    ApprovalQueue m_approvals; // stays empty: a person has given the code
    SystemClock m_clock;
    trace::Recorder m_recorder{m_clock};
    NetworkWatch m_watch;
    SandboxCodeRunner m_runner;
    std::unique_ptr<CodeJob> m_job;
};

Result<QString> readCode(const QString &file)
{
    QFile source(file);
    const bool opened = file == QStringLiteral("-") ? source.open(stdin, QIODevice::ReadOnly)
                                                    : source.open(QIODevice::ReadOnly);
    if (!opened)
        return fail(QStringLiteral("%1 could not be read: %2").arg(file, source.errorString()), ErrorCode::BadUsage);
    return QString::fromUtf8(source.readAll());
}

// HOST:GUEST or HOST:GUEST:rw.
Result<FolderMount> parseMount(const QString &text)
{
    const bool writable = text.endsWith(QStringLiteral(":rw"));
    const QString pair = writable ? text.chopped(3) : text;
    const auto colon = pair.lastIndexOf(u':');
    const FolderMount mount{pair.left(qMax<qsizetype>(colon, 0)), pair.mid(colon + 1), writable};
    if (mount.host.isEmpty() || !mount.guest.startsWith(u'/'))
        return fail(QStringLiteral("--mount takes HOST:GUEST or HOST:GUEST:rw, with an absolute GUEST, not \"%1\".").arg(text),
                    ErrorCode::BadUsage);
    return mount;
}

// TARGET or TARGET=METHOD,METHOD.
Result<AllowRule> parseRule(const QString &text)
{
    const auto entry = gateway::parseAllowRule(text);
    if (!entry)
        return fail(QStringLiteral("--allow %1: %2").arg(text, entry.error().message), ErrorCode::BadUsage);
    return AllowRule{entry->target.toString(), entry->methods.value_or(QStringList())};
}

// NAME=COMMAND.
Result<CommandTools> parseTools(const CtlArguments &arguments)
{
    CommandTools tools;
    for (const QString &text : arguments.options.value(QStringLiteral("tool"))) {
        const auto equals = text.indexOf(u'=');
        if (equals < 1 || equals + 1 == text.size())
            return fail(QStringLiteral("--tool takes NAME=COMMAND, not \"%1\".").arg(text), ErrorCode::BadUsage);
        tools.insert(text.left(equals), text.mid(equals + 1));
    }
    return tools;
}

// KEY=VALUE, as in a sandbox profile, which says what is possible.
Result<SandboxProfile> parseLimits(const CtlArguments &arguments)
{
    static const QStringList keys{
        QStringLiteral("call_timeout_ms"),   QStringLiteral("cpu_time_ms"),   QStringLiteral("lifetime_ms"),
        QStringLiteral("memory_mb"),         QStringLiteral("output_bytes"),  QStringLiteral("output_characters"),
        QStringLiteral("output_files"),      QStringLiteral("printed_bytes"), QStringLiteral("processes"),
        QStringLiteral("time_to_live_ms")};
    QJsonObject json = SandboxProfile().toJson();
    for (const QString &text : arguments.options.value(QStringLiteral("limit"))) {
        const QString key = text.section(u'=', 0, 0);
        bool isNumber = false;
        const qint64 value = text.section(u'=', 1).toLongLong(&isNumber);
        if (!isNumber || !keys.contains(key))
            return fail(QStringLiteral("--limit takes KEY=NUMBER, not \"%1\". The keys are: %2.").arg(text, keys.join(QStringLiteral(", "))),
                        ErrorCode::BadUsage);
        json.insert(key, value);
    }
    const auto profile = SandboxProfile::fromJson(json);
    if (!profile)
        return fail(QStringLiteral("--limit %1.").arg(profile.error().message.mid(1)), ErrorCode::BadUsage);
    return profile;
}

Result<SandboxAccess> parseAccess(const CtlArguments &arguments)
{
    SandboxAccess access;
    access.folder = QDir::currentPath();
    for (const QString &text : arguments.options.value(QStringLiteral("mount"))) {
        const auto mount = parseMount(text);
        if (!mount)
            return fail(mount.error());
        access.mounts.append(*mount);
    }
    for (const QString &text : arguments.options.value(QStringLiteral("allow"))) {
        const auto rule = parseRule(text);
        if (!rule)
            return fail(rule.error());
        access.allow.append(*rule);
    }
    return access;
}

// Without a person at a terminal nothing is asked: what is not listed is denied.
Result<bool> parseAsks(const CtlArguments &arguments)
{
    const auto approve = arguments.value(QStringLiteral("approve"), QStringLiteral("none"));
    if (approve != u"ask" && approve != u"none")
        return fail(QStringLiteral("--approve takes ask or none here, not \"%1\": what code may reach is listed with --allow.").arg(approve),
                    ErrorCode::BadUsage);
    const bool readsCode = arguments.positional.first() == u"-";
    return approve == u"ask" && LineReader::isTerminal() && !arguments.asJson && !readsCode;
}

QString languageOf(const QString &file)
{
    if (file.endsWith(QStringLiteral(".sh")))
        return QStringLiteral("bash");
    if (file.endsWith(QStringLiteral(".js")))
        return QStringLiteral("javascript");
    return file.endsWith(QStringLiteral(".ts")) ? QStringLiteral("typescript") : QStringLiteral("python");
}

} // namespace

CtlCommandResult makeExecCommand(const QStringList &arguments)
{
    const auto parsed = parseCommandArguments(u"exec", arguments);
    if (!parsed)
        return fail(parsed.error());
    if (parsed->positional.size() != 1)
        return fail(QStringLiteral("exec takes one file, or - for standard input."), ErrorCode::BadUsage);

    const auto file = parsed->positional.first();
    const auto code = readCode(file);
    if (!code)
        return fail(code.error());

    const auto tools = parseTools(*parsed);
    if (!tools)
        return fail(tools.error());
    const auto asks = parseAsks(*parsed);
    if (!asks)
        return fail(asks.error());
    const auto limited = parseLimits(*parsed);
    if (!limited)
        return fail(limited.error());
    ExecOptions options{.profile = *limited,
                        .language = parsed->value(QStringLiteral("language"), languageOf(file)),
                        .code = *code,
                        .outputFolder = parsed->value(QStringLiteral("output")),
                        .tools = *tools,
                        .asJson = parsed->asJson,
                        .asks = *asks};
    const auto access = parseAccess(*parsed);
    if (!access)
        return fail(access.error());
    options.profile.access = *access;
    options.profile.access.asksForUnlisted = *asks;
    options.profile.image = parsed->value(QStringLiteral("image"), options.profile.image);
    if (const auto seconds = parsed->value(QStringLiteral("timeout")); !seconds.isEmpty()) {
        bool isNumber = false;
        options.profile.callTimeoutMs = static_cast<int>(seconds.toDouble(&isNumber) * 1000);
        if (!isNumber || options.profile.callTimeoutMs <= 0)
            return fail(QStringLiteral("--timeout takes a number of seconds, not \"%1\".").arg(seconds), ErrorCode::BadUsage);
    }
    return std::make_unique<ExecCommand>(std::move(options));
}

} // namespace glasshouse
