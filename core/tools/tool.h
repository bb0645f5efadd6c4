// A tool that a model may ask for: its description, its approval mode, and a job per call.
#pragma once

#include "core/model/approval_mode.h"
#include "core/model/tool_spec.h"
#include "core/tools/code_runner.h"

#include <optional>

namespace glasshouse {

struct ToolInvocation
{
    QString callId;
    QString session; // of the sandbox: the thread's id, or the workflow run's
    SandboxProfile profile;
    QJsonObject arguments;      // as approved
    QStringList codeTools = {}; // names that code in the call may pass to call_tool()

    bool operator==(const ToolInvocation &) const = default;
};

struct ToolOutcome
{
    QString text; // what goes back to the model
    bool isError = false;
    QVector<Artifact> artifacts;

    bool operator==(const ToolOutcome &) const = default;
};

// One call of a tool. A failed tool is a ToolOutcome with isError (the model may try again); an Error in
// finished() means that the run cannot go on (the sandbox is unavailable, the call was cancelled).
class ToolJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void cancel() = 0;
    // Of code that called a tool, see CodeJob.
    virtual void answerTool(quint32 call, const Result<QByteArray> &answer)
    {
        Q_UNUSED(call)
        Q_UNUSED(answer)
    }
    virtual void holdClock(bool held) { Q_UNUSED(held) }

Q_SIGNALS:
    void toolCalled(const glasshouse::NestedToolCall &call); // waits for answerTool()
    void waiting(const QString &reason);
    void codeStarted(const glasshouse::CodeStart &start);
    void outputReceived(glasshouse::OutputStream stream, const QString &text);
    void codeFinished(const glasshouse::CodeOutcome &outcome);
    void finished(const glasshouse::Result<glasshouse::ToolOutcome> &outcome);
};

class Tool
{
public:
    virtual ~Tool() = default;
    [[nodiscard]] virtual ToolSpec spec() const = 0;
    [[nodiscard]] virtual ApprovalMode approvalMode() const = 0;

    // For review: the code inside the arguments and its language; empty if the tool runs no code.
    [[nodiscard]] virtual QString codeArgument() const { return {}; } // name of the argument, e.g. "code"
    [[nodiscard]] virtual QString language(const QJsonObject &) const { return {}; }

    // What it starts outside the sandbox, with the rights of the person, as a text to show; empty if nothing.
    // The first time a person must agree to exactly this: `hostCommandHash` changes when the command does.
    [[nodiscard]] virtual QString hostCommand() const { return {}; }
    [[nodiscard]] virtual QString hostCommandHash() const { return {}; }

    // The arguments in the one form that is reviewed, hashed and run (line ends, language aliases).
    [[nodiscard]] virtual QJsonObject canonical(const QJsonObject &arguments) const { return arguments; }

    // A sentence for the model if the arguments do not fit, else nothing.
    [[nodiscard]] virtual std::optional<QString> whyInvalid(const QJsonObject &arguments) const = 0;
    [[nodiscard]] virtual std::unique_ptr<ToolJob> start(const ToolInvocation &invocation) = 0;
};

} // namespace glasshouse
