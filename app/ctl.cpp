// glasshousectl: the same engines as the window, from the command line. Links no Widgets.

#include "app/ctl_output.h"
#include "app/ctl_syntax.h"
#include "app/interrupt.h"
#include "app/open_files.h"
#include "app/paths.h"
#include "app/program_end.h"

#include "sandbox/host/guest_images.h"

#include <QCoreApplication>

namespace {

using namespace glasshouse;

CtlCommandResult makeCommand(const QStringList &arguments)
{
    if (const auto *syntax = ctlSyntaxOf(arguments.first()))
        return syntax->make(arguments.mid(1));
    return fail(QStringLiteral("There is no command \"%1\". glasshousectl --help lists the commands.").arg(arguments.first()),
                ErrorCode::BadUsage);
}

// For a shell, while a command line is typed.
int printCompletions(const QStringList &words)
{
    const auto images = sandbox::imageStore(standardPaths().sandbox).list() + sandbox::ImageStore::knownNames();
    auto completions = ctlCompletions(words, images);
    completions.removeDuplicates();
    for (const auto &word : std::as_const(completions))
        printText(word + u'\n');
    return ExitDone;
}

int runProgram(int argc, char *argv[])
{
    allowManyOpenFiles();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("glasshousectl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GLASSHOUSE_VERSION));

    const auto arguments = QCoreApplication::arguments().mid(1);
    if (arguments.value(0) == QStringLiteral("complete"))
        return printCompletions(arguments.mid(1));
    if (arguments.isEmpty() || arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))) {
        printText(ctlUsage());
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

} // namespace

int main(int argc, char *argv[])
{
    return endProgram(runProgram(argc, argv));
}
