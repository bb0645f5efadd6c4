// Computes every hash of an image in the background: seconds. Deleting it cancels.
#pragma once

#include "sandbox/image/image_store.h"

#include <QObject>

#include <memory>

class QThread;

namespace glasshouse::sandbox {

class ImageVerification : public QObject
{
    Q_OBJECT

public:
    ImageVerification(ImageStore store, QString image, QObject *parent = nullptr);
    ~ImageVerification() override; // waits for the block that is being read

    void start();
    void cancel(); // finished() follows with ErrorCode::Cancelled

Q_SIGNALS:
    void finished(const glasshouse::Result<glasshouse::sandbox::ImageManifest> &result);

private:
    ImageStore m_store;
    QString m_image;
    std::atomic_bool m_cancelled{false};
    std::unique_ptr<QThread> m_thread;
    Result<ImageManifest> m_result;
};

} // namespace glasshouse::sandbox
