// What core needs of a sandbox: run a piece of code in a session and stream what it prints. `app` adapts
// sandbox/host to this; tests use a fake. Core itself knows no VM.
#pragma once

#include "core/model/message.h"
#include "core/model/sandbox_profile.h"

#include <QObject>

#include <memory>

namespace glasshouse {

struct CodeRequest
{
    QString session; // the same session keeps interpreter state between calls
    SandboxProfile profile;
    QString language; // python, bash, javascript, typescript (canonical)
    QString code;     // exactly what was approved

    bool operator==(const CodeRequest &) const = default;
};

enum class OutputStream { Stdout, Stderr };

enum class CodeEnding {
    Completed, // exit code 0, no exception
    Failed,    // exit code other than 0, or a traceback
    TimedOut,  // the output so far is kept
    OutOfMemory,
    Cancelled,
    Lost, // the sandbox ended under it: the effect is unknown, never retried automatically
};

[[nodiscard]] QString toString(CodeEnding ending); // as in trace event exec_finished

struct RefusedArtifact
{
    QString name;
    QString reason;
    bool isHostsFault = false; // the file is fine, but this machine could not store it

    bool operator==(const RefusedArtifact &) const = default;
};

struct CodeOutcome
{
    CodeEnding ending = CodeEnding::Completed;
    int exitCode = 0;
    QString standardOutput; // cut to the profile's outputCharacters
    QString standardError;
    qint64 cutCharacters = 0; // how many of both were cut
    QVector<Artifact> artifacts;
    QVector<RefusedArtifact> refused;
    qint64 durationMs = 0;

    bool operator==(const CodeOutcome &) const = default;
};

// Where the code runs, known once it starts.
struct CodeStart
{
    QString sandbox;     // id
    QString accelerator; // kvm, whpx, tcg
    bool confined = false;
    qint64 restoredMs = 0; // how long it took to get the sandbox; 0 if the session had one

    bool operator==(const CodeStart &) const = default;
};

class CodeJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void cancel() = 0;

Q_SIGNALS:
    void waiting(const QString &reason); // e.g. the image is still being built
    void started(const glasshouse::CodeStart &start);
    void outputReceived(glasshouse::OutputStream stream, const QString &text);
    void finished(const glasshouse::Result<glasshouse::CodeOutcome> &outcome);
};

class CodeRunner
{
public:
    virtual ~CodeRunner() = default;
    // Starts when control returns to the event loop.
    [[nodiscard]] virtual std::unique_ptr<CodeJob> run(const CodeRequest &request) = 0;
    virtual void reset(const QString &session) = 0; // the next call of the session starts fresh
};

} // namespace glasshouse
