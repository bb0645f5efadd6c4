// Appends events without end and prints the number of each one that the store has answered for. The test
// kills it.
#include "core/store/store.h"

#include <QCoreApplication>

#include <cstdio>

using namespace glasshouse;

namespace {

constexpr int BatchSize = 7;

void appendForEver(Store &store, qint64 last)
{
    QVector<trace::Event> events;
    for (int i = 1; i <= BatchSize; ++i) {
        trace::Event event;
        event.run = QStringLiteral("run_1");
        event.sequence = last + i;
        event.type = trace::event_type::TextDelta;
        event.data = {{QStringLiteral("text"), QStringLiteral("some text that a model sent")}};
        events.append(event);
    }
    store.appendEvents(events);
    store.flush(&store, [&store, end = last + BatchSize](const Result<void> &done) {
        if (!done)
            qFatal("%s", qUtf8Printable(done.error().message));
        std::printf("%lld\n", static_cast<long long>(end));
        std::fflush(stdout);
        appendForEver(store, end);
    });
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    Store store(QString::fromLocal8Bit(argv[1]));
    RunRecord run;
    run.id = QStringLiteral("run_1");
    run.thread = QStringLiteral("thread_1");
    run.status = QStringLiteral("waiting");
    run.startedMs = 1;
    store.saveRun(run, &store, {});
    appendForEver(store, 0);
    return application.exec();
}
