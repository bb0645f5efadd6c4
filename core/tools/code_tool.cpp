#include "core/tools/code_tool.h"

#include "core/tools/arguments.h"
#include "core/tools/code_language.h"
#include "core/tools/code_report.h"

#include <QJsonArray>

namespace glasshouse {

namespace {

constexpr QLatin1String LanguageArgument("language");

// Forwards what the sandbox says and turns its outcome into what the model is told.
class CodeToolJob final : public ToolJob
{
public:
    explicit CodeToolJob(std::unique_ptr<CodeJob> job) : m_job(std::move(job))
    {
        connect(m_job.get(), &CodeJob::toolCalled, this, &ToolJob::toolCalled);
        connect(m_job.get(), &CodeJob::waiting, this, &ToolJob::waiting);
        connect(m_job.get(), &CodeJob::started, this, &ToolJob::codeStarted);
        connect(m_job.get(), &CodeJob::outputReceived, this, &ToolJob::outputReceived);
        connect(m_job.get(), &CodeJob::finished, this,
                [this](const Result<CodeOutcome> &outcome) { end(outcome); });
    }

    void cancel() override { m_job->cancel(); }
    void answerTool(quint32 call, const Result<QByteArray> &answer) override
    {
        m_job->answerTool(call, answer);
    }
    void holdClock(bool held) override { m_job->holdClock(held); }

private:
    void end(const Result<CodeOutcome> &outcome)
    {
        if (!outcome) {
            Q_EMIT finished(fail(outcome.error()));
            return;
        }
        Q_EMIT codeFinished(*outcome);
        Q_EMIT finished(reportOf(*outcome));
    }

    std::unique_ptr<CodeJob> m_job;
};

QJsonObject textArgument(const QString &description)
{
    return {{QStringLiteral("type"), QStringLiteral("string")}, {QStringLiteral("description"), description}};
}

QJsonObject languageArgument()
{
    auto argument = textArgument(QStringLiteral("The language of the code; python if absent."));
    argument.insert(QStringLiteral("enum"), QJsonArray::fromStringList(codeLanguages()));
    return argument;
}

QJsonObject parameters(const QJsonObject &properties, const QString &required)
{
    return {{QStringLiteral("type"), QStringLiteral("object")},
            {QStringLiteral("properties"), properties},
            {QStringLiteral("required"), QJsonArray{required}},
            {QStringLiteral("additionalProperties"), false}};
}

} // namespace

CodeTool::CodeTool(Description description, CodeRunner &runner)
    : m_description(std::move(description)), m_runner(runner)
{
}

QString CodeTool::language(const QJsonObject &arguments) const
{
    if (!m_description.fixedLanguage.isEmpty())
        return m_description.fixedLanguage;
    return canonicalLanguage(arguments.value(LanguageArgument).toString(QStringLiteral("python")));
}

QJsonObject CodeTool::canonical(const QJsonObject &arguments) const
{
    auto result = arguments;
    if (const auto code = arguments.value(m_description.codeArgument); code.isString())
        result.insert(m_description.codeArgument,
                      code.toString().replace(QStringLiteral("\r\n"), QStringLiteral("\n")));
    if (arguments.value(LanguageArgument).isString())
        result.insert(LanguageArgument, language(arguments));
    return result;
}

bool CodeTool::isArgument(const QString &name) const
{
    return name == m_description.codeArgument ||
           (m_description.fixedLanguage.isEmpty() && name == LanguageArgument);
}

std::optional<QString> CodeTool::whyInvalid(const QJsonObject &arguments) const
{
    const auto &tool = m_description.spec.name;
    const auto code = arguments.value(m_description.codeArgument);
    if (!code.isString() || code.toString().trimmed().isEmpty())
        return QStringLiteral("%1 needs the argument \"%2\": a text that is not empty.")
            .arg(tool, m_description.codeArgument);
    if (code.toString().toUtf8().size() > MaxArgumentBytes)
        return QStringLiteral("The argument \"%1\" is longer than %2 bytes. Send less code.")
            .arg(m_description.codeArgument, QString::number(MaxArgumentBytes));
    for (const auto &name : arguments.keys()) {
        if (!isArgument(name))
            return QStringLiteral("%1 has no argument \"%2\".").arg(tool, name.left(100));
    }
    const auto given = arguments.value(LanguageArgument);
    if (!given.isUndefined() && !given.isString())
        return QStringLiteral("The argument \"language\" must be a text.");
    if (!codeLanguages().contains(language(arguments)))
        return QStringLiteral("\"%1\" is not a language that can be run. Use one of: %2.")
            .arg(given.toString().left(100), codeLanguages().join(QStringLiteral(", ")));
    return std::nullopt;
}

std::unique_ptr<ToolJob> CodeTool::start(const ToolInvocation &invocation)
{
    const CodeRequest request{invocation.session, invocation.profile, language(invocation.arguments),
                              invocation.arguments.value(m_description.codeArgument).toString(),
                              invocation.codeTools};
    return std::make_unique<CodeToolJob>(m_runner.run(request));
}

CodeTool::Description executeCodeDescription()
{
    const auto code = QStringLiteral("code");
    const auto description = QStringLiteral("Runs code in an isolated sandbox and returns what it prints. "
                                            "Python keeps its variables between calls. "
                                            "Print what you want to see. Write files that the person should "
                                            "get to /output.");
    const QJsonObject properties{{code, textArgument(QStringLiteral("The complete code to run."))},
                                 {LanguageArgument, languageArgument()}};
    return {{QStringLiteral("execute_code"), description, parameters(properties, code)}, code, {}};
}

CodeTool::Description executeBashDescription()
{
    const auto command = QStringLiteral("command");
    const auto description = QStringLiteral("Runs a bash script in an isolated sandbox and returns what it "
                                            "prints. Files stay between calls. Write files "
                                            "that the person should get to /output.");
    const QJsonObject properties{{command, textArgument(QStringLiteral("The script to run."))}};
    return {{QStringLiteral("execute_bash"), description, parameters(properties, command)},
            command,
            QStringLiteral("bash")};
}

} // namespace glasshouse
