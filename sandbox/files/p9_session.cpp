#include "sandbox/files/p9_session.h"

#include <QtEndian>

#include <algorithm>

namespace glasshouse::sandbox {

QByteArray P9Session::receive(QByteArrayView bytes)
{
    QByteArray replies;
    if (m_unread.isEmpty()) {
        const qsizetype used =
            answerSome(bytes, replies); // from where they are: most often nothing is left over
        m_unread.append(bytes.sliced(used));
    } else {
        m_unread.append(bytes);
        m_unread.remove(0, answerSome(m_unread, replies));
    }
    return replies;
}

qsizetype P9Session::answerSome(QByteArrayView bytes, QByteArray &replies)
{
    m_isWaiting = false;
    qsizetype used = 0;
    for (int count = 0; !m_violation && !m_stop.stop_requested(); ++count) {
        const auto size = requestSize(bytes.sliced(used));
        if (!size)
            break;
        m_isWaiting = count >= batchRequests || replies.size() >= batchBytes;
        if (m_isWaiting)
            break;
        m_violation = m_handler.answer(bytes.sliced(used, *size), replies);
        used += *size;
    }
    return m_violation ? bytes.size() : used;
}

// None if it is not all there yet.
std::optional<qsizetype> P9Session::requestSize(QByteArrayView bytes)
{
    constexpr std::uint32_t limitBeforeVersion = 4096;
    if (bytes.size() < qsizetype(sizeof(std::uint32_t)))
        return std::nullopt;
    const auto size = qFromLittleEndian<std::uint32_t>(bytes.data());
    if (size < p9::headerSize || size > std::max(m_handler.messageLimit(), limitBeforeVersion)) {
        m_violation = QStringLiteral("The sandbox broke the file protocol: a request of %1 bytes.").arg(size);
        return std::nullopt;
    }
    if (bytes.size() < qsizetype(size))
        return std::nullopt;
    return size;
}

} // namespace glasshouse::sandbox
