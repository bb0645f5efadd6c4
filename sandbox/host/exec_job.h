// One execution of code in a session's sandbox: what is asked for, what is heard meanwhile, how it ended.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/accelerator.h"
#include "sandbox/host/limits.h"
#include "sandbox/host/session_setup.h"
#include "sandbox/host/usage.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace glasshouse::sandbox {

struct ExecRequest
{
    QString session;
    QString image = QStringLiteral("code-interpreter");
    Limits limits;
    QString language;   // python, bash, javascript, typescript or an alias
    QByteArray code;    // UTF-8
    SessionSetup setup; // from this call on
    QStringList tools;  // names that code may pass to call_tool()

    bool operator==(const ExecRequest &) const = default;
};

enum class Stream { Stdout, Stderr };

enum class Ending { Completed, Failed, TimedOut, OutOfMemory, Cancelled, Lost };

// A regular file of /output after a call. `content` is in a file of the store: see OutputFile::path.
struct OutputFile
{
    QString name; // relative to /output
    QString path; // absolute, in the artifact folder given to the service, named by its SHA-256
    qint64 size = 0;
    QString sha256; // lower-case hex

    bool operator==(const OutputFile &) const = default;
};

struct RefusedFile
{
    QString name; // escaped for display
    QString reason;
    bool isHostsFault = false; // the file is fine, but this machine could not store it

    bool operator==(const RefusedFile &) const = default;
};

struct ExecResult
{
    Ending ending = Ending::Completed;
    int exitCode = 0;
    QByteArray standardOutput; // the first outputCharacters of both streams together
    QByteArray standardError;
    qint64 cutCharacters = 0;
    QVector<OutputFile> files; // new and changed since the last call
    QVector<RefusedFile> refused;
    QVector<LimitHit> limitsHit;
    qint64 durationMs = 0;

    bool operator==(const ExecResult &) const = default;
};

struct ExecStart
{
    QString sandbox;
    Accelerator accelerator = Accelerator::Unknown;
    bool confined = false;
    qint64 restoredMs = 0; // 0 if the session already had a sandbox

    bool operator==(const ExecStart &) const = default;
};

// Code in the sandbox has called a tool and waits for ExecJob::answerTool().
struct ToolRequest
{
    quint32 call = 0;     // of this execution
    QString name;         // one of ExecRequest::tools
    QByteArray arguments; // a JSON object as text, not parsed: from the guest

    bool operator==(const ToolRequest &) const = default;
};

// One execution, owned by the caller. Deleting it cancels. Calls of one session run one after the other.
class ExecJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void cancel() = 0;
    // JSON text, or why there is none. Calls that have ended are ignored.
    virtual void answerTool(quint32 call, const Result<QByteArray> &answer) = 0;
    virtual void holdClock(bool held) = 0; // the time limit stands still while a person decides

Q_SIGNALS:
    void toolCalled(const glasshouse::sandbox::ToolRequest &request);
    void waiting(const QString &reason); // image or template is still being made; another call runs
    void started(const glasshouse::sandbox::ExecStart &start);
    void outputReceived(glasshouse::sandbox::Stream stream, const QByteArray &bytes);
    void finished(const glasshouse::Result<glasshouse::sandbox::ExecResult> &result);
};

} // namespace glasshouse::sandbox
