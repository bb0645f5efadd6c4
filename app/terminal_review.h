// The review in a terminal: shows what an agent wants to run, and takes yes or no.
#pragma once

#include "app/line_reader.h"
#include "core/approvals/approval_queue.h"

#include <optional>

namespace glasshouse {

class TerminalReview : public QObject
{
    Q_OBJECT

public:
    TerminalReview(ApprovalQueue &queue, QObject *parent = nullptr);

Q_SIGNALS:
    void closed(); // standard input ended: nobody is there to ask

private:
    void askNext();
    void answer(const QString &line);

    ApprovalQueue &m_queue;
    LineReader m_reader;
    QString m_asking; // id of the request on the screen
};

// What the terminal shows of a request: numbered lines of code, or the arguments.
[[nodiscard]] QString reviewText(const ApprovalRequest &request);

// "y" approves; "n", optionally followed by a reason, rejects; anything else is no decision.
[[nodiscard]] std::optional<ApprovalDecision> decisionFrom(const QString &line, const ApprovalRequest &request);

} // namespace glasshouse
