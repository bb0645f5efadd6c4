#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/paths.h"

#include "core/base/json.h"
#include "core/workflow/engine_bench.h"
#include "sandbox/host/sandbox_bench.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QProcess>
#include <QStringBuilder>

namespace glasshouse {

namespace {

using sandbox::BenchFigures;
using sandbox::Percentiles;

QJsonObject toJson(const Percentiles &percentiles)
{
    return {{QStringLiteral("p50"), percentiles.p50}, {QStringLiteral("p95"), percentiles.p95}};
}

class SandboxBenchCommand final : public CtlCommand
{
public:
    SandboxBenchCommand(const sandbox::BenchInput &input, bool asJson)
        : m_bench(standardPaths().sandbox, input), m_asJson(asJson)
    {
        connect(&m_bench, &sandbox::SandboxBench::progressed, this,
                [](const QString &sentence) { printNote(sentence); });
        connect(&m_bench, &sandbox::SandboxBench::finished, this, &SandboxBenchCommand::report);
    }

    void start() override { m_bench.start(); }

private:
    void report(const Result<BenchFigures> &figures)
    {
        if (!figures) {
            printError(figures.error(), m_asJson);
            Q_EMIT finished(exitCodeFor(figures.error().code));
            return;
        }
        if (m_asJson)
            printJson(asJson(*figures));
        else
            printText(asText(*figures));
        Q_EMIT finished(ExitDone);
    }

    [[nodiscard]] static QString confinement(const BenchFigures &figures)
    {
        return figures.confined ? QStringLiteral("bubblewrap") : QStringLiteral("none");
    }

    [[nodiscard]] static QJsonObject asJson(const BenchFigures &figures)
    {
        return {{QStringLiteral("type"), QStringLiteral("result")},
                {QStringLiteral("accelerator"), toString(figures.accelerator)},
                {QStringLiteral("confinement"), confinement(figures)},
                {QStringLiteral("cold_ms"), toJson(figures.cold)},
                {QStringLiteral("pooled_ms"), toJson(figures.pooled)},
                {QStringLiteral("exec_ms"), toJson(figures.exec)},
                {QStringLiteral("private_mb"), figures.privateMb},
                {QStringLiteral("tool_call_ms"), toJson(figures.links.toolCallMs)},
                {QStringLiteral("file_read_mb_s"), figures.links.fileReadMbPerS},
                {QStringLiteral("stat_per_s"), figures.links.statPerS},
                {QStringLiteral("stat_in_folder_per_s"), figures.links.statInFolderPerS},
                {QStringLiteral("stat_listed_per_s"), figures.links.statListedPerS},
                {QStringLiteral("stat_16_threads_per_s"), figures.links.statThreadsPerS},
                {QStringLiteral("connect_mb_s"), figures.links.connectMbPerS},
                {QStringLiteral("snapshot_ms"), snapshotAsJson(figures.snapshot)},
                {QStringLiteral("pool"), poolAsJson(figures)}};
    }

    [[nodiscard]] static QJsonObject snapshotAsJson(const sandbox::SnapshotFigures &figures)
    {
        return {{QStringLiteral("pause"), figures.pauseMs},
                {QStringLiteral("take"), figures.takeMs},
                {QStringLiteral("restore"), figures.restoreMs},
                {QStringLiteral("stored_mb"), figures.storedMb}};
    }

    [[nodiscard]] static QJsonObject poolAsJson(const BenchFigures &figures)
    {
        return {{QStringLiteral("take_ms"), toJson(figures.take)},
                {QStringLiteral("sandboxes"), figures.crowd.sandboxes},
                {QStringLiteral("start_ms"), figures.crowd.startMs},
                {QStringLiteral("private_mb"), toJson(figures.crowd.privateMb)}};
    }

    [[nodiscard]] static QString asText(const BenchFigures &figures)
    {
        const auto row = [](const QString &name, const Percentiles &value) {
            return QStringLiteral("%1  p50 %2 ms, p95 %3 ms\n")
                .arg(name, -10)
                .arg(value.p50, 0, 'f', 1)
                .arg(value.p95, 0, 'f', 1);
        };
        return row(QStringLiteral("cold"), figures.cold) % row(QStringLiteral("pooled"), figures.pooled) %
               row(QStringLiteral("take"), figures.take) % row(QStringLiteral("exec"), figures.exec) %
               row(QStringLiteral("tool call"), figures.links.toolCallMs) % linksAsText(figures.links) %
               snapshotAsText(figures.snapshot) % crowdAsText(figures.crowd) %
               QStringLiteral("private     %1 MB per VM\naccelerator %2, confinement %3\n")
                   .arg(figures.privateMb, 0, 'f', 1)
                   .arg(toString(figures.accelerator), confinement(figures));
    }

    [[nodiscard]] static QString linksAsText(const sandbox::LinkFigures &links)
    {
        return QStringLiteral(
                   "files       read %1 MB/s, stat per s: %2, in one folder %3, while listed %4, in 16 "
                   "threads %5\n"
                   "connection  %6 MB/s\n")
            .arg(links.fileReadMbPerS, 0, 'f', 1)
            .arg(links.statPerS, 0, 'f', 0)
            .arg(links.statInFolderPerS, 0, 'f', 0)
            .arg(links.statListedPerS, 0, 'f', 0)
            .arg(links.statThreadsPerS, 0, 'f', 0)
            .arg(links.connectMbPerS, 0, 'f', 1);
    }

    [[nodiscard]] static QString snapshotAsText(const sandbox::SnapshotFigures &snapshot)
    {
        return QStringLiteral("snapshot    pause %1 ms, taken in %2 ms, restored in %3 ms, %4 MB\n")
            .arg(snapshot.pauseMs, 0, 'f', 0)
            .arg(snapshot.takeMs, 0, 'f', 0)
            .arg(snapshot.restoreMs, 0, 'f', 0)
            .arg(snapshot.storedMb, 0, 'f', 0);
    }

    [[nodiscard]] static QString crowdAsText(const sandbox::CrowdFigures &crowd)
    {
        return QStringLiteral("at once     %1 sandboxes in %2 ms, each p50 %3 MB, p95 %4 MB\n")
            .arg(crowd.sandboxes)
            .arg(crowd.startMs, 0, 'f', 0)
            .arg(crowd.privateMb.p50, 0, 'f', 1)
            .arg(crowd.privateMb.p95, 0, 'f', 1);
    }

    sandbox::SandboxBench m_bench;
    bool m_asJson;
};

class EngineBenchCommand final : public CtlCommand
{
public:
    void start() override
    {
        printJson(benchEngine());
        Q_EMIT finished(ExitDone);
    }
};

// This program links no window, so that it measures the one that lies beside it.
class UiBenchCommand final : public CtlCommand
{
public:
    void start() override
    {
        connect(&m_window, &QProcess::finished, this, &UiBenchCommand::report);
        connect(&m_window, &QProcess::errorOccurred, this, &UiBenchCommand::report);
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        m_window.setProcessEnvironment(environment);
        m_window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_window.start(QCoreApplication::applicationDirPath() + QStringLiteral("/glasshouse"),
                       {QStringLiteral("--bench"), QString::number(QDateTime::currentMSecsSinceEpoch())});
    }

private:
    void report()
    {
        if (m_reported)
            return;
        m_reported = true;
        const auto figures = parseJsonObject(m_window.readAllStandardOutput());
        if (!figures || m_window.exitCode() != 0) {
            printNote(QStringLiteral("The window could not be measured: %1").arg(m_window.errorString()));
            Q_EMIT finished(ExitRunFailed);
            return;
        }
        printJson(*figures);
        Q_EMIT finished(ExitDone);
    }

    QProcess m_window;
    bool m_reported = false;
};

} // namespace

CtlCommandResult makeBenchCommand(const QStringList &arguments)
{
    const auto parsed = parseCommandArguments(u"bench", arguments);
    if (!parsed)
        return fail(parsed.error());
    const auto what = parsed->positional.value(0);
    if (what == QStringLiteral("engine"))
        return std::make_unique<EngineBenchCommand>();
    if (what == QStringLiteral("ui"))
        return std::make_unique<UiBenchCommand>();
    if (what != QStringLiteral("sandbox"))
        return fail(QStringLiteral("bench takes sandbox, engine or ui."), ErrorCode::BadUsage);

    sandbox::BenchInput input;
    input.image = parsed->value(QStringLiteral("image"), input.image);
    input.rounds = parsed->value(QStringLiteral("rounds"), QString::number(input.rounds)).toInt();
    if (input.rounds <= 0)
        return fail(QStringLiteral("--rounds takes a number above zero."), ErrorCode::BadUsage);
    bool isNumber = true;
    if (const auto sandboxes = parsed->value(QStringLiteral("sandboxes")); !sandboxes.isEmpty())
        input.sandboxes = sandboxes.toInt(&isNumber);
    if (!isNumber || input.sandboxes < 0)
        return fail(QStringLiteral("--sandboxes takes a number."), ErrorCode::BadUsage);
    return std::make_unique<SandboxBenchCommand>(input, parsed->asJson);
}

} // namespace glasshouse
