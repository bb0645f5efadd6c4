// Tools of `glasshousectl exec --tool NAME=COMMAND`: commands of this machine that code in the sandbox may
// call by name.
#pragma once

#include "core/tools/code_runner.h"

#include <QMap>

namespace glasshouse {

using CommandTools =
    QMap<QString, QString>; // a program and its arguments, by the tool's name; no shell reads it

// Starts the command with the arguments as JSON on its standard input. What it prints is the answer: JSON if
// it is JSON, else a string. An exit code other than 0 is an error with what it printed on standard error.
void answerWithCommand(CodeJob &job, const NestedToolCall &call, const QString &command);

} // namespace glasshouse
