#include "sandbox/host/host_facts.h"

#include <QStandardPaths>
#include <QTimer>

namespace glasshouse::sandbox {

namespace {

constexpr int answerDeadlineMs = 15'000;

QString missingQemu()
{
#ifdef Q_OS_WIN
    return QStringLiteral(
        "QEMU is missing: it belongs into the folder qemu beside the program. Install Glasshouse again.");
#else
    return QStringLiteral("QEMU is not installed: install the package qemu-system-x86.");
#endif
}

QString unconfined()
{
#ifdef Q_OS_WIN
    return QStringLiteral("QEMU runs with your rights, in a job that starts no other program and ends with "
                          "Glasshouse: Windows has no bubblewrap.");
#else
    return QStringLiteral("QEMU runs unconfined: install the package bubblewrap to confine it.");
#endif
}

} // namespace

HostFactsJob::Finder programFinder(const ServicePaths &paths)
{
    return [guest = paths.guest](const QString &program) {
        // On Windows all of it lies beside the programs: guest, qemu, images.
        const QString own =
            QStandardPaths::findExecutable(program, {guest, guest + QStringLiteral("/../qemu")});
        return own.isEmpty() ? QStandardPaths::findExecutable(program) : own;
    };
}

QString qemuVersionFrom(const QString &output)
{
    const QString before = QStringLiteral("version ");
    for (const QString &line : output.split(u'\n'))
        if (const qsizetype at = line.indexOf(before); line.startsWith(u"QEMU") && at >= 0)
            return line.mid(at + before.size()).trimmed();
    return {};
}

HostFactsJob::HostFactsJob(Finder find, QObject *parent) : QObject(parent), m_find(std::move(find)) {}

void HostFactsJob::start()
{
    m_facts.hypervisor = lookAtHypervisor();
    m_facts.qemu = m_find(QStringLiteral("qemu-system-x86_64"));
    if (m_facts.qemu.isEmpty()) {
        QTimer::singleShot(0, this,
                           [this] { Q_EMIT finished(fail(missingQemu(), ErrorCode::SandboxUnavailable)); });
        return;
    }
    const Bubblewrap bubblewrap(m_find(QStringLiteral("bwrap")), m_find(QStringLiteral("glasshouse-guard")));
    if (bubblewrap.isEmpty())
        m_facts.confinementProblem = unconfined();
    else if (bubblewrap.guard.isEmpty())
        m_facts.confinementProblem = QStringLiteral(
            "A sandbox may outlive a crash of Glasshouse: its program glasshouse-guard is missing.");
    askForVersion(bubblewrap);
}

void HostFactsJob::askForVersion(const Bubblewrap &bubblewrap)
{
    const ProcessSpec ask{m_facts.qemu, {QStringLiteral("--version")}, {}};
    m_process = makeChildProcess(confined(ask, {bubblewrap, {}, {}, {}}), 0);
    connect(m_process.get(), &QProcess::finished, this, [=, this] { handleAnswer(bubblewrap); });
    connect(m_process.get(), &QProcess::errorOccurred, this, [=, this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            handleAnswer(bubblewrap);
    });
    QTimer::singleShot(answerDeadlineMs, m_process.get(), &GuardedProcess::kill);
    m_process->start();
}

void HostFactsJob::handleAnswer(const Bubblewrap &bubblewrap)
{
    const QString output = QString::fromLocal8Bit(m_process->readAll());
    m_facts.qemuVersion = qemuVersionFrom(output);
    m_facts.bubblewrap = bubblewrap;
    if (!m_facts.qemuVersion.isEmpty()) {
        Q_EMIT finished(m_facts);
    } else if (!bubblewrap.guard.isEmpty()) { // to be confined matters more than to be guarded
        m_facts.confinementProblem =
            QStringLiteral("A sandbox may outlive a crash of Glasshouse, because %1 does not work here: %2")
                .arg(bubblewrap.guard, output.simplified());
        askForVersion(Bubblewrap(bubblewrap.program));
    } else if (!bubblewrap.isEmpty()) {
        m_facts.confinementProblem =
            QStringLiteral("QEMU runs unconfined, because bubblewrap does not work here: %1")
                .arg(output.simplified());
        askForVersion({});
    } else {
        Q_EMIT finished(fail(QStringLiteral("%1 does not run: %2").arg(m_facts.qemu, output.simplified()),
                             ErrorCode::SandboxUnavailable));
    }
}

} // namespace glasshouse::sandbox
