#include "app/sandbox_code_runner.h"

#include "sandbox/gateway/address_class.h"

#include <QDir>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QStringDecoder>

#include <array>

namespace glasshouse {

namespace {

CodeEnding toCodeEnding(sandbox::Ending ending)
{
    switch (ending) {
    case sandbox::Ending::Completed:
        return CodeEnding::Completed;
    case sandbox::Ending::Failed:
        return CodeEnding::Failed;
    case sandbox::Ending::TimedOut:
        return CodeEnding::TimedOut;
    case sandbox::Ending::OutOfMemory:
        return CodeEnding::OutOfMemory;
    case sandbox::Ending::Cancelled:
        return CodeEnding::Cancelled;
    case sandbox::Ending::Lost:
        break;
    }
    return CodeEnding::Lost;
}

Artifact toArtifact(const sandbox::OutputFile &file)
{
    // By name only: the content comes from the guest, and sniffing it would trust it.
    const auto mime = QMimeDatabase().mimeTypeForFile(file.name, QMimeDatabase::MatchExtension).name();
    return {.name = file.name, .path = file.path, .size = file.size, .mime = mime, .sha256 = file.sha256};
}

class SandboxCodeJob final : public CodeJob
{
public:
    explicit SandboxCodeJob(std::unique_ptr<sandbox::ExecJob> job) : m_job(std::move(job))
    {
        connect(m_job.get(), &sandbox::ExecJob::waiting, this, &CodeJob::waiting);
        connect(m_job.get(), &sandbox::ExecJob::started, this, [this](const sandbox::ExecStart &start) {
            Q_EMIT started({.sandbox = start.sandbox,
                            .accelerator = sandbox::toString(start.accelerator),
                            .confined = start.confined,
                            .restoredMs = start.restoredMs});
        });
        connect(m_job.get(), &sandbox::ExecJob::toolCalled, this, [this](const sandbox::ToolRequest &request) {
            Q_EMIT toolCalled({request.call, request.name, request.arguments});
        });
        connect(m_job.get(), &sandbox::ExecJob::outputReceived, this, &SandboxCodeJob::forwardOutput);
        connect(m_job.get(), &sandbox::ExecJob::finished, this, [this](const Result<sandbox::ExecResult> &result) {
            Q_EMIT finished(result.map(toCodeOutcome));
        });
    }

    void cancel() override { m_job->cancel(); }
    void answerTool(quint32 call, const Result<QByteArray> &answer) override { m_job->answerTool(call, answer); }

private:
    // A chunk may end inside a character: each stream has a decoder that remembers the rest.
    void forwardOutput(sandbox::Stream stream, const QByteArray &bytes)
    {
        const bool isError = stream == sandbox::Stream::Stderr;
        const QString text = (isError ? m_errorDecoder : m_outputDecoder).decode(bytes);
        if (!text.isEmpty())
            Q_EMIT outputReceived(isError ? OutputStream::Stderr : OutputStream::Stdout, text);
    }

    std::unique_ptr<sandbox::ExecJob> m_job;
    QStringDecoder m_outputDecoder{QStringDecoder::Utf8};
    QStringDecoder m_errorDecoder{QStringDecoder::Utf8};
};

// A call whose sandbox cannot be set up: nothing runs.
class RefusedCodeJob final : public CodeJob
{
public:
    explicit RefusedCodeJob(const Error &error)
    {
        QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT finished(fail(error)); }, Qt::QueuedConnection);
    }

    void cancel() override {}
};

bool isBelow(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder + u'/');
}

// Code that could change these would decide what it is allowed to do the next time.
bool holdsTheProject(const QString &path, const QString &project)
{
    static constexpr std::array parts{"agents", "workflows", "tools", "sandboxes"};
    return isBelow(project, path) || std::any_of(parts.begin(), parts.end(), [&](const char *part) {
               return isBelow(path, project + u'/' + QLatin1String(part));
           });
}

Error mountError(const QString &sentence, const QString &named)
{
    return {sentence.arg(named), ErrorCode::BadProject};
}

Result<QString> hostFolder(const FolderMount &mount, const QString &project, AccessPolicy policy)
{
    const QFileInfo folder(QDir(project), mount.host);
    const QString path = folder.canonicalFilePath();
    if (project.isEmpty() || path.isEmpty() || !folder.isDir())
        return fail(mountError(QStringLiteral("The folder \"%1\" that the sandbox is to see is not there."), mount.host));
    const QString base = QDir(project).canonicalPath();
    if (policy == AccessPolicy::Anywhere)
        return path;
    if (!isBelow(path, base))
        return fail(mountError(QStringLiteral("The folder \"%1\" lies outside the project, so the project alone cannot open it "
                                              "to a sandbox. Move it into the project's folder."),
                               mount.host));
    if (mount.writable && holdsTheProject(path, base))
        return fail(mountError(QStringLiteral("The folder \"%1\" holds the project's own files, so a sandbox may only read it. "
                                              "Give it a folder of its own to write to."),
                               mount.host));
    return path;
}

Result<QVector<sandbox::Mount>> mountsOf(const SandboxProfile &profile, AccessPolicy policy)
{
    QVector<sandbox::Mount> mounts;
    for (const FolderMount &mount : profile.access.mounts) {
        const auto folder = hostFolder(mount, profile.access.folder, policy);
        if (!folder)
            return fail(folder.error());
        const sandbox::Quota quota{mount.writable ? static_cast<quint64>(profile.outputBytes) : 0,
                                   mount.writable ? static_cast<quint64>(profile.outputFiles) : 0};
        mounts.append({QDir::cleanPath(mount.guest), {*folder, mount.writable, quota}});
    }
    return mounts;
}

// Whoever wrote the project does not decide what may reach the services of this machine and its network.
bool isOfThisNetwork(const gateway::Host &host)
{
    return host.isAddress() && gateway::classOf(host.address) != gateway::AddressClass::Public;
}

Result<gateway::AllowList> allowListOf(const SandboxAccess &access, AccessPolicy policy)
{
    QVector<gateway::AllowEntry> entries;
    for (const AllowRule &rule : access.allow) {
        const auto methods = rule.methods.isEmpty() ? std::nullopt : std::optional(rule.methods);
        const auto entry = gateway::parseAllowEntry(rule.target, methods);
        if (!entry)
            return fail(QStringLiteral("The rule \"%1\" of the allow-list: %2").arg(rule.target, entry.error().message),
                        ErrorCode::BadProject);
        if (policy == AccessPolicy::WithinProject && isOfThisNetwork(entry->target.host))
            return fail(QStringLiteral("The rule \"%1\" of the allow-list names an address of this machine or its network. A "
                                       "project cannot open that; `glasshousectl exec --allow` can.")
                            .arg(rule.target),
                        ErrorCode::BadProject);
        entries.append(*entry);
    }
    return gateway::AllowList(entries);
}

} // namespace

// There is no prompt yet, so nobody can be asked: code gets its denial at once instead of waiting for a person in vain.
SandboxCodeRunner::SandboxCodeRunner(sandbox::Service &service) : m_service(service)
{
    QObject::connect(&service, &sandbox::Service::permissionRequested, &service,
                     [&service](const QString &session, const gateway::PermissionRequest &request) {
                         service.answerPermission(session, request.id, gateway::Permission::Deny);
                     });
}

std::unique_ptr<CodeJob> SandboxCodeRunner::run(const CodeRequest &request)
{
    const auto setup = setupOf(request.profile, m_accessPolicy);
    if (!setup)
        return std::make_unique<RefusedCodeJob>(setup.error());
    return std::make_unique<SandboxCodeJob>(m_service.execute({.session = request.session,
                                                               .image = request.profile.image,
                                                               .limits = limitsOf(request.profile),
                                                               .language = request.language,
                                                               .code = request.code.toUtf8(),
                                                               .setup = *setup,
                                                               .tools = request.tools}));
}

void SandboxCodeRunner::reset(const QString &session)
{
    m_service.reset(session);
}

sandbox::Limits limitsOf(const SandboxProfile &profile)
{
    return {.memoryMb = profile.memoryMb,
            .callTimeoutMs = profile.callTimeoutMs,
            .cpuTimeMs = profile.cpuTimeMs,
            .timeToLiveMs = profile.timeToLiveMs,
            .lifetimeMs = profile.lifetimeMs,
            .outputCharacters = profile.outputCharacters,
            .printedBytes = profile.printedBytes,
            .outputBytes = profile.outputBytes,
            .outputFiles = profile.outputFiles,
            .processes = profile.processes,
            .clearOutputPerCall = profile.clearOutputPerCall};
}

Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, AccessPolicy policy)
{
    auto mounts = mountsOf(profile, policy);
    if (!mounts)
        return fail(mounts.error());
    auto list = allowListOf(profile.access, policy);
    if (!list)
        return fail(list.error());
    const auto mode = profile.access.asksForUnlisted ? gateway::Mode::Ask : gateway::Mode::Deny;
    return sandbox::SessionSetup{std::move(*mounts), {std::move(*list), mode, {}}};
}

CodeOutcome toCodeOutcome(const sandbox::ExecResult &result)
{
    CodeOutcome outcome{.ending = toCodeEnding(result.ending),
                        .exitCode = result.exitCode,
                        .standardOutput = QString::fromUtf8(result.standardOutput),
                        .standardError = QString::fromUtf8(result.standardError),
                        .cutCharacters = result.cutCharacters,
                        .artifacts = {},
                        .refused = {},
                        .durationMs = result.durationMs};
    for (const auto &file : result.files)
        outcome.artifacts.append(toArtifact(file));
    for (const auto &file : result.refused)
        outcome.refused.append({file.name, file.reason, file.isHostsFault});
    return outcome;
}

} // namespace glasshouse
