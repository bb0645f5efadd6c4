// Saves an idle sandbox to a file, interpreter state and all, and ends it. A later program restores it from
// there.
#pragma once

#include "sandbox/host/descriptor.h"
#include "sandbox/host/micro_vm.h"

#include <QThread>
#include <QTimer>

namespace glasshouse::sandbox {

// The VM's memory and devices go through a pipe to a thread of this program: QEMU itself may write no file.
class SessionSave : public QObject
{
    Q_OBJECT

public:
    SessionSave(std::unique_ptr<MicroVm> vm, QString file, QObject *parent = nullptr);
    ~SessionSave() override;

    void start();

Q_SIGNALS:
    void finished(const QString &problem); // once, after the VM has ended; empty if it is saved

private:
    void save();
    void copy();
    void handleCopied();
    void conclude();

    std::unique_ptr<MicroVm> m_vm;
    QString m_file;
    Descriptor m_source; // our end of the pipe
    std::unique_ptr<QThread> m_copier;
    QTimer m_deadline;
    QString m_copyProblem;
    QString m_problem;
    bool m_migrated = false;
    bool m_vmEnded = false;
};

} // namespace glasshouse::sandbox
