#include "sandbox/host/preparation.h"

#include "sandbox/host/forget.h"

#include <QSysInfo>
#include <QThreadPool>

namespace glasshouse::sandbox {

namespace {

constexpr int reportEveryMs = 500;

qint64 expectedMs(Accelerator accelerator)
{
    return accelerator == Accelerator::Tcg ? 25'000 : 5'000;
}

QString text(TemplateBuild::Step step)
{
    switch (step) {
    case TemplateBuild::Step::Booting:
        return QStringLiteral("Starting the guest");
    case TemplateBuild::Step::Importing:
        return QStringLiteral("Loading Python and its libraries");
    case TemplateBuild::Step::Saving:
        break;
    }
    return QStringLiteral("Saving the template");
}

} // namespace

Preparation::Preparation(VmNeeds needs, ImageSource &images, QString templates, HostFactsJob::Finder find,
                         QObject *parent)
    : QObject(parent), m_needs(std::move(needs)), m_images(images), m_templates(std::move(templates)),
      m_verdicts(m_templates), m_factsJob(std::move(find))
{
    connect(&m_factsJob, &HostFactsJob::finished, this, &Preparation::handleFacts);
    connect(&m_report, &QTimer::timeout, this, &Preparation::reportElapsed);
}

void Preparation::start()
{
    m_factsJob.start();
}

void Preparation::handleFacts(const Result<HostFacts> &facts)
{
    if (!facts)
        return giveUp(facts.error());
    m_facts = *facts;
    if (m_link == MachineLink::Kind::Loopback)
        m_facts.bubblewrap = {}; // it lets nobody through to loopback
    m_imageRequest = m_images.requestImage(m_needs.image);
    connect(m_imageRequest.get(), &ImageRequest::finished, this, &Preparation::handleImage);
    connect(m_imageRequest.get(), &ImageRequest::progressed, this,
            [this](double fraction, const QString &step, qint64 remainingMs) {
                Q_EMIT progressed({Status::State::BuildingImage, step, fraction, remainingMs});
            });
}

void Preparation::handleImage(const Result<GuestImage> &image)
{
    forget(m_imageRequest);
    if (!image)
        return giveUp(image.error());
    m_image = *image;
    m_uses << CacheUse::of(m_image.files.initramfs);
    chooseAccelerator();
}

VerdictKey Preparation::verdictKey() const
{
    return {m_facts.qemuVersion, QSysInfo::kernelVersion(), m_image.hash};
}

void Preparation::chooseAccelerator()
{
    const auto known = m_verdicts.find(verdictKey());
    if (known && m_facts.hypervisor.problem.isEmpty() && m_failed.isEmpty())
        return supply(known->cpu);
    if (const auto next = nextChoice(m_facts.hypervisor.problem, m_failed))
        return supply(*next);
    giveUp({QStringLiteral("No sandbox can be started on this machine: %1").arg(m_step),
            ErrorCode::SandboxUnavailable});
}

void Preparation::supply(const CpuChoice &cpu)
{
    m_cpu = cpu;
    const TemplateKey key{
        m_facts.qemuVersion, QSysInfo::kernelVersion(), m_image.hash, cpu, m_needs.memoryMb, m_link};
    TemplatePlan plan;
    plan.qemu = m_facts.qemu;
    plan.bubblewrap = m_facts.bubblewrap;
    plan.guest = m_image.files;
    plan.cpu = cpu;
    plan.memoryMb = m_needs.memoryMb;
    plan.image = m_image.name;
    plan.link = m_link;
    plan.folder = m_templates + u'/' + folderName(key);
    if (!m_provided.isEmpty())
        plan.provided = m_provided + u'/' + folderName(key);
    m_supply = std::make_unique<TemplateSupply>(plan);
    connect(m_supply.get(), &TemplateSupply::stepped, this, &Preparation::handleStep);
    connect(m_supply.get(), &TemplateSupply::finished, this, &Preparation::handleTemplate);
    connect(m_supply.get(), &TemplateSupply::failed, this, &Preparation::handleFailure);
    connect(m_supply.get(), &TemplateSupply::waitedForOther, this, [this] {
        Q_EMIT progressed({Status::State::BuildingTemplate,
                           QStringLiteral("Waiting for another Glasshouse that is making the template"), 0,
                           -1});
    });
    m_supply->start();
}

void Preparation::handleStep(TemplateBuild::Step step)
{
    if (step == TemplateBuild::Step::Booting)
        m_building.start();
    m_step = text(step);
    m_report.start(reportEveryMs);
    reportElapsed();
}

void Preparation::reportElapsed()
{
    const qint64 expected = expectedMs(m_cpu.accelerator);
    const qint64 elapsed = m_building.elapsed();
    const double fraction = double(elapsed) / double(elapsed + qMax(expected - elapsed, expected / 20));
    Q_EMIT progressed(
        {Status::State::BuildingTemplate, m_step, fraction, elapsed < expected ? expected - elapsed : -1});
}

void Preparation::handleTemplate(const Template &snapshot)
{
    m_report.stop();
    forget(m_supply);
    const auto known = m_verdicts.find(verdictKey());
    const Verdict found =
        known && m_failed.isEmpty() && known->cpu == m_cpu && m_facts.hypervisor.problem.isEmpty()
            ? *known
            : verdict(m_cpu, m_facts.hypervisor.problem, m_failed);
    if (m_facts.hypervisor.problem.isEmpty()) // rights may change at any time; they are looked at each time
        [[maybe_unused]]
        const auto remembered = m_verdicts.remember(verdictKey(), found);
    m_uses << CacheUse::of(snapshot.folder);
    tidyCache();
    Q_EMIT finished(
        Prepared{m_facts, found, cloneOf(snapshot), snapshot, m_uses, fileMark(m_image.files.root)});
}

MicroVmSpec Preparation::cloneOf(const Template &snapshot) const
{
    MicroVmSpec clone;
    clone.bubblewrap = m_facts.bubblewrap;
    clone.link = m_link;
    clone.machine.program = m_facts.qemu;
    clone.machine.guest = m_image.files;
    clone.machine.cpu = m_cpu;
    clone.machine.memoryMb = m_needs.memoryMb;
    if (!canBeSaved(m_cpu.accelerator)) {
        clone.machine.start = QemuMachine::Start::Boot;
        clone.machine.memory = QemuMachine::Memory::Anonymous;
        return clone;
    }
    clone.deviceFile = snapshot.deviceFile();
    if (m_link == MachineLink::Kind::Inherited) {
        clone.machine.memoryFile = snapshot.memoryFile();
    } else {
        clone.machine.memory = QemuMachine::Memory::Anonymous;
        clone.deviceFileHoldsMemory = true;
    }
    return clone;
}

// Older templates may go now that this one is in use; removing them takes longer than a window may wait.
void Preparation::tidyCache() const
{
    QThreadPool::globalInstance()->start([cache = TemplateCache(m_templates)] { cache.tidy(); });
}

void Preparation::handleFailure(TemplateBuild::Failure failure, const QString &sentence)
{
    m_report.stop();
    forget(m_supply);
    if (failure == TemplateBuild::Failure::NoRoom)
        return giveUp({sentence, ErrorCode::SandboxUnavailable});
    m_failed << Attempt{m_cpu, failure == TemplateBuild::Failure::Hung ? Attempt::Failure::Hung
                                                                       : Attempt::Failure::Aborted};
    m_step = sentence;
    chooseAccelerator();
}

void Preparation::giveUp(const Error &error)
{
    Q_EMIT finished(fail(error));
}

} // namespace glasshouse::sandbox
