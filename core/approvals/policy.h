// Who decides about a tool call: nobody needs to, an earlier decision covers it, or a person must be asked.
// A pure function of the approval mode and of what was remembered.
#pragma once

#include "core/approvals/approval.h"

#include <QVector>

#include <optional>

namespace glasshouse {

// An earlier approval that covers later calls: listed in Settings and revocable there.
struct RememberedDecision
{
    QString id;
    Remember scope = Remember::ToolInThread; // never OnlyThisOnce
    QString thread;                          // empty for ToolAlways and HostCommand
    QString tool;
    QString sha256; // for SameArgumentsInThread and HostCommand
    qint64 decidedMs = 0;

    bool operator==(const RememberedDecision &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<RememberedDecision> fromJson(const QJsonObject &json);
};

struct PolicyAnswer
{
    enum class Kind { Ask, Approve, Reject };

    Kind kind = Kind::Ask;
    QString by;     // "policy": mode or remembered decision; "option": e.g. a command line option
    QString reason; // of a rejection

    bool operator==(const PolicyAnswer &) const = default;
};

// A person has agreed to the program that the call starts on this machine, or it starts none.
[[nodiscard]] bool isConsented(const ApprovalRequest &request, const QVector<RememberedDecision> &remembered);

[[nodiscard]] PolicyAnswer evaluatePolicy(ApprovalMode mode, const ApprovalRequest &request,
                                          const QVector<RememberedDecision> &remembered);

// What to remember of a person's decision: what they chose, and in mode AskOnce at least the tool in this
// thread. Rejections are never remembered. `id` and `decidedMs` are the caller's to fill.
[[nodiscard]] std::optional<RememberedDecision> toRemember(ApprovalMode mode, const ApprovalRequest &request,
                                                           const ApprovalDecision &decision);

// What a person's approval of a call says about the program it starts on this machine; likewise.
[[nodiscard]] std::optional<RememberedDecision> consentIn(const ApprovalRequest &request,
                                                          const ApprovalDecision &decision);

[[nodiscard]] QString toString(Remember scope); // "once", "same_arguments", "tool_in_thread", ...
[[nodiscard]] Result<Remember> rememberFromString(QStringView text);
[[nodiscard]] QString toString(Verdict verdict); // "approved", "edited", "rejected"
[[nodiscard]] Result<Verdict> verdictFromString(QStringView text);

} // namespace glasshouse
