#include "app/interrupt.h"

#include <atomic>
#include <windows.h>

namespace glasshouse {

namespace {

class InterruptWatch;
std::atomic<InterruptWatch *> current{nullptr}; // the console handler has no context argument

class InterruptWatch final : public QObject
{
public:
    InterruptWatch(QObject *context, std::function<void()> callback)
        : m_context(context), m_callback(std::move(callback))
    {
        current = this;
        SetConsoleCtrlHandler(onControl, TRUE);
    }

    ~InterruptWatch() override
    {
        SetConsoleCtrlHandler(onControl, FALSE);
        current = nullptr;
    }

private:
    // Called on a thread of the system; a second call falls through to the default handler.
    static BOOL WINAPI onControl(DWORD)
    {
        auto *watch = current.exchange(nullptr);
        if (!watch)
            return FALSE;
        QMetaObject::invokeMethod(watch->m_context, watch->m_callback, Qt::QueuedConnection);
        return TRUE;
    }

    QObject *m_context;
    std::function<void()> m_callback;
};

} // namespace

std::unique_ptr<QObject> watchInterrupts(QObject *context, std::function<void()> callback)
{
    return std::make_unique<InterruptWatch>(context, std::move(callback));
}

} // namespace glasshouse
