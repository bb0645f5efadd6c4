#include "sandbox/host/child_process.h"

#include <QFile>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <linux/close_range.h>

namespace glasshouse::sandbox {

namespace {

// Everything below runs between fork and exec: system calls only, nothing that takes a lock or memory.

void limit(__rlimit_resource resource, rlim_t most)
{
    const rlimit value{most, most};
    ::setrlimit(resource, &value);
}

void goFirstWhenMemoryRunsOut()
{
    if (const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); file >= 0) {
        [[maybe_unused]] const auto written = ::write(file, "500", 3);
        ::close(file);
    }
}

void keepOnly(const int *descriptors, qsizetype count)
{
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    for (qsizetype i = 0; i < count; ++i)
        ::fcntl(descriptors[i], F_SETFD, 0);
}

void dieWith(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(1); // it ended before the line above
}

} // namespace

void GuardedProcess::kill()
{
    if (m_isGuarded)
        closeWriteChannel();
    else
        QProcess::kill();
}

ChildProcess makeChildProcess(const ProcessSpec &spec, qint64 largestFile)
{
    ChildProcess process(new GuardedProcess(spec));
    process->setChildProcessModifier([kept = spec.descriptors, largestFile, parent = ::getpid()] {
        dieWith(parent);
        ::setsid();
        limit(RLIMIT_CORE, 0);
        limit(RLIMIT_FSIZE, static_cast<rlim_t>(largestFile));
        goFirstWhenMemoryRunsOut();
        keepOnly(kept.constData(), kept.size());
    });
    return process;
}

QVector<qint64> processTree(qint64 parent)
{
    QVector<qint64> tree{parent};
    for (qsizetype i = 0; i < tree.size(); ++i) {
        QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(tree.at(i)));
        if (!children.open(QIODevice::ReadOnly))
            continue;
        for (const QByteArray &child : children.readAll().simplified().split(' '))
            if (!child.isEmpty())
                tree << child.toLongLong();
    }
    return tree;
}

qint64 privateMemory(qint64 processId)
{
    QFile rollup(QStringLiteral("/proc/%1/smaps_rollup").arg(processId));
    if (!rollup.open(QIODevice::ReadOnly))
        return 0;
    qint64 kilobytes = 0;
    for (const QByteArray &line : rollup.readAll().split('\n'))
        if (line.startsWith("Anonymous:"))
            kilobytes += line.simplified().split(' ').value(1).toLongLong();
    return kilobytes * 1024;
}

} // namespace glasshouse::sandbox
