#include "core/approvals/approval_record.h"

namespace glasshouse {

QJsonObject ApprovalRecord::toJson() const
{
    return {
        {QStringLiteral("request"), request.toJson()},
        {QStringLiteral("decision"), decision.toJson()},
        {QStringLiteral("mode"), toString(mode)},
        {QStringLiteral("by"), by},
        {QStringLiteral("sha256"), sha256},
        {QStringLiteral("decided_ms"), decidedMs},
    };
}

Result<ApprovalRecord> ApprovalRecord::fromJson(const QJsonObject &json)
{
    const auto request = ApprovalRequest::fromJson(json.value(u"request").toObject());
    if (!request)
        return fail(request.error());
    const auto decision = ApprovalDecision::fromJson(json.value(u"decision").toObject());
    if (!decision)
        return fail(decision.error());
    const auto mode = approvalModeFromString(json.value(u"mode").toString());
    if (!mode)
        return fail(mode.error());
    return ApprovalRecord{*request,
                          *decision,
                          *mode,
                          json.value(u"by").toString(),
                          json.value(u"sha256").toString(),
                          json.value(u"decided_ms").toInteger()};
}

} // namespace glasshouse
