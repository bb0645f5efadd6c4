#include "sandbox/gateway/byte_queue.h"

namespace glasshouse::gateway {

namespace {

constexpr qsizetype smallPiece = 4 << 10; // single bytes would cost fifty times their size

} // namespace

void ByteQueue::append(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    m_size += bytes.size();
    const bool isSmall = !m_pieces.empty() && m_pieces.back().size() + bytes.size() <= smallPiece;
    if (isSmall)
        m_pieces.back() += bytes;
    else
        m_pieces.push_back(bytes);
}

QByteArray ByteQueue::take(qint64 most)
{
    if (m_pieces.empty() || most <= 0)
        return {};
    QByteArray &front = m_pieces.front();
    QByteArray taken;
    if (front.size() <= most) {
        taken = std::move(front);
        m_pieces.pop_front();
    } else {
        taken = front.left(most);
        front.remove(0, most);
    }
    m_size -= taken.size();
    return taken;
}

} // namespace glasshouse::gateway
