#include "app/chat_endpoints.h"
#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/paths.h"

#include "sandbox/host/sandbox_probe.h"

#include <QJsonArray>

namespace glasshouse {

namespace {

using sandbox::ProbeResult;

class DoctorCommand final : public CtlCommand
{
public:
    explicit DoctorCommand(bool asJson)
        : m_asJson(asJson),
          m_paths(standardPaths()),
          m_connections(m_paths.config),
          m_endpoints(m_connections, this),
          m_probe(m_paths.sandbox, QStringLiteral("code-interpreter"), sandbox::Limits{}.memoryMb)
    {
        connect(&m_probe, &sandbox::SandboxProbe::finished, this, &DoctorCommand::report);
    }

    void start() override
    {
        const auto loaded = m_connections.load();
        if (!loaded)
            m_problems.append(loaded.error().message);
        m_endpoints.loadKeys([this] { m_probe.start(); });
    }

private:
    void report(const ProbeResult &probe)
    {
        reportConnections();
        line(QStringLiteral("qemu"), probe.qemuVersion.isEmpty() ? QStringLiteral("not found") : probe.qemuVersion);
        line(QStringLiteral("kvm"), probe.kvm);
        line(QStringLiteral("confinement"), probe.confined ? QStringLiteral("QEMU runs inside bubblewrap, with seccomp.")
                                                           : QStringLiteral("QEMU would run without bubblewrap."));
        line(QStringLiteral("image"), probe.image);
        line(QStringLiteral("template"), probe.templates);
        m_problems += probe.problems;
        summarise(probe);
        Q_EMIT finished(probe.health == ProbeResult::Health::Unavailable ? ExitSandboxUnavailable : ExitDone);
    }

    void reportConnections()
    {
        const auto connections = m_connections.connections();
        for (const auto &connection : connections) {
            const bool isDemo = connection.kind == Connection::Kind::Demo;
            const auto key = m_endpoints.key(connection.name).isEmpty() ? QStringLiteral("no key") : QStringLiteral("a key is set");
            line(QStringLiteral("connection ") + connection.name,
                 isDemo ? QStringLiteral("scripted, offline, always there") : connection.baseUrl + QStringLiteral(", ") + key);
        }
    }

    void line(const QString &what, const QString &finding) const
    {
        if (m_asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("finding")},
                       {QStringLiteral("what"), what},
                       {QStringLiteral("finding"), finding}});
        } else {
            printText(QStringLiteral("%1  %2\n").arg(what, -18).arg(terminalSafe(finding)));
        }
    }

    void summarise(const ProbeResult &probe) const
    {
        if (m_asJson) {
            printJson({{QStringLiteral("type"), QStringLiteral("result")},
                       {QStringLiteral("sandbox"), toString(probe.health)},
                       {QStringLiteral("accelerator"), toString(probe.accelerator)},
                       {QStringLiteral("confined"), probe.confined},
                       {QStringLiteral("problems"), QJsonArray::fromStringList(m_problems)}});
            return;
        }
        for (const auto &problem : m_problems)
            printText(QStringLiteral("\n- %1\n").arg(problem));
        printText(QStringLiteral("\nThe sandbox is %1.\n").arg(toString(probe.health)));
    }

    bool m_asJson;
    Paths m_paths;
    ConnectionStore m_connections;
    ChatEndpoints m_endpoints;
    sandbox::SandboxProbe m_probe;
    QStringList m_problems;
};

} // namespace

CtlCommandResult makeDoctorCommand(const QStringList &arguments)
{
    const auto parsed = parseCommandArguments(u"doctor", arguments);
    if (!parsed)
        return fail(parsed.error());
    return std::make_unique<DoctorCommand>(parsed->asJson);
}

} // namespace glasshouse
