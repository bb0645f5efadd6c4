// A command of glasshousectl: started once, ends with an exit code.
#pragma once

#include "app/exit_codes.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace glasshouse {

class CtlCommand : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void start() = 0;
    virtual void interrupt() { Q_EMIT finished(ExitRunFailed); } // Ctrl+C

Q_SIGNALS:
    void finished(int exitCode);
};

// The arguments after the command's name; an Error is a usage mistake, said in a sentence.
using CtlCommandResult = Result<std::unique_ptr<CtlCommand>>;
[[nodiscard]] CtlCommandResult makeDoctorCommand(const QStringList &arguments);
[[nodiscard]] CtlCommandResult makeValidateCommand(const QStringList &arguments);
[[nodiscard]] CtlCommandResult makeRunCommand(const QStringList &arguments);
[[nodiscard]] CtlCommandResult makeExecCommand(const QStringList &arguments);
[[nodiscard]] CtlCommandResult makeImageCommand(const QStringList &arguments);
[[nodiscard]] CtlCommandResult makeBenchCommand(const QStringList &arguments);

} // namespace glasshouse
