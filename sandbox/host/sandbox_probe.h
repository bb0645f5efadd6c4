// Looks at what this machine offers for sandboxes and changes nothing but a cached initramfs: for `doctor`.
#pragma once

#include "sandbox/host/accelerator_choice.h"
#include "sandbox/host/guest_images.h"
#include "sandbox/host/host_facts.h"

namespace glasshouse::sandbox {

struct ProbeResult
{
    enum class Health { Ok, Degraded, Unavailable };

    Health health = Health::Ok;
    QString qemuVersion;                            // empty if QEMU is missing or does not run
    QString kvm;                                    // a sentence
    QString remedy;                                 // a command that makes sandboxes faster, or empty
    bool confined = false;                          // bubblewrap works
    QString image;                                  // a sentence
    QString templates;                              // a sentence
    Accelerator accelerator = Accelerator::Unknown; // of the next sandbox; unknown until one was tried
    QStringList problems;                           // sentences; what costs a feature, or all

    bool operator==(const ProbeResult &) const = default;
};

[[nodiscard]] QString toString(ProbeResult::Health health); // "ok", "degraded", "unavailable"

class SandboxProbe : public QObject
{
    Q_OBJECT

public:
    SandboxProbe(ServicePaths paths, QString image, int memoryMb, QObject *parent = nullptr);
    void start();

Q_SIGNALS:
    void finished(const glasshouse::sandbox::ProbeResult &result);

private:
    void handleFacts(const Result<HostFacts> &facts);
    void lookAtImage(const HostFacts &facts);
    void lookAtTemplate(const HostFacts &facts, const GuestImage &image);
    void addProblem(ProbeResult::Health health, const QString &sentence);

    ServicePaths m_paths;
    QString m_image;
    int m_memoryMb;
    HostFactsJob m_facts;
    ProbeResult m_result;
};

} // namespace glasshouse::sandbox
