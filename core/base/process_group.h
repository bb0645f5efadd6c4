// A program of this machine that leads a process group of its own and does not outlive this one.
#pragma once

#include <QProcess>

#include <memory>

namespace glasshouse {

enum class GroupEnd {
    Kill,     // it and what it started, at once
    Terminate // it is told, so that it can clean up; Windows has no signal for that and kills it
};

// Call before start(). This is also how it ends if this program dies.
void leadOwnGroup(QProcess &process, GroupEnd end);

// Gives the process to a reaper that deletes it once it has ended; never blocks.
void endGroup(std::unique_ptr<QProcess> process, GroupEnd end);

} // namespace glasshouse
