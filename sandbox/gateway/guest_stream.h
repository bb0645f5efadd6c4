// The guest's side of a connection: what it sent and has not been read, and what waits for its credit.
#pragma once

#include "sandbox/gateway/byte_queue.h"
#include "sandbox/gateway/byte_stream.h"

#include <QTimer>

namespace glasshouse::gateway {

class GuestStream : public ByteStream
{
    Q_OBJECT

public:
    // `receiveWindow`: how much may wait unread; `lingerMs`: how long a guest that takes nothing is waited
    // for after finish().
    GuestStream(qint64 receiveWindow, int lingerMs);

    void receive(const QByteArray &bytes);
    void closeInput();
    void grant(qint64 bytes);

    [[nodiscard]] qint64 readable() const override { return m_input.size(); }
    [[nodiscard]] QByteArray read(qint64 most) override;
    [[nodiscard]] bool atEnd() const override { return m_inputClosed && m_input.isEmpty(); }
    void write(const QByteArray &bytes) override;
    [[nodiscard]] qint64 unwritten() const override { return m_output.size(); }
    void finish() override;

Q_SIGNALS:
    void sent(const QByteArray &bytes);
    void consumed(qint64 bytes);
    void overflowed(); // more than the window: the guest ignores the rules
    void finished();

private:
    void announceLater();
    void announce();
    void flush();
    void end();

    const qint64 m_receiveWindow;
    ByteQueue m_input;
    ByteQueue m_output;
    QTimer m_linger;
    qint64 m_credit = 0;
    qint64 m_consumed = 0;  // not yet announced
    bool m_hasNews = false; // readyRead() is due
    bool m_hasRoom = false; // written() is due
    bool m_announcing = false;
    bool m_flushing = false;
    bool m_inputClosed = false;
    bool m_finishing = false;
    bool m_ended = false;
};

} // namespace glasshouse::gateway
