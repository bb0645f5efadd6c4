#include "ui/sandbox/profile_edits.h"

#include "core/model/lookup.h"
#include "core/model/names.h"

#include <QCoreApplication>

#include <algorithm>

namespace glasshouse::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProfileEdits", text);
}

QString freeProfileName(const Project &project, const QString &wish)
{
    const auto isTaken = [&](const QString &name) {
        return std::any_of(project.sandboxes.begin(), project.sandboxes.end(),
                           [&](const SandboxProfile &profile) { return sameName(profile.name, name); });
    };
    QString name = wish;
    for (int number = 2; isTaken(name); ++number)
        name = wish + u'-' + QString::number(number);
    return name;
}

// Each agent that names `from` names `to` instead.
QVector<Edit> reassigned(const Project &project, const QString &from, const QString &to)
{
    QVector<Edit> edits;
    for (const Agent &agent : project.agents) {
        if (agent.sandbox == from)
            edits.append(assignedProfile(agent, to));
    }
    return edits;
}

} // namespace

SandboxProfile editableProfile(const Project &project, const Agent &agent)
{
    SandboxProfile profile = project.sandboxFor(agent);
    const bool isOfProject = project.sandbox(agent.sandbox) || project.sandbox(project.defaultSandbox);
    if (!isOfProject)
        profile.name = freeProfileName(project, profile.name);
    return profile;
}

Edit profileEdit(const Project &project, SandboxProfile profile)
{
    profile.access.folder.clear(); // not part of the files
    const ReplaceSandbox replace{profile};
    if (project.sandbox(profile.name) || project.sandbox(project.defaultSandbox))
        return replace;
    return Edits{describe(replace), {replace, SetDefaultSandbox{profile.name}}};
}

SandboxProfile duplicateOf(const Project &project, const SandboxProfile &profile)
{
    SandboxProfile copy = profile;
    copy.name = freeProfileName(project, profile.name);
    return copy;
}

Edit renamedProfile(const Project &project, const QString &from, const QString &to)
{
    const qsizetype at = indexBy(project.sandboxes, &SandboxProfile::name, from);
    if (at < 0)
        return RemoveSandbox{from}; // fails with the sentence for it
    SandboxProfile renamed = project.sandboxes.at(at);
    renamed.name = to.trimmed();
    // Removed first: the new name may differ from the old one in its case only.
    Edits edits{tr("Rename sandbox %1 to %2").arg(from, renamed.name),
                {RemoveSandbox{from}, ReplaceSandbox{renamed, at}}};
    edits.edits += reassigned(project, from, renamed.name);
    if (project.defaultSandbox == from)
        edits.edits.append(SetDefaultSandbox{renamed.name});
    return edits;
}

Edit removedProfile(const Project &project, const QString &profile)
{
    Edits edits{describe(RemoveSandbox{profile}), reassigned(project, profile, {})};
    if (project.defaultSandbox == profile)
        edits.edits.append(SetDefaultSandbox{});
    edits.edits.append(RemoveSandbox{profile});
    return edits;
}

Edit assignedProfile(const Agent &agent, const QString &profile)
{
    Agent changed = agent;
    changed.sandbox = profile;
    return ReplaceAgent{agent.name, changed};
}

QStringList agentsIn(const Project &project, const QString &profile)
{
    QStringList names;
    for (const Agent &agent : project.agents) {
        const bool ownIsThere = project.sandbox(agent.sandbox) != nullptr;
        if ((ownIsThere ? agent.sandbox : project.defaultSandbox) == profile)
            names.append(agent.name);
    }
    return names;
}

} // namespace glasshouse::ui
