#include "sandbox/host/guest_channel.h"

#include "sandbox/host/machine_link.h"

#include <utility>

namespace glasshouse::sandbox {

namespace {

// Then the event loop has its turn: however a guest floods the channel, the window stays responsive.
constexpr qint64 bytesPerTurn = 256 << 10;
constexpr int framesPerTurn = 256;
constexpr qsizetype greetingHeader = 8; // of its frame: what comes before its length

} // namespace

GuestChannel::GuestChannel(QIODevice &device, QObject *parent) : QObject(parent), m_device(device)
{
    connect(&m_device, &QIODevice::readyRead, this, &GuestChannel::read);
}

void GuestChannel::send(const protocol::Message &message)
{
    const std::string bytes = protocol::encode(message);
    m_device.write(bytes.data(), static_cast<qint64>(bytes.size()));
    flushNow(m_device);
}

void GuestChannel::close()
{
    m_closed = true;
}

void GuestChannel::read()
{
    if (m_closed)
        return;
    if (!std::exchange(m_isBehind, false)) {
        const QByteArray bytes = withoutOldWords(m_device.read(bytesPerTurn));
        m_parser.append({bytes.constData(), static_cast<size_t>(bytes.size())});
    }
    deliverSome();
    if (!m_closed && m_parser.violation())
        refuse(*m_parser.violation());
    if (!m_closed && (m_isBehind || m_device.bytesAvailable() > 0))
        QMetaObject::invokeMethod(this, &GuestChannel::read, Qt::QueuedConnection);
}

QByteArray GuestChannel::withoutOldWords(QByteArray bytes)
{
    if (!m_isSkipping)
        return bytes;
    static const QByteArray greeting =
        QByteArray::fromStdString(protocol::encode(protocol::HelloOk{})).first(greetingHeader);
    m_skipped += bytes;
    const qsizetype found = m_skipped.indexOf(greeting);
    m_isSkipping = found < 0;
    const QByteArray rest = m_skipped.mid(m_isSkipping ? m_skipped.size() : found);
    m_skipped = m_isSkipping ? m_skipped.last(qMin(m_skipped.size(), greetingHeader - 1)) : QByteArray();
    return rest;
}

void GuestChannel::deliverSome()
{
    for (int count = 0; !m_closed; ++count) {
        if (m_isBehind = count == framesPerTurn; m_isBehind)
            return;
        auto frame = m_parser.next();
        if (!frame)
            return;
        deliver(std::move(*frame));
    }
}

void GuestChannel::deliver(protocol::Frame frame)
{
    const auto decoded = protocol::decode(std::move(frame), protocol::Side::Guest);
    if (const auto *violation = std::get_if<protocol::Violation>(&decoded))
        refuse(*violation);
    else
        Q_EMIT messageReceived(std::get<protocol::Message>(decoded));
}

void GuestChannel::refuse(const protocol::Violation &violation)
{
    m_closed = true;
    Q_EMIT violated(QString::fromStdString(protocol::describe(violation)));
}

} // namespace glasshouse::sandbox
