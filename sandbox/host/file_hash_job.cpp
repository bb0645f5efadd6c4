#include "sandbox/host/file_hash_job.h"

#include <QCryptographicHash>
#include <QFile>

namespace glasshouse::sandbox {

namespace {

Result<QByteArray> hashOf(const QString &path, const QThread &thread)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(1 << 20, Qt::Uninitialized);
    if (!file.open(QIODevice::ReadOnly))
        return fail(QStringLiteral("Could not read %1: %2.").arg(path, file.errorString()));
    for (qint64 count = 1; count > 0 && !thread.isInterruptionRequested();) {
        count = file.read(block.data(), block.size());
        if (count < 0)
            return fail(QStringLiteral("Could not read %1: %2.").arg(path, file.errorString()));
        hash.addData(QByteArray::fromRawData(block.constData(), count));
    }
    return hash.result().toHex();
}

Result<QVector<QByteArray>> hashesOf(const QStringList &paths, const QThread &thread)
{
    QVector<QByteArray> hashes;
    for (const QString &path : paths) {
        auto hash = hashOf(path, thread);
        if (!hash)
            return fail(hash.error());
        hashes << *hash;
    }
    return hashes;
}

} // namespace

FileHashJob::FileHashJob(const QStringList &paths, QObject *parent) : QObject(parent)
{
    m_thread.reset(QThread::create([this, paths] {
        auto hashes = hashesOf(paths, *QThread::currentThread());
        QMetaObject::invokeMethod(
            this, [this, hashes = std::move(hashes)] { Q_EMIT finished(hashes); }, Qt::QueuedConnection);
    }));
    m_thread->start();
}

FileHashJob::~FileHashJob()
{
    m_thread->requestInterruption(); // seen after at most one block of 1 MiB
    m_thread->wait();
}

} // namespace glasshouse::sandbox
