#include "app/command_tools.h"

#include "core/tools/arguments.h"

#include <QPointer>
#include <QProcess>

namespace glasshouse {

namespace {

Result<QByteArray> answerOf(QProcess &process)
{
    if (process.error() == QProcess::FailedToStart)
        return fail(
            QStringLiteral("The command of the tool could not be started: %1.").arg(process.errorString()));
    const QString said = QString::fromUtf8(process.readAllStandardError()).trimmed();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return fail(said.isEmpty()
                        ? QStringLiteral("The tool ended with exit code %1.").arg(process.exitCode())
                        : said);
    return jsonValueOf(QString::fromUtf8(process.readAllStandardOutput()));
}

} // namespace

void answerWithCommand(CodeJob &job, const NestedToolCall &call, const QString &command)
{
    auto *process = new QProcess(&job);
    const auto finish = [process, call, job = QPointer(&job)] {
        process->deleteLater();
        if (job)
            job->answerTool(call.call, answerOf(*process));
    };
    QObject::connect(process, &QProcess::finished, process, finish);
    QObject::connect(process, &QProcess::errorOccurred, process, [finish](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish();
    });
    process->startCommand(command);
    process->write(call.arguments);
    process->closeWriteChannel();
}

} // namespace glasshouse
