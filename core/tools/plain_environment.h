// A program of this machine, started for a tool: in a group of its own, and ended with it.
#pragma once

#include <QProcess>

#include <memory>

namespace glasshouse {

// Call before start(). The program ends with this one, also if this one crashes.
void leadOwnGroup(QProcess &process);

// Ends the program and what it started, and hands it to a reaper; never blocks.
void endProcess(std::unique_ptr<QProcess> process);

// What the program gets to see of this program's environment: where things are, and no keys.
[[nodiscard]] QProcessEnvironment plainEnvironment();

} // namespace glasshouse
