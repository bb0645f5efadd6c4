// From a name to something that can be cloned: the image, what this machine offers, the accelerator that
// works, and the template.
#pragma once

#include "sandbox/host/host_facts.h"
#include "sandbox/host/image_source.h"
#include "sandbox/host/template_cache.h"
#include "sandbox/host/template_supply.h"
#include "sandbox/host/verdict_store.h"
#include "sandbox/host/vm_source.h"

#include <QElapsedTimer>

namespace glasshouse::sandbox {

using CacheUses = QVector<std::shared_ptr<const CacheUse>>;

struct Prepared
{
    HostFacts facts;
    Verdict verdict;
    MicroVmSpec clone; // starts a sandbox
    Template snapshot;
    CacheUses uses;  // of the template's files: while somebody has them, they stay
    FileMark root{}; // of the image's root file system, which may be built again at any time

    // Neither the template nor the image it belongs to was changed since.
    [[nodiscard]] bool isUntouched() const
    {
        return snapshot.isUntouched() && fileMark(clone.machine.guest.root) == root;
    }

    bool operator==(const Prepared &) const = default;
};

struct PreparationProgress
{
    Status::State state = Status::State::Unknown; // BuildingImage or BuildingTemplate
    QString step;
    double fraction = 0;
    qint64 remainingMs = -1;

    bool operator==(const PreparationProgress &) const = default;
};

class Preparation : public QObject
{
    Q_OBJECT

public:
    Preparation(VmNeeds needs, ImageSource &images, QString templates, HostFactsJob::Finder find,
                QObject *parent = nullptr);

    void setProvidedTemplates(const QString &folder) { m_provided = folder; }
    void setLink(MachineLink::Kind link) { m_link = link; } // this system's own unless told
    void start();

Q_SIGNALS:
    void progressed(const glasshouse::sandbox::PreparationProgress &progress);
    void finished(const glasshouse::Result<glasshouse::sandbox::Prepared> &result);

private:
    void handleImage(const Result<GuestImage> &image);
    void handleFacts(const Result<HostFacts> &facts);
    void chooseAccelerator();
    void supply(const CpuChoice &cpu);
    void handleStep(TemplateBuild::Step step);
    void reportElapsed();
    void handleTemplate(const Template &snapshot);
    void tidyCache() const;
    void handleFailure(TemplateBuild::Failure failure, const QString &sentence);
    void giveUp(const Error &error);
    [[nodiscard]] MicroVmSpec cloneOf(const Template &snapshot) const;
    [[nodiscard]] VerdictKey verdictKey() const;

    VmNeeds m_needs;
    ImageSource &m_images;
    QString m_templates;
    QString m_provided; // templates that came with a package; may be empty
    VerdictStore m_verdicts;
    HostFactsJob m_factsJob;
    std::unique_ptr<ImageRequest> m_imageRequest;
    std::unique_ptr<TemplateSupply> m_supply;
    GuestImage m_image;
    CacheUses m_uses;
    HostFacts m_facts;
    MachineLink::Kind m_link = MachineLink::own;
    CpuChoice m_cpu; // being tried
    QVector<Attempt> m_failed;
    QString m_step;
    QElapsedTimer m_building;
    QTimer m_report;
};

} // namespace glasshouse::sandbox
