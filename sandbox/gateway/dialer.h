// Outgoing connections as a dependency, so that tests decide where an address leads.
#pragma once

#include "core/base/result.h"

#include <QAbstractSocket>
#include <QHostAddress>
#include <QObject>
#include <QSslCertificate>

#include <memory>

namespace glasshouse::gateway {

struct DialTarget
{
    QHostAddress address;
    quint16 port = 0;
    QString tlsName; // the name that the server's certificate must be valid for; empty: no TLS

    bool operator==(const DialTarget &) const = default;
};

enum class DialProblem { Connect, Tls };

// One connection being made, owned by the caller. Deleting it cancels. No signal comes before control is back
// in the event loop.
class DialJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    // After connected(): the socket, which the caller owns from then on.
    [[nodiscard]] virtual std::unique_ptr<QAbstractSocket> takeSocket() = 0;

Q_SIGNALS:
    void connected();
    void failed(glasshouse::gateway::DialProblem problem, const QString &sentence);
};

class Dialer
{
public:
    virtual ~Dialer() = default;
    [[nodiscard]] virtual std::unique_ptr<DialJob> dial(const DialTarget &target) = 0;
};

// Real sockets. `authorities` are trusted besides the system's.
[[nodiscard]] std::unique_ptr<Dialer> makeSocketDialer(const QList<QSslCertificate> &authorities = {});

} // namespace glasshouse::gateway
