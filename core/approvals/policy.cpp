#include "core/approvals/policy.h"

#include <algorithm>
#include <array>

namespace glasshouse {

namespace {

constexpr std::array ScopeNames{"once", "same_arguments", "tool_in_thread", "tool_always", "host_command"};
constexpr std::array VerdictNames{"approved", "edited", "rejected"};

template<typename Names> std::optional<std::size_t> indexIn(const Names &names, QStringView text)
{
    const auto found = std::find_if(names.begin(), names.end(),
                                    [text](const char *name) { return text == QLatin1String(name); });
    if (found == names.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

bool covers(const RememberedDecision &decision, const ApprovalRequest &request)
{
    if (decision.tool != request.tool)
        return false;
    switch (decision.scope) {
    case Remember::OnlyThisOnce:
    case Remember::HostCommand:
        return false;
    case Remember::SameArgumentsInThread:
        return decision.thread == request.thread &&
               decision.sha256 == bindingHash(request.arguments, request.codeArgument);
    case Remember::ToolInThread:
        return decision.thread == request.thread;
    case Remember::ToolAlways:
        return true;
    }
    return false;
}

} // namespace

QJsonObject RememberedDecision::toJson() const
{
    return {
        {QStringLiteral("id"), id},         {QStringLiteral("scope"), toString(scope)},
        {QStringLiteral("thread"), thread}, {QStringLiteral("tool"), tool},
        {QStringLiteral("sha256"), sha256}, {QStringLiteral("decided_ms"), decidedMs},
    };
}

Result<RememberedDecision> RememberedDecision::fromJson(const QJsonObject &json)
{
    const auto scope = rememberFromString(json.value(u"scope").toString());
    if (!scope)
        return fail(scope.error());
    return RememberedDecision{json.value(u"id").toString(),     *scope,
                              json.value(u"thread").toString(), json.value(u"tool").toString(),
                              json.value(u"sha256").toString(), json.value(u"decided_ms").toInteger()};
}

bool isConsented(const ApprovalRequest &request, const QVector<RememberedDecision> &remembered)
{
    const auto agreesTo = [&request](const RememberedDecision &decision) {
        return decision.scope == Remember::HostCommand && decision.tool == request.tool &&
               decision.sha256 == request.hostCommandHash;
    };
    return request.hostCommand.isEmpty() || std::any_of(remembered.begin(), remembered.end(), agreesTo);
}

PolicyAnswer evaluatePolicy(ApprovalMode mode, const ApprovalRequest &request,
                            const QVector<RememberedDecision> &remembered)
{
    if (!isConsented(request, remembered))
        return {};
    const bool covered = std::any_of(remembered.begin(), remembered.end(),
                                     [&](const auto &decision) { return covers(decision, request); });
    if (mode == ApprovalMode::NeverRequire || covered)
        return {PolicyAnswer::Kind::Approve, QStringLiteral("policy"), {}};
    return {};
}

std::optional<RememberedDecision> toRemember(ApprovalMode mode, const ApprovalRequest &request,
                                             const ApprovalDecision &decision)
{
    if (decision.verdict == Verdict::Rejected)
        return std::nullopt;
    auto scope = decision.remember;
    if (mode == ApprovalMode::AskOnce && scope != Remember::ToolAlways)
        scope = Remember::ToolInThread;
    if (scope == Remember::OnlyThisOnce || scope == Remember::HostCommand)
        return std::nullopt;

    RememberedDecision remembered;
    remembered.scope = scope;
    remembered.tool = request.tool;
    if (scope != Remember::ToolAlways)
        remembered.thread = request.thread;
    if (scope == Remember::SameArgumentsInThread)
        remembered.sha256 = bindingHash(decision.arguments, request.codeArgument);
    return remembered;
}

std::optional<RememberedDecision> consentIn(const ApprovalRequest &request, const ApprovalDecision &decision)
{
    if (decision.verdict == Verdict::Rejected || request.hostCommand.isEmpty())
        return std::nullopt;
    RememberedDecision consent;
    consent.scope = Remember::HostCommand;
    consent.tool = request.tool;
    consent.sha256 = request.hostCommandHash;
    return consent;
}

QString toString(Remember scope)
{
    return QString::fromLatin1(ScopeNames[static_cast<std::size_t>(scope)]);
}

Result<Remember> rememberFromString(QStringView text)
{
    if (const auto index = indexIn(ScopeNames, text))
        return static_cast<Remember>(*index);
    return fail(QStringLiteral("\"%1\" does not say what a decision covers.").arg(text));
}

QString toString(Verdict verdict)
{
    return QString::fromLatin1(VerdictNames[static_cast<std::size_t>(verdict)]);
}

Result<Verdict> verdictFromString(QStringView text)
{
    if (const auto index = indexIn(VerdictNames, text))
        return static_cast<Verdict>(*index);
    return fail(QStringLiteral("\"%1\" is no verdict; it is approved, edited or rejected.").arg(text));
}

} // namespace glasshouse
