// Saves an idle sandbox to a file, interpreter state and all, and ends it. A later program restores it from
// there.
#pragma once

#include "sandbox/host/state_copy.h"

namespace glasshouse::sandbox {

class SessionSave : public QObject
{
    Q_OBJECT

public:
    SessionSave(std::unique_ptr<MicroVm> vm, const QString &file, const QString &templateMemory,
                QObject *parent = nullptr);
    ~SessionSave() override;

    void start();

Q_SIGNALS:
    void finished(const QString &problem); // once, after the VM has ended; empty if it is saved

private:
    void conclude();

    std::unique_ptr<MicroVm> m_vm;
    StateCopy m_copy;
    QString m_problem;
    bool m_isCopied = false;
    bool m_vmEnded = false;
};

} // namespace glasshouse::sandbox
