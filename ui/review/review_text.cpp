#include "ui/review/review_text.h"

#include "core/base/json.h"
#include "core/model/tool.h"
#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QHash>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Review", text);
}

bool hasCode(const ApprovalRequest &request)
{
    return !request.codeArgument.isEmpty() && request.arguments.value(request.codeArgument).isString();
}

QString languageName(const QString &language)
{
    static const QHash<QString, QString> names{
        {QStringLiteral("python"), QStringLiteral("Python")},
        {QStringLiteral("bash"), QStringLiteral("Bash")},
        {QStringLiteral("javascript"), QStringLiteral("JavaScript")},
        {QStringLiteral("typescript"), QStringLiteral("TypeScript")},
    };
    return names.value(language, language.isEmpty() ? tr("code") : visibleLine(language, 40));
}

} // namespace

ReviewText reviewText(const ApprovalRequest &request)
{
    if (!hasCode(request))
        return {QString::fromUtf8(toPrettyJson(request.arguments)), QStringLiteral("json"), {}};
    QJsonObject others = request.arguments;
    others.remove(request.codeArgument);
    return {request.code(), request.language,
            others.isEmpty() ? QString() : visibleText(QString::fromUtf8(toCompactJson(others)))};
}

Result<QJsonObject> editedArguments(const ApprovalRequest &request, const QString &edited)
{
    if (!hasCode(request)) {
        auto parsed = parseJsonObject(edited.toUtf8());
        if (!parsed)
            return fail(
                tr("The arguments are %1. Correct them before you approve.").arg(parsed.error().message));
        return *parsed;
    }
    QJsonObject arguments = request.arguments;
    arguments.insert(request.codeArgument, edited);
    return arguments;
}

QString reviewTitle(const ApprovalRequest &request)
{
    const QString agent = request.agent.isEmpty() ? tr("The agent") : visibleLine(request.agent, 60);
    if (!request.parentCall.isEmpty())
        return tr("Code of %1 wants to use %2").arg(agent, visibleLine(request.tool, 60));
    if (hasCode(request))
        return tr("%1 wants to run %2").arg(agent, languageName(request.language));
    return tr("%1 wants to use %2").arg(agent, visibleLine(request.tool, 60));
}

QString hostCommandText(const ApprovalRequest &request)
{
    if (request.hostCommand.isEmpty())
        return {};
    const QString changed = request.isAskedAgain ? tr("The program or a file that it names has changed since "
                                                      "you were asked, so you are asked again. ")
                                                 : QString();
    return changed +
           tr("This starts a program of this machine, with your rights and outside the sandbox: %1\nWho "
              "approves it agrees to this command in this project and to the files that it names, as they "
              "are now. What else the program loads is not checked. Settings takes the consent back.")
               .arg(visibleLine(request.hostCommand, MostCommandCharacters));
}

QString rememberText(Remember remember, const QString &tool)
{
    const QString name = visibleLine(tool, 40);
    switch (remember) {
    case Remember::OnlyThisOnce:
        return tr("Only this once");
    case Remember::SameArgumentsInThread:
        return tr("%1 with exactly this, in this thread").arg(name);
    case Remember::ToolInThread:
        return tr("%1 with anything, in this thread").arg(name);
    case Remember::ToolAlways:
        return tr("%1 with anything, always").arg(name);
    case Remember::HostCommand:
        break; // no choice
    }
    return {};
}

} // namespace glasshouse::ui
