#include "tests/e2e/stall_watch.h"

#include <chrono>
#include <future>

namespace glasshouse::e2e {

namespace {

constexpr std::chrono::milliseconds pause{5};
constexpr double stallMs = 50;

} // namespace

StallWatch::StallWatch() : m_thread([this] {
    while (!m_stopped) {
        ask();
        std::this_thread::sleep_for(pause);
    }
})
{
}

StallWatch::~StallWatch()
{
    m_stopped = true;
    m_thread.join();
}

void StallWatch::restart()
{
    m_longestMs = 0;
    m_stalls = 0;
}

void StallWatch::ask()
{
    const auto answered = std::make_shared<std::promise<void>>();
    const auto asked = std::chrono::steady_clock::now();
    auto answer = answered->get_future();
    QMetaObject::invokeMethod(this, [answered] { answered->set_value(); }, Qt::QueuedConnection);
    while (answer.wait_for(pause) != std::future_status::ready) {
        if (m_stopped)
            return;
    }
    const double elapsedMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - asked).count();
    if (elapsedMs > m_longestMs)
        m_longestMs = elapsedMs;
    if (elapsedMs > stallMs)
        ++m_stalls;
}

} // namespace glasshouse::e2e
