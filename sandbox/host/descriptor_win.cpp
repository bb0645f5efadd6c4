#include "sandbox/host/descriptor.h"

#include <qt_windows.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include <utility>

namespace glasshouse::sandbox {

namespace {

Result<Descriptor> openFile(const QString &path, int flags)
{
    const auto *name = reinterpret_cast<const wchar_t *>(path.utf16());
    Descriptor file(::_wopen(name, flags | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE));
    if (!file.isValid())
        return fail(
            QStringLiteral("Could not open %1: %2.").arg(path, QString::fromLocal8Bit(std::strerror(errno))));
    return file;
}

// QEMU for Windows takes connections and state over loopback TCP: loopback_link.h, state_pipe.h.
tl::unexpected<Error> notOnWindows()
{
    return fail(QStringLiteral("Windows has no connections that a sandbox inherits."),
                ErrorCode::SandboxUnavailable);
}

} // namespace

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    if (this != &other) {
        reset();
        m_number = other.release();
    }
    return *this;
}

int Descriptor::release()
{
    return std::exchange(m_number, -1);
}

void Descriptor::reset()
{
    if (const int number = release(); number >= 0)
        ::_close(number);
}

void Descriptor::shutDown() const {} // no socket has one here

Result<SocketPair> makeSocketPair()
{
    return notOnWindows();
}

Result<Descriptor> openForReading(const QString &path)
{
    return openFile(path, _O_RDONLY);
}

Result<Descriptor> createForWriting(const QString &path)
{
    return openFile(path, _O_RDWR | _O_CREAT | _O_EXCL);
}

Result<void> sendWithDescriptor(int socket, const QByteArray &bytes, int descriptor)
{
    Q_UNUSED(socket)
    Q_UNUSED(bytes)
    Q_UNUSED(descriptor)
    return notOnWindows();
}

} // namespace glasshouse::sandbox
