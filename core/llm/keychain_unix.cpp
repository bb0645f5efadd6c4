#include "core/llm/keychain.h"

#include <qt6keychain/keychain.h>

namespace glasshouse::keychain {

namespace {

const QString service = QStringLiteral("Glasshouse");

QString whyNot(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return QStringLiteral("this system has no keychain service running");
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return QStringLiteral("access was denied");
    default: // what the backends say is for programmers: "Cannot autolaunch D-Bus without X11 $DISPLAY"
        return job.error() == QKeychain::OtherError && !job.errorString().isEmpty()
                   ? QStringLiteral("no keychain service answered (%1)").arg(job.errorString().simplified())
                   : QStringLiteral("no keychain service answered");
    }
}

// The job deletes itself when it ends; the keychain may still be asking the person when `context` is gone.
template<typename Job, typename Answer> void start(Job *job, QObject *context, Answer answer)
{
    QObject::connect(job, &QKeychain::Job::finished, context, [job, answer] { answer(*job); });
    job->start();
}

} // namespace

void read(const QString &name, QObject *context, const Read &answer)
{
    auto *job = new QKeychain::ReadPasswordJob(service);
    job->setKey(name);
    start(job, context, [answer](const QKeychain::ReadPasswordJob &done) {
        if (done.error() == QKeychain::NoError)
            answer(done.textData());
        else if (done.error() == QKeychain::EntryNotFound)
            answer(std::nullopt);
        else
            answer(fail(whyNot(done)));
    });
}

void write(const QString &name, const QString &key, QObject *context, const Changed &answer)
{
    auto *job = new QKeychain::WritePasswordJob(service);
    job->setKey(name);
    job->setTextData(key);
    start(job, context, [answer](const QKeychain::Job &done) {
        answer(done.error() == QKeychain::NoError ? Result<void>() : fail(whyNot(done)));
    });
}

void remove(const QString &name, QObject *context, const Changed &answer)
{
    auto *job = new QKeychain::DeletePasswordJob(service);
    job->setKey(name);
    start(job, context, [answer](const QKeychain::Job &done) {
        const bool isGone = done.error() == QKeychain::NoError || done.error() == QKeychain::EntryNotFound;
        answer(isGone ? Result<void>() : fail(whyNot(done)));
    });
}

} // namespace glasshouse::keychain
