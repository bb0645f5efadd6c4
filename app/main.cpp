// glasshouse: the window.

#include "app/interrupt.h"
#include "app/open_files.h"
#include "app/process_memory.h"
#include "app/program_end.h"
#include "app/window_session.h"
#include "ui/mainwindow/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDateTime>
#include <QFileInfo>
#include <QIcon>
#include <QTimer>

#include <cstdio>

namespace {

using namespace glasshouse;

constexpr int idleMs = 1000; // until caches and timers of the start have settled

// Prints how long it took until the window could be used, and what it holds once it is idle; then ends.
void measure(qint64 startedMs)
{
    // Queued behind the first frame and everything that the window still had to do for it.
    QTimer::singleShot(0, qApp, [startedMs] {
        const auto usableMs = QDateTime::currentMSecsSinceEpoch() - startedMs;
        QTimer::singleShot(idleMs, qApp, [usableMs] {
            std::printf(R"({"type":"result","startup_ms":%lld,"idle_mb":%.1f})" "\n", static_cast<long long>(usableMs), residentMegabytes());
            QCoreApplication::quit();
        });
    });
}

// A desktop opens files: of a project, glasshouse.json.
QString projectFolder(const QString &path)
{
    const QFileInfo file(path);
    return file.isFile() && file.fileName() == QStringLiteral("glasshouse.json") ? file.absolutePath() : path;
}

// Who only asks for the version or the options may have no display.
bool needsNoDisplay(int argc, char *argv[])
{
    const QByteArrayView word(argc == 2 ? argv[1] : "");
    return word == "--version" || word == "-v" || word == "--help" || word == "-h";
}

int runProgram(int argc, char *argv[])
{
    const auto enteredMs = QDateTime::currentMSecsSinceEpoch();
    allowManyOpenFiles();
    if (needsNoDisplay(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Glasshouse"));
    QApplication::setApplicationVersion(QStringLiteral(GLASSHOUSE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.glasshouse.Glasshouse"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/app/glasshouse-256.png")));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Build and debug AI agents, with their code behind glass."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("The project folder to open."), QStringLiteral("[project]"));
    const QCommandLineOption bench(QStringLiteral("bench"), QStringLiteral("Measure the start and end. The value is when it began, in ms since 1970; 0 if unknown."), QStringLiteral("ms"));
    parser.addOption(bench);
    parser.process(application);

    WindowSession session(standardPaths());
    if (parser.positionalArguments().isEmpty() && !parser.isSet(bench)) // a look at the machine would be measured too
        session.welcomeOnce();
    session.open(projectFolder(parser.positionalArguments().value(0)));
    if (parser.isSet(bench)) {
        const auto startedMs = parser.value(bench).toLongLong();
        measure(startedMs > 0 ? startedMs : enteredMs);
    }
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(&application, &QGuiApplication::lastWindowClosed, &application, [&session] {
        session.engine().keepSandboxes([] { QCoreApplication::quit(); });
    });
    const auto interrupts = watchInterrupts(&application, [] { QCoreApplication::quit(); });
    return QApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    return endProgram(runProgram(argc, argv));
}
