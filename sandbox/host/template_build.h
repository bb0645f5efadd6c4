// Boots a guest once, waits until its interpreter has imported its modules, and saves memory and device
// state.
#pragma once

#include "sandbox/host/descriptor.h"
#include "sandbox/host/file_hash_job.h"
#include "sandbox/host/state_copy.h"
#include "sandbox/host/template_snapshot.h"

#include <QTimer>

namespace glasshouse::sandbox {

struct TemplatePlan
{
    QString qemu;
    Bubblewrap bubblewrap; // empty: not confined
    GuestFiles guest;
    CpuChoice cpu;
    int memoryMb = 512;
    QString workFolder; // empty, of this program, on the file system of `folder`
    QString folder;     // appears complete or not at all
    QString provided{}; // where a package may have put the same template
    QString image{};    // its name, for whoever removes it
    MachineLink::Kind link = MachineLink::own;

    bool operator==(const TemplatePlan &) const = default;
};

class TemplateBuild : public QObject
{
    Q_OBJECT

public:
    enum class Step { Booting, Importing, Saving };
    enum class Failure { Aborted, Hung, NoRoom };

    explicit TemplateBuild(TemplatePlan plan, QObject *parent = nullptr);
    ~TemplateBuild() override;

    void start();

Q_SIGNALS:
    void stepped(glasshouse::sandbox::TemplateBuild::Step step);
    void built(const glasshouse::sandbox::Template &snapshot);
    void failed(glasshouse::sandbox::TemplateBuild::Failure failure, const QString &sentence);

private:
    [[nodiscard]] Result<void> makeMemoryFile();
    void boot();
    void handleGreeting();
    void save();
    void saveDevices();
    void saveEverything();
    void saveNothing();
    void handleSaved();
    void hash();
    void publish(const QVector<QByteArray> &hashes);
    void giveUp(Failure failure, const QString &sentence);

    TemplatePlan m_plan;
    Template m_snapshot;
    std::unique_ptr<MicroVm> m_vm;
    std::unique_ptr<StateCopy> m_copy;
    std::unique_ptr<FileHashJob> m_hash;
    Descriptor m_device;
    QTimer m_deadline;
    bool m_saved = false;
};

} // namespace glasshouse::sandbox
