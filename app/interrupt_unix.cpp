#include "app/interrupt.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace glasshouse {

namespace {

// A signal handler may touch only what is async-signal-safe: one descriptor, written to once per signal.
volatile std::sig_atomic_t writeEnd = -1;

void onSignal(int signal)
{
    const char byte = static_cast<char>(signal);
    [[maybe_unused]] const auto written = ::write(writeEnd, &byte, 1);
    std::signal(signal, SIG_DFL);
}

class InterruptWatch final : public QObject
{
public:
    InterruptWatch(QObject *context, std::function<void()> callback)
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, m_ends.data()) != 0)
            return;
        writeEnd = m_ends[0];
        auto *notifier = new QSocketNotifier(m_ends[1], QSocketNotifier::Read, this);
        connect(notifier, &QSocketNotifier::activated, context, [this, callback = std::move(callback)] {
            char byte = 0;
            if (::read(m_ends[1], &byte, 1) == 1)
                callback();
        });
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            std::signal(signal, onSignal);
    }

    ~InterruptWatch() override
    {
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            std::signal(signal, SIG_DFL);
        writeEnd = -1;
        for (const int end : m_ends)
            ::close(end);
    }

private:
    std::array<int, 2> m_ends{-1, -1};
};

} // namespace

std::unique_ptr<QObject> watchInterrupts(QObject *context, std::function<void()> callback)
{
    return std::make_unique<InterruptWatch>(context, std::move(callback));
}

} // namespace glasshouse
