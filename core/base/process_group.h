// A child process that leads a process group of its own and does not outlive this program.
#pragma once

#include <QProcess>

#include <memory>

namespace glasshouse::sandbox {

// Call before start(). If this program dies the child gets SIGTERM, so that it can clean up.
void leadOwnGroup(QProcess &process);

// Sends SIGTERM and gives the process to a reaper that deletes it once it has ended; never blocks.
void releaseAndTerminate(std::unique_ptr<QProcess> process);

} // namespace glasshouse::sandbox
