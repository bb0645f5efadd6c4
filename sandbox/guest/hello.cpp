#include "sandbox/guest/hello.h"

#include "sandbox/guest/guest_error.h"

#include <cstring>
#include <ctime>
#include <vector>

#include <fcntl.h>
#include <linux/random.h>
#include <sys/ioctl.h>

namespace glasshouse::guest {

void setClock(std::int64_t timeMs)
{
    const timespec time{static_cast<time_t>(timeMs / 1000), static_cast<long>(timeMs % 1000 * 1'000'000)};
    clock_settime(CLOCK_REALTIME, &time);
}

void KernelRandom::open()
{
    m_device = Descriptor(::open("/dev/urandom", O_RDWR | O_CLOEXEC));
    if (!m_device.isOpen())
        throwErrno("the random number generator cannot be opened");
}

void KernelRandom::reseed(const std::string &entropy) const
{
    // struct rand_pool_info ends in a flexible array, hence the plain ints: bits, size, bytes
    std::vector<int> info(2 + (entropy.size() + sizeof(int) - 1) / sizeof(int));
    info[0] = static_cast<int>(entropy.size() * 8);
    info[1] = static_cast<int>(entropy.size());
    std::memcpy(info.data() + 2, entropy.data(), entropy.size());
    if (ioctl(m_device.get(), RNDADDENTROPY, info.data()) != 0 || ioctl(m_device.get(), RNDRESEEDCRNG) != 0)
        throwErrno("the random number generator cannot be reseeded");
}

} // namespace glasshouse::guest
