// What core needs of a sandbox: run a piece of code in a session and stream what it prints. `app` adapts
// sandbox/host to this; tests use a fake. Core itself knows no VM.
#pragma once

#include "core/model/message.h"
#include "core/model/sandbox_profile.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace glasshouse {

struct CodeRequest
{
    QString session; // the same session keeps interpreter state between calls
    SandboxProfile profile;
    QString language;       // python, bash, javascript, typescript (canonical)
    QString code;           // exactly what was approved
    QStringList tools = {}; // names that the code may pass to call_tool()

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
    QStringList limits; // that were hit, a sentence each
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

// The code has called a tool and waits for CodeJob::answerTool().
struct NestedToolCall
{
    quint32 call = 0;     // of this execution
    QString name;         // one of CodeRequest::tools
    QByteArray arguments; // a JSON object as text, not parsed: from the guest

    bool operator==(const NestedToolCall &) const = default;
};

class CodeJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void cancel() = 0;
    // JSON text, or why there is none. Calls that have ended are ignored.
    virtual void answerTool(quint32 call, const Result<QByteArray> &answer)
    {
        Q_UNUSED(call)
        Q_UNUSED(answer)
    }
    virtual void holdClock(bool held) { Q_UNUSED(held) } // the time limit stands still while a person decides

Q_SIGNALS:
    void toolCalled(const glasshouse::NestedToolCall &call);
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
