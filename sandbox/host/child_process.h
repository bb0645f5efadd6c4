// Starts processes that cannot outlive this program, and ends them without ever making the caller wait.
#pragma once

#include "sandbox/host/process_spec.h"

#include <QProcess>

#include <memory>

namespace glasshouse::sandbox {

struct ProcessReaper;

// A process that ends as a whole. The other end of its standard input belongs to this program alone, and is
// what a guard watches.
class GuardedProcess : public QProcess
{
public:
    explicit GuardedProcess(const ProcessSpec &spec);

    // Hides QProcess::kill(), which would end a guard but not what it guards.
    void kill();

private:
    friend std::unique_ptr<GuardedProcess, ProcessReaper> makeChildProcess(const ProcessSpec &spec, qint64 largestFile);

    bool m_isGuarded;
    std::shared_ptr<void> m_job; // on Windows: what the system ends it with when this program has ended
};

// Ends the process, now or later, and frees it when it has ended: ~QProcess would wait for that.
struct ProcessReaper
{
    void operator()(GuardedProcess *process) const;
};

using ChildProcess = std::unique_ptr<GuardedProcess, ProcessReaper>;

// A process about to start: it has nothing to read, ends with this program, is the first to go when memory
// runs out, leaves no core file and writes no file longer than `largestFile` bytes.
[[nodiscard]] ChildProcess makeChildProcess(const ProcessSpec &spec, qint64 largestFile);

// Host process ids of `parent` and everything below it.
[[nodiscard]] QVector<qint64> processTree(qint64 parent);

// Memory that belongs to the process alone, in bytes; 0 if it has ended. Pages of files that it only reads are the
// page cache's, also while nobody else reads them.
[[nodiscard]] qint64 privateMemory(qint64 processId);

} // namespace glasshouse::sandbox
