#include "ui/mainwindow/thread_feed.h"

#include "ui/mainwindow/workbench.h"

#include <QPointer>

namespace glasshouse::ui {

ThreadFeed::ThreadFeed(Workbench *workbench, QObject *parent) : QObject(parent), m_workbench(workbench)
{
    connect(workbench, &Workbench::eventRecorded, this, &ThreadFeed::receive);
}

void ThreadFeed::show(const QString &thread)
{
    if (thread == m_thread)
        return;
    m_thread = thread;
    m_early.clear();
    m_lastSequence.clear();
    m_isLoading = !thread.isEmpty();
    const int generation = ++m_generation;
    Q_EMIT loaded({});
    if (!m_isLoading)
        return;
    const QPointer<ThreadFeed> self(this);
    m_workbench->loadEvents(thread, [self, generation](const QVector<trace::Event> &events) {
        if (self && self->m_generation == generation)
            self->finishLoading(events);
    });
}

void ThreadFeed::finishLoading(const QVector<trace::Event> &events)
{
    m_isLoading = false;
    for (const trace::Event &event : events)
        m_lastSequence[event.run] = event.sequence;
    Q_EMIT loaded(events);
    for (const trace::Event &event : std::exchange(m_early, {}))
        receive(event, m_thread);
}

void ThreadFeed::receive(const trace::Event &event, const QString &thread)
{
    if (thread != m_thread || thread.isEmpty())
        return;
    if (m_isLoading)
        m_early.append(event);
    else if (isNew(event))
        Q_EMIT arrived(event);
}

bool ThreadFeed::isNew(const trace::Event &event)
{
    qint64 &last = m_lastSequence[event.run];
    if (event.sequence <= last)
        return false;
    last = event.sequence;
    return true;
}

} // namespace glasshouse::ui
