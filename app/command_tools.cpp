#include "app/command_tools.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QProcess>

namespace glasshouse {

namespace {

QByteArray asJson(const QByteArray &printed)
{
    if (QJsonDocument::fromJson('[' + printed + ']').array().size() == 1)
        return printed;
    const QByteArray list =
        QJsonDocument(QJsonArray{QString::fromUtf8(printed)}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2); // the string alone
}

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
    return asJson(process.readAllStandardOutput());
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
