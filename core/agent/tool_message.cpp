#include "core/agent/tool_message.h"

#include "core/base/json.h"

namespace glasshouse::tool_message {

namespace {

QString listed(const QStringList &names)
{
    return names.isEmpty() ? QStringLiteral("You have no tools.")
                           : QStringLiteral("Your tools are: %1.").arg(names.join(QStringLiteral(", ")));
}

QString whatRan(const CallState &call)
{
    if (!call.codeArgument.isEmpty())
        return QStringLiteral("```%1\n%2\n```")
            .arg(call.language, call.arguments.value(call.codeArgument).toString());
    return QString::fromUtf8(toCompactJson(call.arguments));
}

} // namespace

QString rejected(const QString &reason)
{
    if (reason.trimmed().isEmpty())
        return QStringLiteral("This call was reviewed and rejected, so it did not run. No reason was given.");
    return QStringLiteral("This call was reviewed and rejected, so it did not run. Reason: %1").arg(reason);
}

QString afterEdit(const CallState &call)
{
    return QStringLiteral(
               "A person edited this call before approving it. What ran was:\n%1\n\nIts outcome:\n%2")
        .arg(whatRan(call), call.text);
}

QString outcomeUnknown()
{
    return QStringLiteral(
        "The program ended while this call ran, so its outcome is unknown: it may have taken effect "
        "in whole, in part or not at all. It was not repeated. Check what is there before you "
        "go on.");
}

QString unknownTool(const QString &name, const QStringList &known)
{
    return QStringLiteral("There is no tool named \"%1\". %2").arg(name.left(100), listed(known));
}

QString notTheAgents(const QString &name, const QString &agent, const QStringList &tools)
{
    return QStringLiteral("The tool \"%1\" is not among the tools of %2. %3").arg(name, agent, listed(tools));
}

QString notApproved()
{
    return QStringLiteral("The call did not run: its arguments are not the ones that were approved.");
}

QString codeEnded()
{
    return QStringLiteral("The code that made this call ended before there was an outcome.");
}

} // namespace glasshouse::tool_message
