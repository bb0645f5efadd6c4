// The review in a terminal: shows what an agent wants to run, or its code wants to reach, and takes yes or no.
#pragma once

#include "app/line_reader.h"
#include "core/approvals/approval_queue.h"
#include "core/approvals/permission_queue.h"

#include <optional>

namespace glasshouse {

class TerminalReview : public QObject
{
    Q_OBJECT

public:
    TerminalReview(ApprovalQueue &queue, PermissionQueue &permissions, QObject *parent = nullptr);

Q_SIGNALS:
    // Standard input ended while an approval waits: nobody is there to ask. Permissions are denied then.
    void closed();

private:
    void askNext();
    void answer(const QString &line);
    void ask(const QString &id, const QString &text);
    void end();

    ApprovalQueue &m_queue;
    PermissionQueue &m_permissions;
    LineReader m_reader;
    QString m_asking; // id of the request on the screen
    bool m_hasEnded = false;
};

// What the terminal shows of a request: numbered lines of code, or the arguments.
[[nodiscard]] QString reviewText(const ApprovalRequest &request);

// "y" approves; "n", optionally followed by a reason, rejects; anything else is no decision.
[[nodiscard]] std::optional<ApprovalDecision> decisionFrom(const QString &line, const ApprovalRequest &request);

[[nodiscard]] QString questionText(const PermissionQuestion &question);
// "o" allows once, "r" for the run, "n" denies; anything else is no answer.
[[nodiscard]] std::optional<PermissionAnswer> answerFrom(const QString &line, const PermissionQuestion &question);

} // namespace glasshouse
