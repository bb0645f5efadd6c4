// Bytes that wait, in the pieces in which they came, so that passing them on copies nothing.
#pragma once

#include <QByteArray>

#include <deque>

namespace glasshouse::gateway {

class ByteQueue
{
public:
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    void append(const QByteArray &bytes);
    [[nodiscard]] QByteArray take(qint64 most); // the first piece, or its start; empty if there is none
    void clear() { *this = {}; }

private:
    std::deque<QByteArray> m_pieces;
    qint64 m_size = 0;
};

} // namespace glasshouse::gateway
