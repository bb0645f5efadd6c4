#include "app/components.h"
#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/diagnostics.h"

#include "sandbox/host/verdict_store.h"

#include <QJsonArray>

namespace glasshouse {

namespace {

using sandbox::ProbeResult;

class DoctorCommand final : public CtlCommand
{
public:
    explicit DoctorCommand(const CtlArguments &arguments)
        : m_asJson(arguments.asJson),
          m_tryAgain(arguments.flags.contains(QStringLiteral("try-again"))),
          m_paths(standardPaths()),
          m_connections(m_paths.config),
          m_endpoints(m_connections, this),
          m_diagnostics(m_paths, m_connections, m_endpoints, carriedComponents())
    {
        connect(&m_diagnostics, &Diagnostics::finished, this, &DoctorCommand::report);
    }

    void start() override
    {
        if (m_tryAgain)
            if (const auto forgotten = sandbox::VerdictStore(m_paths.sandbox.templates).forgetAll(); !forgotten)
                m_diagnostics.addProblem(forgotten.error().message);
        if (const auto loaded = m_connections.load(); !loaded)
            m_diagnostics.addProblem(loaded.error().message);
        m_endpoints.loadKeys([this] { m_diagnostics.start(); });
    }

private:
    void report(const DiagnosticReport &report)
    {
        if (m_asJson)
            printAsJson(report);
        else
            printText(terminalSafe(report.toText()));
        if (m_tryAgain && !m_asJson)
            printText(QStringLiteral("The next sandbox tries the hypervisor again.\n"));
        Q_EMIT finished(report.health == ProbeResult::Health::Unavailable ? ExitSandboxUnavailable : ExitDone);
    }

    static void printAsJson(const DiagnosticReport &report)
    {
        for (const auto &[what, finding] : report.findings)
            printJson({{QStringLiteral("type"), QStringLiteral("finding")},
                       {QStringLiteral("what"), what},
                       {QStringLiteral("finding"), finding}});
        printJson({{QStringLiteral("type"), QStringLiteral("result")},
                   {QStringLiteral("sandbox"), toString(report.health)},
                   {QStringLiteral("accelerator"), toString(report.accelerator)},
                   {QStringLiteral("remedy"), report.remedy},
                   {QStringLiteral("confined"), report.confined},
                   {QStringLiteral("problems"), QJsonArray::fromStringList(report.problems)}});
    }

    bool m_asJson;
    bool m_tryAgain;
    Paths m_paths;
    ConnectionStore m_connections;
    ChatEndpoints m_endpoints;
    Diagnostics m_diagnostics;
};

} // namespace

CtlCommandResult makeDoctorCommand(const QStringList &arguments)
{
    // What it prints is the report: --report says so to who looks for one.
    const auto parsed = parseCommandArguments(u"doctor", arguments);
    if (!parsed)
        return fail(parsed.error());
    return std::make_unique<DoctorCommand>(*parsed);
}

} // namespace glasshouse
