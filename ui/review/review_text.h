// The sentences of the review, and which text stands for a request.
#pragma once

#include "core/approvals/approval.h"

#include <QDateTime>

namespace glasshouse::ui {

// What the editor shows: the code, or the arguments as JSON.
struct ReviewText
{
    QString text;
    QString language;
    QString otherArguments; // besides the code, as JSON on a line; empty if there are none

    bool operator==(const ReviewText &) const = default;
};

[[nodiscard]] ReviewText reviewText(const ApprovalRequest &request);
// The arguments that `edited` stands for; an Error if it should be JSON and is not.
[[nodiscard]] Result<QJsonObject> editedArguments(const ApprovalRequest &request, const QString &edited);

[[nodiscard]] QString reviewTitle(const ApprovalRequest &request); // "DataAnalyst wants to run Python"
// What it starts outside the sandbox, as sentences; empty if nothing.
[[nodiscard]] QString hostCommandText(const ApprovalRequest &request);
[[nodiscard]] QString rememberText(Remember remember, const QString &tool);

} // namespace glasshouse::ui
