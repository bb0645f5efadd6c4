// SHA-256 of files, computed on a thread of its own: a template's memory takes seconds.
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>
#include <QThread>
#include <QVector>

#include <memory>

namespace glasshouse::sandbox {

class FileHashJob : public QObject
{
    Q_OBJECT

public:
    explicit FileHashJob(const QStringList &paths, QObject *parent = nullptr); // starts
    ~FileHashJob() override;

Q_SIGNALS:
    void finished(
        const glasshouse::Result<QVector<QByteArray>> &hashes); // lower-case hex, in the order of the paths

private:
    std::unique_ptr<QThread> m_thread;
};

} // namespace glasshouse::sandbox
