// What the tests with a real VM share: the user's own image and templates, so that a test takes no minutes,
// and everything else in a folder of the test.
#pragma once

#include "sandbox/host/micro_vm_service.h"

#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace glasshouse::sandbox {

inline ServicePaths testPaths(const QString &folder)
{
    const auto user = [](QStandardPaths::StandardLocation location, const QString &name) -> QString {
        return QStandardPaths::writableLocation(location) + QStringLiteral("/glasshouse/") + name;
    };
    return {user(QStandardPaths::GenericDataLocation, QStringLiteral("images")),
            user(QStandardPaths::GenericCacheLocation, QStringLiteral("templates")), folder,
            folder + QStringLiteral("/artifacts"), QStringLiteral(GLASSHOUSE_GUEST)};
}

// One call and everything it said.
struct Call
{
    explicit Call(std::unique_ptr<ExecJob> theJob) : job(std::move(theJob))
    {
        QObject::connect(job.get(), &ExecJob::outputReceived, job.get(),
                         [this](Stream, const QByteArray &bytes) {
                             live += bytes;
                             ++pieces;
                         });
        QObject::connect(job.get(), &ExecJob::started, job.get(),
                         [this](const ExecStart &one) { start = one; });
        QObject::connect(job.get(), &ExecJob::finished, job.get(), [this](const Result<ExecResult> &one) {
            if (one)
                result = *one;
            else
                error = one.error().message;
            finished = true;
        });
    }

    [[nodiscard]] bool wait(int milliseconds = 240'000)
    {
        // not qWaitFor(), which looks every 10 ms only: a conversation of many messages would take seconds
        if (!finished)
            QSignalSpy(job.get(), &ExecJob::finished).wait(milliseconds);
        return finished && error.isEmpty();
    }

    std::unique_ptr<ExecJob> job;
    ExecStart start;
    ExecResult result;
    QString error;
    QByteArray live;
    int pieces = 0;
    bool finished = false;
};

} // namespace glasshouse::sandbox
