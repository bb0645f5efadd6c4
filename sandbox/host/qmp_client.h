// Speaks QMP, QEMU's control protocol (JSON, one object per line), over a connected socket.
#pragma once

#include "core/base/result.h"

#include <QIODevice>
#include <QJsonObject>
#include <QObject>

#include <deque>
#include <functional>

namespace glasshouse::sandbox {

class QmpClient : public QObject
{
    Q_OBJECT

public:
    using Reply = std::function<void(const Result<QJsonValue> &)>;

    // `socket` outlives the client.
    explicit QmpClient(QIODevice &socket, QObject *parent = nullptr);

    // Commands wait for QEMU's greeting and are answered in order. The reply is not called after the client
    // is gone.
    void execute(const QString &command, const QJsonObject &arguments = {}, Reply reply = {});
    // Hands over a copy of `descriptor`, known to QEMU as `name` from then on ("getfd"); over an inherited
    // socket only.
    void giveDescriptor(const QString &name, int descriptor, Reply reply = {});

Q_SIGNALS:
    void eventReceived(const QString &name, const QJsonObject &data);
    void failed(const QString &sentence); // what came was not QMP

private:
    struct Command
    {
        QByteArray line;
        int descriptor = -1;
    };

    void enqueue(const QString &command, const QJsonObject &arguments, int descriptor, Reply reply);
    void send(const Command &command);
    void readLines();
    void handle(const QByteArray &line);
    void greet();
    void answer(const Result<QJsonValue> &result);
    void giveUp(const QString &reason);

    QIODevice &m_socket;
    QByteArray m_buffer;
    std::deque<Command> m_waiting; // until the greeting
    std::deque<Reply> m_replies;   // of what was sent or waits, in order
    bool m_greeted = false;
    bool m_failed = false;
};

} // namespace glasshouse::sandbox
