// What this machine offers for sandboxes, found by doing: QEMU is started once, inside bubblewrap if that
// works.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/child_process.h"
#include "sandbox/host/confinement.h"
#include "sandbox/host/hypervisor.h"
#include "sandbox/host/service_paths.h"

#include <QObject>

#include <functional>

namespace glasshouse::sandbox {

struct HostFacts
{
    QString qemu;               // absolute
    QString qemuVersion;        // "7.2.22 (Debian 1:7.2+dfsg-7)"
    Bubblewrap bubblewrap;      // empty if it is missing or does not work
    QString confinementProblem; // what is missing to confine sandboxes, a sentence; empty if nothing is
    HypervisorFinding hypervisor;

    bool operator==(const HostFacts &) const = default;
};

class HostFactsJob : public QObject
{
    Q_OBJECT

public:
    // Where a program is, or an empty string: QStandardPaths::findExecutable outside of tests.
    using Finder = std::function<QString(const QString &)>;

    explicit HostFactsJob(Finder find, QObject *parent = nullptr);
    void start();

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::sandbox::HostFacts> &facts);

private:
    void askForVersion(const Bubblewrap &bubblewrap);
    void handleAnswer(const Bubblewrap &bubblewrap);

    Finder m_find;
    HostFacts m_facts;
    ChildProcess m_process;
};

// Looks in the folder of the guest agent, where Glasshouse's own programs lie, and then where the system's
// do.
[[nodiscard]] HostFactsJob::Finder programFinder(const ServicePaths &paths);

// "QEMU emulator version 7.2.22 (Debian 1:7.2)\nCopyright ..." -> "7.2.22 (Debian 1:7.2)"; empty if it is
// none.
[[nodiscard]] QString qemuVersionFrom(const QString &output);

} // namespace glasshouse::sandbox
