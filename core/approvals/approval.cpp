#include "core/approvals/approval.h"

#include "core/approvals/policy.h"
#include "core/base/json.h"

#include <QCryptographicHash>

namespace glasshouse {

QJsonObject ApprovalRequest::toJson() const
{
    QJsonObject json{
        {QStringLiteral("id"), id},
        {QStringLiteral("run"), run},
        {QStringLiteral("thread"), thread},
        {QStringLiteral("node"), node},
        {QStringLiteral("call"), callId},
        {QStringLiteral("agent"), agent},
        {QStringLiteral("tool"), tool},
        {QStringLiteral("arguments"), arguments},
        {QStringLiteral("code_argument"), codeArgument},
        {QStringLiteral("language"), language},
        {QStringLiteral("words"), words},
        {QStringLiteral("requested_ms"), requestedMs},
    };
    if (!parentCall.isEmpty())
        json.insert(QStringLiteral("parent"), parentCall);
    if (!hostCommand.isEmpty()) {
        json.insert(QStringLiteral("host_command"), hostCommand);
        json.insert(QStringLiteral("host_command_sha256"), hostCommandHash);
        json.insert(QStringLiteral("asked_again"), isAskedAgain);
    }
    return json;
}

Result<ApprovalRequest> ApprovalRequest::fromJson(const QJsonObject &json)
{
    ApprovalRequest request;
    request.id = json.value(u"id").toString();
    request.run = json.value(u"run").toString();
    request.thread = json.value(u"thread").toString();
    request.node = json.value(u"node").toString();
    request.callId = json.value(u"call").toString();
    request.agent = json.value(u"agent").toString();
    request.tool = json.value(u"tool").toString();
    request.arguments = json.value(u"arguments").toObject();
    request.codeArgument = json.value(u"code_argument").toString();
    request.language = json.value(u"language").toString();
    request.words = json.value(u"words").toString();
    request.requestedMs = json.value(u"requested_ms").toInteger();
    request.parentCall = json.value(u"parent").toString();
    request.hostCommand = json.value(u"host_command").toString();
    request.hostCommandHash = json.value(u"host_command_sha256").toString();
    request.isAskedAgain = json.value(u"asked_again").toBool();
    if (request.id.isEmpty() || request.run.isEmpty() || request.tool.isEmpty())
        return fail(QStringLiteral("An approval request needs \"id\", \"run\" and \"tool\"."));
    return request;
}

QJsonObject ApprovalDecision::toJson() const
{
    return {
        {QStringLiteral("verdict"), toString(verdict)},
        {QStringLiteral("arguments"), arguments},
        {QStringLiteral("reason"), reason},
        {QStringLiteral("remember"), toString(remember)},
    };
}

Result<ApprovalDecision> ApprovalDecision::fromJson(const QJsonObject &json)
{
    const auto verdict = verdictFromString(json.value(u"verdict").toString());
    if (!verdict)
        return fail(verdict.error());
    const auto remember = rememberFromString(json.value(u"remember").toString());
    if (!remember)
        return fail(remember.error());
    return ApprovalDecision{*verdict, json.value(u"arguments").toObject(), json.value(u"reason").toString(),
                            *remember};
}

QString bindingHash(const QJsonObject &arguments, const QString &codeArgument)
{
    const auto bytes =
        codeArgument.isEmpty() ? toCompactJson(arguments) : arguments.value(codeArgument).toString().toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace glasshouse
