// bench_sandbox GUEST [ROUNDS]: prints what SandboxBench measures. GUEST is the folder with the guest agent;
// image and templates are the user's own.
#include "sandbox/host/sandbox_bench.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

QString userFolder(QStandardPaths::StandardLocation location, const QString &name)
{
    return QStandardPaths::writableLocation(location) + QStringLiteral("/glasshouse/") + name;
}

void print(const char *name, const Percentiles &value)
{
    std::printf("%-12s p50 %7.2f ms   p95 %7.2f ms\n", name, value.p50, value.p95);
}

int report(const Result<BenchFigures> &figures)
{
    if (!figures) {
        std::fprintf(stderr, "%s\n", qPrintable(figures.error().message));
        return 1;
    }
    print("cold", figures->cold);
    print("pooled", figures->pooled);
    print("pooled take", figures->take);
    print("exec", figures->exec);
    std::printf("private %.1f MB   %s   %s\n", figures->privateMb, qPrintable(toString(figures->accelerator)),
                figures->confined ? "confined" : "not confined");
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const QTemporaryDir folder;
    const ServicePaths paths{userFolder(QStandardPaths::GenericDataLocation, QStringLiteral("images")),
                             userFolder(QStandardPaths::GenericCacheLocation, QStringLiteral("templates")),
                             folder.path(), folder.filePath(QStringLiteral("artifacts")), arguments.value(1)};
    BenchInput input;
    input.rounds = arguments.value(2, QStringLiteral("20")).toInt();
    SandboxBench bench(paths, input);
    QObject::connect(&bench, &SandboxBench::progressed, &application,
                     [](const QString &sentence) { std::fprintf(stderr, "%s\n", qPrintable(sentence)); });
    QObject::connect(&bench, &SandboxBench::finished, &application,
                     [](const Result<BenchFigures> &figures) { QCoreApplication::exit(report(figures)); });
    bench.start();
    return QCoreApplication::exec();
}
