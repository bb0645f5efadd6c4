#include "core/tools/tool_registry.h"
#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"

#include "core/model/project_files.h"
#include "core/model/validation.h"

#include <QJsonArray>

namespace glasshouse {

namespace {

QJsonObject toJson(const Problem &problem)
{
    return {{QStringLiteral("type"), QStringLiteral("problem")},
            {QStringLiteral("severity"),
             problem.severity == Problem::Severity::Error ? QStringLiteral("error") : QStringLiteral("warning")},
            {QStringLiteral("file"), problem.file},
            {QStringLiteral("pointer"), problem.pointer},
            {QStringLiteral("node"), problem.node},
            {QStringLiteral("message"), problem.message}};
}

class ValidateCommand final : public CtlCommand
{
public:
    ValidateCommand(QString folder, bool asJson) : m_folder(std::move(folder)), m_asJson(asJson) {}

    void start() override
    {
        const auto project = loadProject(m_folder);
        if (!project) {
            printError(project.error(), m_asJson);
            Q_EMIT finished(exitCodeFor(project.error().code));
            return;
        }
        const auto problems = validate(*project, builtInToolNames());
        for (const auto &problem : problems)
            print(problem);
        const auto errors = std::count_if(problems.begin(), problems.end(), [](const Problem &problem) {
            return problem.severity == Problem::Severity::Error;
        });
        summarise(errors, problems.size());
        Q_EMIT finished(errors == 0 ? ExitDone : ExitBadUsage);
    }

private:
    void print(const Problem &problem) const
    {
        if (m_asJson) {
            printJson(toJson(problem));
            return;
        }
        const auto severity = problem.severity == Problem::Severity::Error ? QStringLiteral("error") : QStringLiteral("warning");
        printText(terminalSafe(QStringLiteral("%1: %2: %3: %4").arg(problem.file, problem.pointer, severity, problem.message))
                  + u'\n');
    }

    void summarise(qsizetype errors, qsizetype problems) const
    {
        if (m_asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("result")},
                       {QStringLiteral("status"), errors == 0 ? QStringLiteral("valid") : QStringLiteral("invalid")},
                       {QStringLiteral("errors"), errors},
                       {QStringLiteral("warnings"), problems - errors}});
        } else if (problems == 0) {
            printText(QStringLiteral("%1 is in order.\n").arg(m_folder));
        }
    }

    QString m_folder;
    bool m_asJson;
};

} // namespace

CtlCommandResult makeValidateCommand(const QStringList &arguments)
{
    const auto parsed = parseCommandArguments(u"validate", arguments);
    if (!parsed)
        return fail(parsed.error());
    if (parsed->positional.size() != 1) {
        return fail(QStringLiteral("validate takes one project folder: glasshousectl validate PROJECT"), ErrorCode::BadUsage);
    }
    return std::make_unique<ValidateCommand>(parsed->positional.first(), parsed->asJson);
}

} // namespace glasshouse
