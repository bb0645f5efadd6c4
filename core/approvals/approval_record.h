// The audit of one decision: what was shown, what was decided and by whom, and the hash of what was allowed
// to run.
#pragma once

#include "core/approvals/approval.h"

namespace glasshouse {

struct ApprovalRecord
{
    ApprovalRequest request;
    ApprovalDecision decision;
    ApprovalMode mode = ApprovalMode::AlwaysRequire; // that was in force
    QString by;                                      // person, policy, option
    QString sha256;                                  // of decision.arguments, see bindingHash()
    qint64 decidedMs = 0;

    bool operator==(const ApprovalRecord &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<ApprovalRecord> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
