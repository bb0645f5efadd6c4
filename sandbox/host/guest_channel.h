// Messages over the bytes of the virtio-serial port. The guest is not trusted: its first violation is final.
#pragma once

#include "sandbox/protocol/frame_parser.h"
#include "sandbox/protocol/messages.h"

#include <QIODevice>
#include <QObject>

namespace glasshouse::sandbox {

class GuestChannel : public QObject
{
    Q_OBJECT

public:
    // `device` outlives the channel.
    explicit GuestChannel(QIODevice &device, QObject *parent = nullptr);

    // A saved guest may have been in the middle of a sentence to somebody else: nothing before its answer to
    // this host's greeting is looked at.
    void skipToGreeting() { m_isSkipping = true; }
    void send(const protocol::Message &message);
    // No message is delivered after this.
    void close();

Q_SIGNALS:
    void messageReceived(const glasshouse::protocol::Message &message);
    void violated(const QString &detail);

private:
    void read();
    [[nodiscard]] QByteArray withoutOldWords(QByteArray bytes);
    void deliverSome();
    void deliver(protocol::Frame frame);
    void refuse(const protocol::Violation &violation);

    QIODevice &m_device;
    protocol::FrameParser m_parser;
    QByteArray m_skipped; // the last of it
    bool m_isSkipping = false;
    bool m_isBehind = false; // frames wait that were read already
    bool m_closed = false;
};

} // namespace glasshouse::sandbox
