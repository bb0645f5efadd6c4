// A request for a person's decision about one tool call, and the decision: plain values that survive a
// restart.
#pragma once

#include "core/model/approval_mode.h"

#include <QJsonObject>
#include <QString>

namespace glasshouse {

struct ApprovalRequest
{
    QString id;
    QString run;
    QString thread;
    QString node; // workflow node, else empty
    QString callId;
    QString agent;
    QString tool;
    QJsonObject arguments; // as the model sent them
    QString codeArgument;  // which argument holds code, else empty
    QString language;      // of that code
    QString words;         // what the agent said along with the call
    QString parentCall;    // of the code that makes this call; empty if the model makes it
    QString hostCommand;   // what it starts on this machine, outside the sandbox; empty if nothing
    QString hostCommandHash;
    bool isAskedAgain = false; // what it starts has changed since the person was asked
    qint64 requestedMs = 0;

    bool operator==(const ApprovalRequest &) const = default;
    [[nodiscard]] QString code() const { return arguments.value(codeArgument).toString(); }
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ApprovalRequest> fromJson(const QJsonObject &json);
};

enum class Verdict { Approved, Edited, Rejected };

// What else a decision covers. Listed in settings and revocable there.
// HostCommand is no choice of its own: who approves a tool that starts a program of this machine agrees to
// that program, and is asked again when it changes.
enum class Remember { OnlyThisOnce, SameArgumentsInThread, ToolInThread, ToolAlways, HostCommand };

struct ApprovalDecision
{
    Verdict verdict = Verdict::Rejected;
    QJsonObject arguments; // what will run: the request's, or the edited ones
    QString reason;        // of a rejection; goes back to the model
    Remember remember = Remember::OnlyThisOnce;

    bool operator==(const ApprovalDecision &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ApprovalDecision> fromJson(const QJsonObject &json);
};

// SHA-256 (lower-case hex) of exactly the bytes that will run: the code as UTF-8, or the arguments as
// compact JSON with sorted keys where a tool runs no code.
[[nodiscard]] QString bindingHash(const QJsonObject &arguments, const QString &codeArgument);

} // namespace glasshouse
