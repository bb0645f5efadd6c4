#include "app/sandbox_code_runner.h"

#include "app/session_access.h"

#include <QMimeDatabase>
#include <QStringDecoder>

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
    void holdClock(bool held) override { m_job->holdClock(held); }

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

} // namespace

SandboxCodeRunner::SandboxCodeRunner(sandbox::Service &service, SessionAccess &access)
    : m_service(service), m_access(access)
{
}

std::unique_ptr<CodeJob> SandboxCodeRunner::run(const CodeRequest &request)
{
    const auto setup = m_access.setupFor(request.session, request.profile);
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

CodeOutcome toCodeOutcome(const sandbox::ExecResult &result)
{
    CodeOutcome outcome{.ending = toCodeEnding(result.ending),
                        .exitCode = result.exitCode,
                        .standardOutput = QString::fromUtf8(result.standardOutput),
                        .standardError = QString::fromUtf8(result.standardError),
                        .cutCharacters = result.cutCharacters,
                        .artifacts = {},
                        .refused = {},
                        .limits = {},
                        .durationMs = result.durationMs};
    for (const auto &file : result.files)
        outcome.artifacts.append(toArtifact(file));
    for (const auto &file : result.refused)
        outcome.refused.append({file.name, file.reason, file.isHostsFault});
    for (const auto &hit : result.limitsHit)
        outcome.limits.append(hit.sentence);
    return outcome;
}

} // namespace glasshouse
