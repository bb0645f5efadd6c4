#include "core/tools/command_tool.h"

#include "core/base/json.h"
#include "core/base/process_group.h"
#include "core/tools/command_consent.h"
#include "core/tools/plain_environment.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTimer>

namespace glasshouse {

namespace {

constexpr qsizetype MostOutput = 1 << 20;
constexpr qsizetype MostErrorText = 4'000;

// Of the program and its arguments, each as the program gets it.
QString quoted(const QString &argument)
{
    const bool isPlain = !argument.isEmpty() && std::all_of(argument.begin(), argument.end(), [](QChar c) {
        return c.isLetterOrNumber() || QStringLiteral("-_./=:,+@").contains(c);
    });
    if (isPlain)
        return argument;
    const auto list = QJsonDocument(QJsonArray{argument}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

// Empty if there is no such program.
QString programPath(const QString &program, const QString &folder)
{
    if (!program.contains(u'/') && !program.contains(u'\\'))
        return QStandardPaths::findExecutable(program);
    const QFileInfo file(QDir(folder), program);
    return file.isExecutable() && file.isFile() ? file.absoluteFilePath() : QString();
}

class CommandJob final : public ToolJob
{
public:
    CommandJob(const ToolDefinition &tool, const QString &folder, const QJsonObject &arguments)
        : m_name(tool.name), m_process(std::make_unique<QProcess>())
    {
        m_limit.setSingleShot(true);
        connect(&m_limit, &QTimer::timeout, this, [this, ms = tool.timeoutMs] {
            end({QStringLiteral("%1 took longer than its %2 ms and was ended.").arg(m_name).arg(ms),
                 true,
                 {}});
        });
        QMetaObject::invokeMethod(
            this, [this, tool, folder, arguments] { start(tool, folder, arguments); }, Qt::QueuedConnection);
    }

    ~CommandJob() override { endGroup(std::move(m_process), GroupEnd::Kill); }

    void cancel() override { end({QStringLiteral("%1 was stopped by a person.").arg(m_name), true, {}}); }

private:
    void start(const ToolDefinition &tool, const QString &folder, const QJsonObject &arguments)
    {
        if (!m_process)
            return;
        const auto program = programPath(tool.command.first(), folder);
        if (program.isEmpty())
            return end({QStringLiteral("The program \"%1\" of the tool %2 is not on this machine.")
                            .arg(tool.command.first().left(200), m_name),
                        true,
                        {}});
        auto *process = m_process.get();
        connect(process, &QProcess::readyReadStandardOutput, this, &CommandJob::readOutput);
        connect(process, &QProcess::readyReadStandardError, this, &CommandJob::readError);
        connect(process, &QProcess::finished, this, &CommandJob::report);
        connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                end({QStringLiteral("The tool %1 could not be started: %2.")
                         .arg(m_name, m_process->errorString()),
                     true,
                     {}});
        });
        process->setWorkingDirectory(folder);
        process->setProcessEnvironment(plainEnvironment());
        leadOwnGroup(*process, GroupEnd::Kill);
        process->start(program, tool.command.mid(1));
        process->write(toCompactJson(arguments));
        process->closeWriteChannel();
        m_limit.start(tool.timeoutMs);
    }

    void readOutput()
    {
        m_output += m_process->readAllStandardOutput();
        if (m_output.size() > MostOutput)
            end({QStringLiteral("%1 printed more than 1 MiB and was ended.").arg(m_name), true, {}});
    }

    void readError() { m_error = (m_error + m_process->readAllStandardError()).right(MostErrorText); }

    void report(int exitCode, QProcess::ExitStatus status)
    {
        readOutput();
        if (!m_process)
            return; // that was too much
        readError();
        if (status == QProcess::NormalExit && exitCode == 0)
            return end({QString::fromUtf8(m_output).trimmed(), false, {}});
        const auto said = QString::fromUtf8(m_error).trimmed();
        const auto how = status == QProcess::NormalExit
                             ? QStringLiteral("%1 ended with exit code %2.").arg(m_name).arg(exitCode)
                             : QStringLiteral("%1 crashed.").arg(m_name);
        end({said.isEmpty() ? how : said, true, {}});
    }

    void end(const ToolOutcome &outcome)
    {
        if (!m_process)
            return;
        m_limit.stop();
        m_process->disconnect(this);
        endGroup(std::move(m_process), GroupEnd::Kill);
        Q_EMIT finished(outcome);
    }

    QString m_name;
    std::unique_ptr<QProcess> m_process; // null once it has ended
    QTimer m_limit;
    QByteArray m_output;
    QByteArray m_error;
};

} // namespace

CommandTool::CommandTool(ToolDefinition definition, QString projectFolder)
    : m_definition(std::move(definition)), m_folder(std::move(projectFolder)),
      m_schema(m_definition.parameters)
{
}

ToolSpec CommandTool::spec() const
{
    auto parameters = m_definition.parameters;
    if (!parameters.contains(u"type")) // providers insist on it
        parameters.insert(QStringLiteral("type"), QStringLiteral("object"));
    return {m_definition.name, m_definition.description, parameters};
}

QString CommandTool::hostCommand() const
{
    QStringList words;
    for (const auto &argument : m_definition.command)
        words << quoted(argument);
    return words.join(u' ');
}

QString CommandTool::hostCommandHash() const
{
    return commandConsentHash(m_definition.command, m_folder);
}

std::optional<QString> CommandTool::whyInvalid(const QJsonObject &arguments) const
{
    if (hostCommand().size() > MostCommandCharacters)
        return QStringLiteral(
                   "The command of the tool %1 is longer than %2 characters, so nobody could review it. "
                   "Put it into a script of the project.")
            .arg(m_definition.name)
            .arg(MostCommandCharacters);
    const auto faults = m_schema.faults(arguments);
    if (faults.isEmpty())
        return std::nullopt;
    QStringList sentences;
    for (const auto &fault : faults)
        sentences << QStringLiteral("%1 %2").arg(
            fault.pointer.isEmpty() ? QStringLiteral("The object") : fault.pointer, fault.message);
    return QStringLiteral("The arguments do not fit the tool %1: %2.")
        .arg(m_definition.name, sentences.join(QStringLiteral("; ")));
}

std::unique_ptr<ToolJob> CommandTool::start(const ToolInvocation &invocation)
{
    return std::make_unique<CommandJob>(m_definition, m_folder, invocation.arguments);
}

} // namespace glasshouse
