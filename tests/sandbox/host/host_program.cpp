// A program that runs a sandbox and never ends: the test kills it and looks for what is left.
// host_program IMAGES TEMPLATES FOLDER GUEST: prints "ready" when code runs in one
// sandbox and another one waits in the pool.
#include "sandbox/host/sandbox_service.h"

#include <QCoreApplication>

#include <cstdio>

using namespace glasshouse::sandbox;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const auto service = makeService(
        {arguments.value(1), arguments.value(2), arguments.value(3), arguments.value(3), arguments.value(4)});
    ExecRequest request;
    request.session = QStringLiteral("s");
    request.language = QStringLiteral("python");
    request.code = "import time\nprint('ready', flush=True)\ntime.sleep(1000)\n";
    const auto job = service->execute(request);
    bool isRunning = false;
    const auto report = [&isRunning, &service] {
        if (isRunning && service->status().pooled > 0) {
            std::puts("ready");
            std::fflush(stdout);
        }
    };
    QObject::connect(job.get(), &ExecJob::outputReceived, &application, [&isRunning, report] {
        isRunning = true;
        report();
    });
    QObject::connect(service.get(), &Service::statusChanged, &application, report);
    return QCoreApplication::exec();
}
