#include "sandbox/gateway/guest_stream.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace glasshouse::gateway {

GuestStream::GuestStream(qint64 receiveWindow, int lingerMs) : m_receiveWindow(receiveWindow), m_linger(this)
{
    m_linger.setSingleShot(true);
    m_linger.setInterval(lingerMs);
    connect(&m_linger, &QTimer::timeout, this, &GuestStream::end);
}

void GuestStream::receive(const QByteArray &bytes)
{
    if (m_finishing || m_inputClosed) {
        m_consumed += bytes.size(); // nobody reads it any more
        announceLater();
        return;
    }
    if (m_input.size() + bytes.size() > m_receiveWindow) {
        Q_EMIT overflowed();
        return;
    }
    m_input.append(bytes);
    m_hasNews = true;
    announceLater();
}

void GuestStream::closeInput()
{
    m_inputClosed = true;
    m_hasNews = true;
    announceLater();
}

void GuestStream::grant(qint64 bytes)
{
    m_credit += std::clamp<qint64>(bytes, 0, std::numeric_limits<qint64>::max() - m_credit);
    flush();
}

QByteArray GuestStream::read(qint64 most)
{
    QByteArray bytes = m_input.take(most);
    m_consumed += bytes.size();
    announceLater();
    return bytes;
}

void GuestStream::write(const QByteArray &bytes)
{
    if (m_finishing)
        return;
    m_output.append(bytes);
    flush();
}

void GuestStream::finish()
{
    if (std::exchange(m_finishing, true))
        return;
    m_consumed += m_input.size();
    m_input.clear();
    m_linger.start();
    announceLater();
}

// From the event loop, so that nobody is called back while still at work, and once for many small pieces.
void GuestStream::announceLater()
{
    if (!std::exchange(m_announcing, true))
        QMetaObject::invokeMethod(this, &GuestStream::announce, Qt::QueuedConnection);
}

void GuestStream::announce()
{
    m_announcing = false;
    if (const qint64 bytes = std::exchange(m_consumed, 0); bytes > 0)
        Q_EMIT consumed(bytes);
    if (std::exchange(m_hasNews, false) && !m_finishing)
        Q_EMIT readyRead();
    if (std::exchange(m_hasRoom, false) && !m_finishing)
        Q_EMIT written();
    if (m_finishing && m_output.isEmpty())
        end();
}

void GuestStream::flush()
{
    if (std::exchange(m_flushing, true))
        return;
    const qint64 before = m_output.size();
    while (m_credit > 0 && !m_output.isEmpty()) {
        const QByteArray bytes = m_output.take(m_credit);
        m_credit -= bytes.size();
        Q_EMIT sent(bytes);
    }
    m_flushing = false;
    if (m_output.size() == before)
        return;
    m_hasRoom = true;
    announceLater();
}

void GuestStream::end()
{
    if (std::exchange(m_ended, true))
        return;
    m_linger.stop();
    m_output.clear();
    Q_EMIT finished();
}

} // namespace glasshouse::gateway
