#include "app/sandbox_setup.h"

#include "core/base/result.h"
#include "sandbox/gateway/address_class.h"

#include <QDir>
#include <QFileInfo>

#include <array>

namespace glasshouse {

namespace {

bool isBelow(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder + u'/');
}

// Code that could change these would decide what it is allowed to do the next time.
bool holdsTheProject(const QString &path, const QString &project)
{
    static constexpr std::array parts{"agents", "workflows", "tools", "sandboxes"};
    return isBelow(project, path) || std::any_of(parts.begin(), parts.end(), [&](const char *part) {
               return isBelow(path, project + u'/' + QLatin1String(part));
           });
}

Error mountError(const QString &sentence, const QString &named)
{
    return {sentence.arg(named), ErrorCode::BadProject};
}

Result<QString> hostFolder(const FolderMount &mount, const QString &project, AccessPolicy policy)
{
    const QFileInfo folder(QDir(project), mount.host);
    const QString path = folder.canonicalFilePath();
    if (project.isEmpty() || path.isEmpty() || !folder.isDir())
        return fail(mountError(QStringLiteral("The folder \"%1\" that the sandbox is to see is not there."),
                               mount.host));
    const QString base = QDir(project).canonicalPath();
    if (policy == AccessPolicy::Anywhere)
        return path;
    if (!isBelow(path, base))
        return fail(mountError(
            QStringLiteral("The folder \"%1\" lies outside the project, so the project alone cannot open it "
                           "to a sandbox. Move it into the project's folder."),
            mount.host));
    if (mount.writable && holdsTheProject(path, base))
        return fail(mountError(
            QStringLiteral("The folder \"%1\" holds the project's own files, so a sandbox may only read it. "
                           "Give it a folder of its own to write to."),
            mount.host));
    return path;
}

Result<QVector<sandbox::Mount>> mountsOf(const SandboxProfile &profile, AccessPolicy policy)
{
    QVector<sandbox::Mount> mounts;
    for (const FolderMount &mount : profile.access.mounts) {
        const auto folder = hostFolder(mount, profile.access.folder, policy);
        if (!folder)
            return fail(folder.error());
        const sandbox::Quota quota{mount.writable ? static_cast<quint64>(profile.outputBytes) : 0,
                                   mount.writable ? static_cast<quint64>(profile.outputFiles) : 0};
        mounts.append({QDir::cleanPath(mount.guest), {*folder, mount.writable, quota}});
    }
    return mounts;
}

Result<gateway::AllowList> allowListOf(const SandboxAccess &access, AccessPolicy policy)
{
    QVector<gateway::AllowEntry> entries;
    for (const AllowRule &rule : access.allow) {
        const auto methods = rule.methods.isEmpty() ? std::nullopt : std::optional(rule.methods);
        const auto entry = gateway::parseAllowEntry(rule.target, methods);
        if (!entry)
            return fail(QStringLiteral("The rule \"%1\" of the allow-list: %2")
                            .arg(rule.target, entry.error().message),
                        ErrorCode::BadProject);
        if (policy == AccessPolicy::WithinProject && gateway::isOfThisNetwork(entry->target.host))
            return fail(
                QStringLiteral(
                    "The rule \"%1\" of the allow-list names an address of this machine or its network. A "
                    "project cannot open that; `glasshousectl exec --allow` can.")
                    .arg(rule.target),
                ErrorCode::BadProject);
        entries.append(*entry);
    }
    return gateway::AllowList(entries);
}

} // namespace

sandbox::Limits limitsOf(const SandboxProfile &profile)
{
    return {.memoryMb = profile.memoryMb,
            .callTimeoutMs = profile.callTimeoutMs,
            .cpuTimeMs = profile.cpuTimeMs,
            .timeToLiveMs = profile.timeToLiveMs,
            .lifetimeMs = profile.lifetimeMs,
            .outputCharacters = profile.outputCharacters,
            .printedBytes = profile.printedBytes,
            .outputBytes = profile.outputBytes,
            .outputFiles = profile.outputFiles,
            .processes = profile.processes,
            .clearOutputPerCall = profile.clearOutputPerCall};
}

Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, AccessPolicy policy)
{
    auto mounts = mountsOf(profile, policy);
    if (!mounts)
        return fail(mounts.error());
    auto list = allowListOf(profile.access, policy);
    if (!list)
        return fail(list.error());
    const auto mode = profile.access.asksForUnlisted ? gateway::Mode::Ask : gateway::Mode::Deny;
    return sandbox::SessionSetup{std::move(*mounts), {std::move(*list), mode, {}}};
}

} // namespace glasshouse
