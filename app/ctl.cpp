// glasshousectl: the same engines as the window, from the command line. Links no Widgets.

#include "app/ctl_command.h"
#include "app/ctl_output.h"
#include "app/interrupt.h"
#include "app/open_files.h"

#include <QCoreApplication>

#include <array>

namespace {

using namespace glasshouse;

constexpr auto usage = R"(Usage: glasshousectl COMMAND ...

  doctor                        what this machine offers: hypervisor, image, connections
  validate PROJECT              check a project folder
  run PROJECT --agent A | --workflow W  --input TEXT|@FILE ...
      [--approve ask|all|none] [--allow-program TOOL]... [--output DIR]
      [--model CONNECTION[:MODEL]] [--thread ID]
                                run an agent or a workflow; several --input continue the same thread
  exec [--image I] [--language python|bash|javascript|typescript] [--output DIR]
       [--mount HOST:GUEST[:rw]]... [--allow TARGET[=METHODS]]... [--tool NAME=COMMAND]...
       [--approve ask|none] [--limit KEY=NUMBER]... FILE|-
                                run one piece of code in a sandbox
  image list | verify IMAGE | build IMAGE|FILE.image.json [--yes] | remove IMAGE [--yes]
                                guest images, and those of your own from templates
  bench sandbox [--rounds N] [--sandboxes N] [--image I] | engine | ui
                                figures

Options of every command: --json (one JSON object per line, the last has "type":"result"), --help.
Exit codes: 0 done, 1 run failed, 2 bad usage or bad project, 3 approval denied or nobody to ask,
4 sandbox unavailable, 5 model unavailable.
)";

struct CommandName
{
    QLatin1String name;
    CtlCommandResult (*make)(const QStringList &);
};

const std::array commands{
    CommandName{QLatin1String("doctor"), makeDoctorCommand}, CommandName{QLatin1String("validate"), makeValidateCommand},
    CommandName{QLatin1String("run"), makeRunCommand},       CommandName{QLatin1String("exec"), makeExecCommand},
    CommandName{QLatin1String("image"), makeImageCommand},   CommandName{QLatin1String("bench"), makeBenchCommand},
};

CtlCommandResult makeCommand(const QStringList &arguments)
{
    for (const auto &command : commands) {
        if (arguments.first() == command.name)
            return command.make(arguments.mid(1));
    }
    return fail(QStringLiteral("There is no command \"%1\". The commands are doctor, validate, run, exec, image and bench.")
                    .arg(arguments.first()),
                ErrorCode::BadUsage);
}

} // namespace

int main(int argc, char *argv[])
{
    allowManyOpenFiles();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("glasshousectl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GLASSHOUSE_VERSION));

    const auto arguments = QCoreApplication::arguments().mid(1);
    if (arguments.isEmpty() || arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))) {
        printText(QString::fromLatin1(usage));
        return arguments.isEmpty() ? ExitBadUsage : ExitDone;
    }
    if (arguments.first() == QStringLiteral("--version")) {
        printText(QStringLiteral("glasshousectl " GLASSHOUSE_VERSION "\n"));
        return ExitDone;
    }

    const auto command = makeCommand(arguments);
    if (!command) {
        printError(command.error(), arguments.contains(QStringLiteral("--json")));
        return exitCodeFor(command.error().code);
    }
    QObject::connect(command->get(), &CtlCommand::finished, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    const auto interrupts = watchInterrupts(&application, [&command] { (*command)->interrupt(); });
    QMetaObject::invokeMethod(command->get(), &CtlCommand::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
