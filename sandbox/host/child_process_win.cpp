#include "sandbox/host/child_process.h"

#include <qt_windows.h>

#include <psapi.h>

namespace glasshouse::sandbox {

namespace {

// Windows ends everything in a job when the last handle of it closes, and this program has the only one.
std::shared_ptr<void> makeJob()
{
    const HANDLE job = ::CreateJobObjectW(nullptr, nullptr);
    if (!job)
        return nullptr;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
                                              JOB_OBJECT_LIMIT_ACTIVE_PROCESS |
                                              JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
    limits.BasicLimitInformation.ActiveProcessLimit = 1; // QEMU starts no program
    ::SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    JOBOBJECT_BASIC_UI_RESTRICTIONS restrictions = {};
    restrictions.UIRestrictionsClass =
        JOB_OBJECT_UILIMIT_HANDLES | JOB_OBJECT_UILIMIT_READCLIPBOARD | JOB_OBJECT_UILIMIT_WRITECLIPBOARD |
        JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS | JOB_OBJECT_UILIMIT_DESKTOP | JOB_OBJECT_UILIMIT_EXITWINDOWS;
    ::SetInformationJobObject(job, JobObjectBasicUIRestrictions, &restrictions, sizeof restrictions);
    return {job, [](void *handle) { ::CloseHandle(handle); }};
}

// The attributes of one CreateProcess: they must live until it has returned.
class StartInJob
{
public:
    explicit StartInJob(std::shared_ptr<void> job) : m_job(std::move(job)), m_handle(m_job.get())
    {
        SIZE_T size = 0;
        ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        m_memory.resize(static_cast<qsizetype>(size));
        m_info.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(m_memory.data());
        ::InitializeProcThreadAttributeList(m_info.lpAttributeList, 1, 0, &size);
        ::UpdateProcThreadAttribute(m_info.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_JOB_LIST, &m_handle,
                                    sizeof m_handle, nullptr, nullptr);
    }
    ~StartInJob() { ::DeleteProcThreadAttributeList(m_info.lpAttributeList); }
    Q_DISABLE_COPY_MOVE(StartInJob)

    // In the job from its first instruction on: there is no moment in which it could outlive this program.
    void apply(QProcess::CreateProcessArguments *arguments)
    {
        static_assert(sizeof(STARTUPINFOW) == sizeof *arguments->startupInfo);
        memcpy(&m_info.StartupInfo, arguments->startupInfo, sizeof m_info.StartupInfo);
        m_info.StartupInfo.cb = sizeof m_info;
        arguments->startupInfo = reinterpret_cast<decltype(arguments->startupInfo)>(&m_info);
        arguments->flags |= EXTENDED_STARTUPINFO_PRESENT | CREATE_NO_WINDOW | BELOW_NORMAL_PRIORITY_CLASS;
    }

private:
    std::shared_ptr<void> m_job;
    HANDLE m_handle;
    QByteArray m_memory;
    STARTUPINFOEXW m_info = {};
};

} // namespace

void GuardedProcess::kill()
{
    if (m_job)
        ::TerminateJobObject(m_job.get(), 1);
    else
        QProcess::kill();
}

// No file size limit exists on Windows: `largestFile` is QEMU's to keep, which only writes where it is told
// to.
ChildProcess makeChildProcess(const ProcessSpec &spec, qint64 largestFile)
{
    Q_UNUSED(largestFile)
    ChildProcess process(new GuardedProcess(spec));
    process->m_job = makeJob();
    if (process->m_job)
        process->setCreateProcessArgumentsModifier(
            [start = std::make_shared<StartInJob>(process->m_job)](
                QProcess::CreateProcessArguments *arguments) { start->apply(arguments); });
    return process;
}

// The job holds one process.
QVector<qint64> processTree(qint64 parent)
{
    return {parent};
}

qint64 privateMemory(qint64 processId)
{
    const HANDLE process =
        ::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(processId));
    if (!process)
        return 0;
    PROCESS_MEMORY_COUNTERS_EX counters = {};
    const bool isRead = ::K32GetProcessMemoryInfo(
        process, reinterpret_cast<PROCESS_MEMORY_COUNTERS *>(&counters), sizeof counters);
    ::CloseHandle(process);
    return isRead ? static_cast<qint64>(counters.PrivateUsage) : 0;
}

} // namespace glasshouse::sandbox
