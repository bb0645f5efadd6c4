#include "sandbox/image/image_verification.h"

#include <QThread>

namespace glasshouse::sandbox {

ImageVerification::ImageVerification(ImageStore store, QString image, QObject *parent)
    : QObject(parent), m_store(std::move(store)), m_image(std::move(image)),
      m_thread(QThread::create([this] { m_result = m_store.verify(m_image, &m_cancelled); }))
{
    connect(m_thread.get(), &QThread::finished, this, [this] { Q_EMIT finished(m_result); });
}

ImageVerification::~ImageVerification()
{
    cancel();
    m_thread->wait();
}

void ImageVerification::start()
{
    m_thread->start();
}

void ImageVerification::cancel()
{
    m_cancelled = true;
}

} // namespace glasshouse::sandbox
