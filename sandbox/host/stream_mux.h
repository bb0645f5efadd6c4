// The host's ends of the byte streams that share a micro-VM's port: one for each mount and for each
// connection.
#pragma once

#include "sandbox/host/vm.h"

#include <QElapsedTimer>
#include <QHash>

namespace glasshouse::sandbox {

class StreamMux;

// Owned by who uses it; deleting it resets the stream unless it has ended.
class GuestStream : public QObject
{
    Q_OBJECT

public:
    ~GuestStream() override;

    [[nodiscard]] quint32 number() const { return m_number; }
    void write(const QByteArray &bytes); // any amount; leaves as the guest takes it
    // After what was written; what the guest still sends is dropped. Deletes itself when it has left.
    static void finish(std::unique_ptr<GuestStream> stream);
    void acknowledge(qint64 bytes); // of what was received: the guest may send so many more

Q_SIGNALS:
    void received(const QByteArray &bytes);
    void written(qint64 bytes); // have left for the guest
    void guestEnded();          // it sends no more
    void wasReset();            // nothing follows in either direction

private:
    friend class StreamMux;
    GuestStream(StreamMux &mux, quint32 number);
    [[nodiscard]] bool take(const std::string &bytes); // false: more than the guest was allowed to send
    void addCredit(quint32 bytes);
    void noteReset();
    void sendWaiting();
    void sendEnd();

    StreamMux *m_mux; // null once the stream is over
    quint32 m_number;
    QByteArray m_waiting;
    qint64 m_credit;
    qint64 m_allowed; // bytes the guest may still send
    qint64 m_unannounced = 0;
    bool m_finishing = false;
};

class StreamMux : public QObject
{
    Q_OBJECT

public:
    // `vm` outlives it. A guest that breaks the rules of the streams is ended.
    explicit StreamMux(Vm &vm, QObject *parent = nullptr);
    ~StreamMux() override;

    [[nodiscard]] std::unique_ptr<GuestStream> open();                // with a number of the host's
    [[nodiscard]] std::unique_ptr<GuestStream> adopt(quint32 number); // of a Connect
    [[nodiscard]] Vm &vm() { return m_vm; }

Q_SIGNALS:
    void connectionOpened(quint32 number); // adopt() it at once, or it is reset
    void mountAnswered(const glasshouse::protocol::Mounted &answer);

private:
    friend class GuestStream;
    void handle(const protocol::Message &message);
    void handleConnect(quint32 number);
    [[nodiscard]] bool connectsTooFast();
    [[nodiscard]] GuestStream *find(quint32 number) const { return m_streams.value(number); }
    void forget(quint32 number);

    Vm &m_vm;
    QHash<quint32, GuestStream *> m_streams;
    quint32 m_next = 2;     // even numbers are the host's
    QElapsedTimer m_second; // in which the connects are counted
    int m_connects = 0;
};

} // namespace glasshouse::sandbox
