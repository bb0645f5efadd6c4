// Writes all that a micro-VM is, memory and devices, to a file: what is to be restored later, here or in
// another program. The VM stands still meanwhile.
#pragma once

#include "sandbox/host/micro_vm.h"
#include "sandbox/host/state_pipe.h"

#include <QThread>
#include <QTimer>

namespace glasshouse::sandbox {

// A thread of this program writes the file. Pages that equal the template's are left out.
class StateCopy : public QObject
{
    Q_OBJECT

public:
    // `vm` outlives the copy, or its end is told before. Without template memory everything is written.
    StateCopy(MicroVm &vm, QString file, QString templateMemory, QObject *parent = nullptr);
    ~StateCopy() override;

    void start();
    void abandon(const QString &problem); // which finished() tells; the VM is left alone

Q_SIGNALS:
    void captured();                       // QEMU has said everything: the VM may go on, or end
    void finished(const QString &problem); // once; empty if the file is there

private:
    void stopAndMigrate();
    void copy();
    void handleCopied();
    void conclude();

    MicroVm &m_vm;
    QString m_file;
    QString m_templateMemory;
    std::unique_ptr<StatePipe> m_pipe;
    std::unique_ptr<QThread> m_copier;
    QTimer m_deadline;
    QString m_copyProblem; // the copier's, until it has finished
    QString m_problem;
    bool m_captured = false;
    bool m_concluded = false;
};

} // namespace glasshouse::sandbox
