#include "sandbox/host/stream_mux.h"

#include "sandbox/protocol/limits.h"

namespace glasshouse::sandbox {

namespace {

constexpr qint64 creditStep = protocol::streamWindow / 4;
constexpr qsizetype mostStreams = 400; // the gateway takes 256 connections, a guest 64 mounts
constexpr int mostConnectsPerSecond = 4 * protocol::mostConnectsPerSecond; // its clock is not this one
constexpr qint64 second = 1000;

} // namespace

GuestStream::GuestStream(StreamMux &mux, quint32 number)
    : m_mux(&mux), m_number(number), m_credit(protocol::windowOf(number)), m_allowed(m_credit)
{
}

GuestStream::~GuestStream()
{
    if (!m_mux)
        return;
    m_mux->m_vm.send(protocol::StreamReset{m_number});
    m_mux->forget(m_number);
}

void GuestStream::write(const QByteArray &bytes)
{
    m_waiting += bytes;
    sendWaiting();
}

void GuestStream::finish(std::unique_ptr<GuestStream> stream)
{
    GuestStream *self = stream.release();
    self->setParent(self->m_mux); // which deletes it if nothing else does
    self->m_finishing = true;
    if (self->m_mux)
        self->sendWaiting();
    else
        self->deleteLater();
}

// Told in large steps: each is a message.
void GuestStream::acknowledge(qint64 bytes)
{
    m_unannounced += bytes;
    if (!m_mux || m_unannounced < creditStep)
        return;
    m_allowed += m_unannounced;
    m_mux->m_vm.send(protocol::StreamCredit{m_number, static_cast<quint32>(std::exchange(m_unannounced, 0))});
}

bool GuestStream::take(const std::string &bytes)
{
    m_allowed -= static_cast<qint64>(bytes.size());
    if (m_allowed < 0)
        return false;
    if (!m_finishing)
        Q_EMIT received(QByteArray::fromStdString(bytes));
    return true;
}

void GuestStream::addCredit(quint32 bytes)
{
    m_credit = qMin<qint64>(m_credit + bytes, protocol::windowOf(m_number));
    sendWaiting();
}

void GuestStream::sendWaiting()
{
    qsizetype sent = 0;
    while (m_mux && m_credit > 0 && sent < m_waiting.size()) {
        const qsizetype size = qMin(qMin<qsizetype>(m_credit, protocol::maxChunk), m_waiting.size() - sent);
        m_mux->m_vm.send(protocol::StreamData{
            m_number, std::string(m_waiting.constData() + sent, static_cast<std::size_t>(size))});
        m_credit -= size;
        sent += size;
    }
    m_waiting.remove(0, sent);
    if (m_mux && m_finishing && m_waiting.isEmpty())
        sendEnd();
    if (sent > 0)
        Q_EMIT written(sent);
}

void GuestStream::sendEnd()
{
    m_mux->m_vm.send(protocol::StreamEnd{m_number});
    std::exchange(m_mux, nullptr)->forget(m_number);
    deleteLater();
}

void GuestStream::noteReset()
{
    m_mux = nullptr;
    m_waiting.clear();
    if (m_finishing)
        deleteLater();
    Q_EMIT wasReset();
}

StreamMux::StreamMux(Vm &vm, QObject *parent) : QObject(parent), m_vm(vm)
{
    connect(&m_vm, &Vm::messageReceived, this, &StreamMux::handle);
}

StreamMux::~StreamMux()
{
    for (GuestStream *stream : std::as_const(m_streams))
        stream->m_mux = nullptr; // its owner deletes it later
}

std::unique_ptr<GuestStream> StreamMux::open()
{
    auto stream = adopt(m_next);
    m_next += 2;
    return stream;
}

std::unique_ptr<GuestStream> StreamMux::adopt(quint32 number)
{
    std::unique_ptr<GuestStream> stream(new GuestStream(*this, number));
    m_streams.insert(number, stream.get());
    return stream;
}

void StreamMux::forget(quint32 number)
{
    m_streams.remove(number);
}

void StreamMux::handle(const protocol::Message &message)
{
    if (const auto *data = std::get_if<protocol::StreamData>(&message)) {
        GuestStream *stream = find(data->stream);
        if (stream && !stream->take(data->bytes))
            m_vm.kill(QStringLiteral(
                "The sandbox was ended after a protocol violation: more data than it was allowed to send."));
    } else if (const auto *credit = std::get_if<protocol::StreamCredit>(&message)) {
        if (GuestStream *stream = find(credit->stream))
            stream->addCredit(credit->bytes);
    } else if (const auto *end = std::get_if<protocol::StreamEnd>(&message)) {
        if (GuestStream *stream = find(end->stream))
            Q_EMIT stream->guestEnded();
    } else if (const auto *reset = std::get_if<protocol::StreamReset>(&message)) {
        if (GuestStream *stream = m_streams.take(reset->stream))
            stream->noteReset();
    } else if (const auto *opened = std::get_if<protocol::Connect>(&message)) {
        handleConnect(opened->stream);
    } else if (const auto *mounted = std::get_if<protocol::Mounted>(&message)) {
        Q_EMIT mountAnswered(*mounted);
    }
}

void StreamMux::handleConnect(quint32 number)
{
    if (connectsTooFast())
        return m_vm.kill(
            QStringLiteral("The sandbox was ended after a protocol violation: more connections in "
                           "a second than its agent lets through."));
    if (number % 2 == 0 || m_streams.contains(number) || m_streams.size() >= mostStreams)
        return m_vm.kill(QStringLiteral("The sandbox was ended after a protocol violation: a connection with "
                                        "a number that is not free."));
    Q_EMIT connectionOpened(number);
    if (!m_streams.contains(number))
        m_vm.send(protocol::StreamReset{number});
}

// Each costs the host far more than the guest: a guest that is the attacker's could keep this program busy.
bool StreamMux::connectsTooFast()
{
    if (!m_second.isValid() || m_second.hasExpired(second)) {
        m_second.start();
        m_connects = 0;
    }
    return ++m_connects > mostConnectsPerSecond;
}

} // namespace glasshouse::sandbox
