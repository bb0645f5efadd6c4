#include "ui/common/dropped_file.h"

#include "core/model/names.h"
#include "core/model/part_files.h"
#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("DroppedFile", text);
}

template<typename T> QString freeName(const QVector<T> &values, const QString &wish, QChar separator)
{
    const auto isTaken = [&](const QString &name) {
        return std::any_of(values.begin(), values.end(),
                           [&](const T &value) { return sameName(value.name, name); });
    };
    auto name = wish;
    for (int number = 2; isTaken(name); ++number)
        name = wish + separator + QString::number(number);
    return name;
}

Agent withoutPermissions(Agent agent)
{
    for (auto &tool : agent.tools)
        tool.approval.reset();
    return agent;
}

Result<DroppedPart> agentFrom(const Project &project, const QString &path)
{
    const auto read = readAgentFile(path);
    if (!read)
        return tl::unexpected(read.error());
    auto agent = withoutPermissions(*read);
    agent.name = freeAgentName(project, agent.name);
    return DroppedPart{AddAgent{agent}, agent.name, {}};
}

Result<DroppedPart> workflowFrom(const Project &project, const QString &path)
{
    const auto read = readWorkflowFile(path);
    if (!read)
        return tl::unexpected(read.error());
    auto workflow = *read;
    workflow.name = freeWorkflowName(project, workflow.name);
    return DroppedPart{AddWorkflow{workflow}, {}, workflow.name};
}

} // namespace

QStringList localFiles(const QMimeData *data)
{
    QStringList files;
    for (const auto &url : data->urls()) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

Result<DroppedPart> partFromFile(const Project &project, const QString &path)
{
    if (isAgentFile(path))
        return agentFrom(project, path);
    if (isWorkflowFile(path))
        return workflowFrom(project, path);
    const QFileInfo info(path);
    const auto name = visibleLine(info.fileName(), 80);
    if (info.isDir() || info.fileName() == QLatin1String("glasshouse.json"))
        return fail(tr("%1 is not a part of a project. Open a project with File > Open.").arg(name));
    return fail(tr("%1 is neither an agent (*.agent.json) nor a workflow (*.workflow.json).").arg(name));
}

QString freeAgentName(const Project &project, const QString &wish)
{
    return freeName(project.agents, wish, u' ');
}

QString freeWorkflowName(const Project &project, const QString &wish)
{
    return freeName(project.workflows, wish, u'-');
}

} // namespace glasshouse::ui
