#include "sandbox/host/descriptor.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace glasshouse::sandbox {

namespace {

QString systemReason()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

Result<Descriptor> openFile(const QString &path, int flags)
{
    Descriptor file(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600));
    if (!file.isValid())
        return fail(QStringLiteral("Could not open %1: %2.").arg(path, systemReason()));
    return file;
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
        ::close(number);
}

void Descriptor::shutDown() const
{
    if (isValid())
        ::shutdown(m_number, SHUT_RDWR);
}

Result<SocketPair> makeSocketPair()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(QStringLiteral("Could not create a connection to the sandbox: %1.").arg(systemReason()));
    return SocketPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<Descriptor> openForReading(const QString &path)
{
    return openFile(path, O_RDONLY);
}

Result<Descriptor> createForWriting(const QString &path)
{
    return openFile(path, O_RDWR | O_CREAT | O_EXCL);
}

Result<void> sendWithDescriptor(int socket, const QByteArray &bytes, int descriptor)
{
    iovec data{const_cast<char *>(bytes.constData()), static_cast<size_t>(bytes.size())};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    if (::sendmsg(socket, &message, MSG_NOSIGNAL) != bytes.size())
        return fail(QStringLiteral("Could not hand a file to the sandbox: %1.").arg(systemReason()));
    return {};
}

} // namespace glasshouse::sandbox
