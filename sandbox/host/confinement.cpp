#include "sandbox/host/confinement.h"

namespace glasshouse::sandbox {

namespace {

// Its program and libraries, and nothing else of the system. Firmware is below /usr/share.
QStringList systemArguments()
{
    return {QStringLiteral("--ro-bind"),
            QStringLiteral("/usr"),
            QStringLiteral("/usr"),
            QStringLiteral("--symlink"),
            QStringLiteral("usr/lib"),
            QStringLiteral("/lib"),
            QStringLiteral("--symlink"),
            QStringLiteral("usr/lib64"),
            QStringLiteral("/lib64"),
            QStringLiteral("--ro-bind-try"),
            QStringLiteral("/etc/ld.so.cache"),
            QStringLiteral("/etc/ld.so.cache"),
            QStringLiteral("--proc"),
            QStringLiteral("/proc"),
            QStringLiteral("--dev"),
            QStringLiteral("/dev")};
}

QStringList isolationArguments()
{
    return {QStringLiteral("--unshare-user"),
            QStringLiteral("--unshare-net"),
            QStringLiteral("--unshare-pid"),
            QStringLiteral("--unshare-ipc"),
            QStringLiteral("--unshare-uts"),
            QStringLiteral("--unshare-cgroup-try"),
            QStringLiteral("--disable-userns"),
            QStringLiteral("--hostname"),
            QStringLiteral("glasshouse"),
            QStringLiteral("--cap-drop"),
            QStringLiteral("ALL"),
            QStringLiteral("--clearenv"),
            QStringLiteral("--die-with-parent"),
            QStringLiteral("--as-pid-1")};
}

QStringList bindings(const QString &option, const QStringList &paths)
{
    QStringList arguments;
    for (const QString &path : paths)
        arguments << option << path << path;
    return arguments;
}

QStringList environmentArguments(const QStringList &environment)
{
    QStringList arguments;
    for (const QString &variable : environment)
        arguments << QStringLiteral("--setenv") << variable.section(u'=', 0, 0) << variable.section(u'=', 1);
    return arguments;
}

ProcessSpec guarded(const ProcessSpec &spec, const QString &guard)
{
    if (guard.isEmpty())
        return spec;
    return {guard, QStringList{spec.program} + spec.arguments, spec.descriptors, spec.environment, true};
}

} // namespace

ProcessSpec confined(const ProcessSpec &spec, const ConfinementProfile &profile)
{
    if (profile.bubblewrap.isEmpty())
        return spec;
    QStringList arguments = isolationArguments() + environmentArguments(spec.environment) +
                            systemArguments() + bindings(QStringLiteral("--ro-bind"), profile.readable) +
                            bindings(QStringLiteral("--bind"), profile.writable) +
                            bindings(QStringLiteral("--dev-bind"), profile.devices);
    arguments << QStringLiteral("--") << spec.program << spec.arguments;
    return guarded({profile.bubblewrap.program, arguments, spec.descriptors}, profile.bubblewrap.guard);
}

} // namespace glasshouse::sandbox
