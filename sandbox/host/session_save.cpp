#include "sandbox/host/session_save.h"

namespace glasshouse::sandbox {

SessionSave::SessionSave(std::unique_ptr<MicroVm> vm, const QString &file, const QString &templateMemory,
                         QObject *parent)
    : QObject(parent), m_vm(std::move(vm)), m_copy(*m_vm, file, templateMemory)
{
    connect(&m_copy, &StateCopy::finished, this, [this](const QString &problem) {
        m_problem = problem;
        m_isCopied = true;
        m_vm->kill(problem.isEmpty() ? QStringLiteral("The sandbox is saved.") : problem);
        conclude();
    });
    connect(m_vm.get(), &Vm::ended, this, [this] {
        m_vmEnded = true;
        conclude();
    });
}

SessionSave::~SessionSave()
{
    m_vm->disconnect(&m_copy);
    retire(std::move(m_vm)); // closes QEMU's end of the pipe, which ends the copier
}

void SessionSave::start()
{
    m_copy.start();
}

void SessionSave::conclude()
{
    if (m_isCopied && m_vmEnded)
        Q_EMIT finished(m_problem);
}

} // namespace glasshouse::sandbox
