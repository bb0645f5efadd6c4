// One connection that a guest made to its proxy, as two byte streams with credit.
#pragma once

#include <QByteArray>
#include <QObject>

#include <memory>

namespace glasshouse::gateway {

class Conversation;
class GuestStream;
class Services;

// Lives on the gateway's thread. Never delete it in a slot of one of its signals; deleteLater() is fine.
class GatewayConnection : public QObject
{
    Q_OBJECT

public:
    // How many bytes the guest may have sent that were not yet consumed(). More ends the connection.
    static constexpr qint64 receiveWindow = 256 << 10;

    ~GatewayConnection() override; // ends it at once

    void receive(const QByteArray &bytes); // from the guest
    void closeInput();                     // the guest sends no more
    void grant(qint64 bytes);              // the guest can take so many more; starts at 0

Q_SIGNALS:
    void sent(const QByteArray &bytes); // never more than was granted
    void consumed(qint64 bytes);        // of what was received: the guest may send so many more
    void finished();                    // nothing follows

private:
    friend class Gateway;
    explicit GatewayConnection(Services &services);
    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    void end();
    void refuseForTooMany();

    std::unique_ptr<GuestStream> m_stream;
    std::unique_ptr<Conversation> m_conversation;
    bool m_isFinished = false;
};

} // namespace glasshouse::gateway
