#include "app/sandbox_setup.h"

#include "core/base/result.h"
#include "sandbox/gateway/address_class.h"

#include <QDir>

namespace glasshouse {

namespace {

Result<QString> hostFolder(const FolderMount &mount, const QString &project, const AccessRules &rules)
{
    const auto checked = checkMount(mount, project, rules.consents);
    if (checked.verdict == MountVerdict::Open)
        return checked.folder;
    if (rules.policy == AccessPolicy::Anywhere && !checked.folder.isEmpty())
        return checked.folder;
    return fail(checked.sentence, ErrorCode::BadProject);
}

Result<sandbox::Mount> mountOf(const FolderMount &mount, const SandboxProfile &profile,
                               const AccessRules &rules)
{
    if (const auto why = whyNotAGuestPath(mount.guest))
        return fail(
            QStringLiteral("The folder \"%1\" is to be at \"%2\": %3").arg(mount.host, mount.guest, *why),
            ErrorCode::BadProject);
    const auto folder = hostFolder(mount, profile.access.folder, rules);
    if (!folder)
        return fail(folder.error());
    const sandbox::Quota quota{mount.writable ? static_cast<quint64>(profile.outputBytes) : 0,
                               mount.writable ? static_cast<quint64>(profile.outputFiles) : 0};
    return sandbox::Mount{QDir::cleanPath(mount.guest), {*folder, mount.writable, quota}};
}

Result<QVector<sandbox::Mount>> mountsOf(const SandboxProfile &profile, const AccessRules &rules)
{
    if (const auto why = whyNotTogether(profile.access.mounts))
        return fail(*why, ErrorCode::BadProject);
    QVector<sandbox::Mount> mounts;
    for (const FolderMount &wanted : profile.access.mounts) {
        const auto mount = mountOf(wanted, profile, rules);
        if (!mount)
            return fail(mount.error());
        mounts.append(*mount);
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

Result<sandbox::SessionSetup> setupOf(const SandboxProfile &profile, const AccessRules &rules)
{
    auto mounts = mountsOf(profile, rules);
    if (!mounts)
        return fail(mounts.error());
    auto list = allowListOf(profile.access, rules.policy);
    if (!list)
        return fail(list.error());
    const auto mode = profile.access.asksForUnlisted ? gateway::Mode::Ask : gateway::Mode::Deny;
    return sandbox::SessionSetup{std::move(*mounts), {std::move(*list), mode, {}}};
}

} // namespace glasshouse
