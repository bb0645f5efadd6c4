// What may follow each command of glasshousectl: one table for reading a command line and for completing it
// in a shell.
#pragma once

#include "app/ctl_arguments.h"
#include "app/ctl_command.h"

#include <QVector>

namespace glasshouse {

struct CtlSyntax
{
    QString command;
    CtlCommandResult (*make)(const QStringList &arguments);
    QStringList words = {};                  // that the first argument can be, if it is not a file or folder
    QStringList options = {};                // with a value; without the dashes
    QStringList flags = {};                  // without one
    QHash<QString, QStringList> values = {}; // of options that take only these
};

[[nodiscard]] const QVector<CtlSyntax> &ctlSyntax();             // in the order of the usage text
[[nodiscard]] const CtlSyntax *ctlSyntaxOf(QStringView command); // null if there is no such command
[[nodiscard]] QString ctlUsage();

// The arguments after the command's name.
[[nodiscard]] Result<CtlArguments> parseCommandArguments(QStringView command, const QStringList &arguments);

// What the last of `words` (those after "glasshousectl"; it may be empty) can become. Nothing: any file, or
// free text. `images` are the names of the guest images.
[[nodiscard]] QStringList ctlCompletions(const QStringList &words, const QStringList &images);

} // namespace glasshouse
