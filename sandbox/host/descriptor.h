// Owns one POSIX file descriptor, and the few calls on descriptors that Qt does not offer.
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace glasshouse::sandbox {

class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(Descriptor &&other) noexcept : m_number(other.release()) {}
    Descriptor &operator=(Descriptor &&other) noexcept;
    ~Descriptor() { reset(); }

    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] bool isValid() const { return m_number >= 0; }
    int release();
    void reset();
    void shutDown() const; // of a socket: both ends read to their end and write no more

private:
    int m_number = -1;
};

// Two ends of one connection. Nothing has a name in the file system, so nothing can be left over.
struct SocketPair
{
    Descriptor ours;
    Descriptor theirs;
};

[[nodiscard]] Result<SocketPair> makeSocketPair();
[[nodiscard]] Result<Descriptor> openForReading(const QString &path);
[[nodiscard]] Result<Descriptor> createForWriting(const QString &path); // fails if it exists

// Sends `bytes` with `descriptor` attached (SCM_RIGHTS, unix(7)).
[[nodiscard]] Result<void> sendWithDescriptor(int socket, const QByteArray &bytes, int descriptor);

} // namespace glasshouse::sandbox
