#include "sandbox/guest/descriptor.h"

#include "sandbox/guest/guest_error.h"

#include <array>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace glasshouse::guest {

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    if (this != &other) {
        reset();
        m_number = std::exchange(other.m_number, -1);
    }
    return *this;
}

void Descriptor::reset()
{
    if (m_number >= 0)
        close(std::exchange(m_number, -1));
}

Ends makePipe()
{
    std::array<int, 2> numbers{};
    if (pipe2(numbers.data(), O_CLOEXEC) != 0)
        throwErrno("a pipe cannot be made");
    return {Descriptor(numbers[0]), Descriptor(numbers[1])};
}

Ends makeSocketPair(int type)
{
    std::array<int, 2> numbers{};
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, numbers.data()) != 0)
        throwErrno("a socket pair cannot be made");
    return {Descriptor(numbers[0]), Descriptor(numbers[1])};
}

void setNonBlocking(const Descriptor &descriptor)
{
    fcntl(descriptor.get(), F_SETFL, fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

bool writeSystemFile(const std::string &path, const std::string &text)
{
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return file.isOpen() && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

} // namespace glasshouse::guest
