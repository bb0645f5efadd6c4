#include "sandbox/host/hypervisor.h"

#include <QFile>
#include <QRegularExpression>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace glasshouse::sandbox {

namespace {

constexpr const char *device = "/dev/kvm";

bool lists(const group &members, const char *user)
{
    for (char **member = members.gr_mem; member && *member; ++member)
        if (qstrcmp(*member, user) == 0)
            return true;
    return false;
}

QString processorFlag()
{
    QFile processors(QStringLiteral("/proc/cpuinfo"));
    if (!processors.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression virtualisation(QStringLiteral("^flags\\s*:.*\\b(vmx|svm)\\b"),
                                                   QRegularExpression::MultilineOption);
    return virtualisation.match(QString::fromLatin1(processors.readAll())).captured(1);
}

} // namespace

HypervisorFinding lookAtHypervisor()
{
    KvmFacts facts;
    struct stat status = {};
    facts.hasDevice = ::stat(device, &status) == 0;
    facts.mayOpen = facts.hasDevice && ::access(device, R_OK | W_OK) == 0;
    if (facts.mayOpen)
        return judge(facts);
    if (!facts.hasDevice) {
        facts.processorFlag = processorFlag();
        return judge(facts);
    }
    facts.groupMayOpen = (status.st_mode & (S_IRGRP | S_IWGRP)) == (S_IRGRP | S_IWGRP) && status.st_gid != 0;
    if (const group *owner = ::getgrgid(status.st_gid)) {
        facts.group = QString::fromLocal8Bit(owner->gr_name);
        const passwd *user = ::getpwuid(::getuid());
        facts.isInGroup = user && lists(*owner, user->pw_name);
    }
    facts.groupMayOpen = facts.groupMayOpen && !facts.group.isEmpty();
    return judge(facts);
}

} // namespace glasshouse::sandbox
