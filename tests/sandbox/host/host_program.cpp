// A program that runs a sandbox and never ends: the test kills it and looks for what is left.
// host_program IMAGES TEMPLATES FOLDER GUEST: prints "ready" when code runs; then another sandbox is started
// for the pool.
#include "sandbox/host/sandbox_service.h"

#include <QCoreApplication>

#include <cstdio>

using namespace glasshouse::sandbox;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const QString folder = arguments.value(3);
    const auto service = makeService({arguments.value(1), arguments.value(2), folder,
                                      folder + QStringLiteral("/artifacts"), arguments.value(4)});
    ExecRequest request;
    request.session = QStringLiteral("s");
    request.language = QStringLiteral("python");
    request.code = "import time\nprint('ready', flush=True)\ntime.sleep(1000)\n";
    const auto job = service->execute(request);
    QObject::connect(job.get(), &ExecJob::outputReceived, &application, [] {
        std::puts("ready");
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}
