// One side of a connection: the guest, a server, or the guest inside of TLS. Reads and writes never block;
// the writer looks at unwritten() to keep what is buffered bounded.
#pragma once

#include <QByteArray>
#include <QObject>

namespace glasshouse::gateway {

class ByteStream : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // Whoever passes bytes on stops reading while the other side has so many unwritten.
    static constexpr qint64 mostUnwritten = 256 << 10;
    static constexpr qint64 blockSize = 64 << 10;

    [[nodiscard]] virtual qint64 readable() const = 0;
    [[nodiscard]] virtual QByteArray read(qint64 most) = 0;
    [[nodiscard]] virtual bool atEnd() const = 0; // nothing to read, and nothing more will come
    virtual void write(const QByteArray &bytes) = 0;
    [[nodiscard]] virtual qint64 unwritten() const = 0;
    virtual void finish() = 0; // closes once all is written

    [[nodiscard]] bool isWritable() const { return unwritten() < mostUnwritten; }

Q_SIGNALS:            // from the event loop only, never from within read() or write()
    void readyRead(); // also when the end is reached
    void written();   // unwritten() is less than before
};

} // namespace glasshouse::gateway
