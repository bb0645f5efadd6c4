#include "sandbox/host/sandbox_probe.h"

#include "sandbox/host/template_snapshot.h"
#include "sandbox/host/verdict_store.h"

#include <QSysInfo>

namespace glasshouse::sandbox {

QString toString(ProbeResult::Health health)
{
    switch (health) {
    case ProbeResult::Health::Ok:
        return QStringLiteral("ok");
    case ProbeResult::Health::Degraded:
        return QStringLiteral("degraded");
    case ProbeResult::Health::Unavailable:
        break;
    }
    return QStringLiteral("unavailable");
}

SandboxProbe::SandboxProbe(ServicePaths paths, QString image, int memoryMb, QObject *parent)
    : QObject(parent), m_paths(std::move(paths)), m_image(std::move(image)), m_memoryMb(memoryMb),
      m_facts(programFinder(m_paths))
{
    connect(&m_facts, &HostFactsJob::finished, this, &SandboxProbe::handleFacts);
}

void SandboxProbe::start()
{
    m_facts.start();
}

void SandboxProbe::handleFacts(const Result<HostFacts> &facts)
{
    if (!facts) {
        addProblem(ProbeResult::Health::Unavailable, facts.error().message);
        return Q_EMIT finished(m_result);
    }
    m_result.qemuVersion = facts->qemuVersion;
    m_result.confined = !facts->bubblewrap.isEmpty();
    m_result.kvm = facts->hypervisor.problem.isEmpty() ? QStringLiteral("The hypervisor can be opened.")
                                                       : facts->hypervisor.problem;
    m_result.remedy = facts->hypervisor.remedy;
    if (!facts->hypervisor.problem.isEmpty())
        m_result.accelerator = Accelerator::Tcg;
    if (!facts->confinementProblem.isEmpty())
        addProblem(ProbeResult::Health::Degraded, facts->confinementProblem);
    lookAtImage(*facts);
    Q_EMIT finished(m_result);
}

void SandboxProbe::lookAtImage(const HostFacts &facts)
{
    const auto manifest = imageStore(m_paths).load(m_image);
    if (!manifest && manifest.error().code == ErrorCode::NotFound) {
        const auto builder = imageBuilder(m_paths, m_image);
        m_result.image =
            builder ? QStringLiteral("The image %1 is not built yet; the first run builds it.").arg(m_image)
                    : builder.error().message;
        return addProblem(ProbeResult::Health::Degraded, m_result.image);
    }
    const auto image = manifest ? guestImage(m_paths, *manifest) : fail(manifest.error());
    if (!image) {
        m_result.image = image.error().message;
        return addProblem(ProbeResult::Health::Unavailable, m_result.image);
    }
    m_result.image = QStringLiteral("The image %1 is there, built %2.").arg(m_image, manifest->created);
    lookAtTemplate(facts, *image);
}

void SandboxProbe::lookAtTemplate(const HostFacts &facts, const GuestImage &image)
{
    const VerdictStore verdicts(m_paths.templates);
    const auto known = verdicts.find({facts.qemuVersion, QSysInfo::kernelVersion(), image.hash});
    const CpuChoice cpu = known && facts.hypervisor.problem.isEmpty() ? known->cpu : CpuChoice();
    if (known && facts.hypervisor.problem.isEmpty()) {
        m_result.accelerator = known->cpu.accelerator;
        if (!known->reason.isEmpty())
            m_result.kvm = known->reason;
        m_result.remedy = remedyFor(*known, facts.hypervisor);
    }
    const TemplateKey key{facts.qemuVersion, QSysInfo::kernelVersion(), image.hash, cpu, m_memoryMb};
    const QString name = u'/' + folderName(key);
    const auto snapshot =
        findTemplate(m_paths.templates + name,
                     m_paths.providedTemplates.isEmpty() ? QString() : m_paths.providedTemplates + name);
    m_result.templates = !snapshot ? QStringLiteral("No template is made yet; the first run makes it.")
                         : snapshot->isUntouched()
                             ? QStringLiteral("A template is there.")
                             : QStringLiteral("A template is there, and will be checked before it is used.");
}

void SandboxProbe::addProblem(ProbeResult::Health health, const QString &sentence)
{
    m_result.health = qMax(m_result.health, health);
    m_result.problems << sentence;
}

} // namespace glasshouse::sandbox
