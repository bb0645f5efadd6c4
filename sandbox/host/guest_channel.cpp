#include "sandbox/host/guest_channel.h"

namespace glasshouse::sandbox {

namespace {

constexpr qint64 bytesPerTurn = 256 << 10; // then the event loop has its turn

} // namespace

GuestChannel::GuestChannel(QIODevice &device, QObject *parent) : QObject(parent), m_device(device)
{
    connect(&m_device, &QIODevice::readyRead, this, &GuestChannel::read);
}

void GuestChannel::send(const protocol::Message &message)
{
    const std::string bytes = protocol::encode(message);
    m_device.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void GuestChannel::close()
{
    m_closed = true;
}

void GuestChannel::read()
{
    if (m_closed)
        return;
    const QByteArray bytes = m_device.read(bytesPerTurn);
    m_parser.append({bytes.constData(), static_cast<size_t>(bytes.size())});
    while (!m_closed) {
        const auto frame = m_parser.next();
        if (!frame)
            break;
        deliver(*frame);
    }
    if (!m_closed && m_parser.violation())
        refuse(*m_parser.violation());
    if (!m_closed && m_device.bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &GuestChannel::read, Qt::QueuedConnection);
}

void GuestChannel::deliver(const protocol::Frame &frame)
{
    const auto decoded = protocol::decode(frame, protocol::Side::Guest);
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
