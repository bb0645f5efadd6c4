#include "ui/mainwindow/run_tracker.h"

#include <chrono>

namespace glasshouse::ui {

namespace {

constexpr std::chrono::milliseconds frame{33};

} // namespace

bool TrackedRun::isLive() const
{
    using trace::RunPhase;
    return view.phase == RunPhase::Queued || view.phase == RunPhase::Running ||
           view.phase == RunPhase::Waiting;
}

RunTracker::RunTracker(QObject *parent) : QObject(parent)
{
    m_batch.setSingleShot(true);
    m_batch.setInterval(frame);
    connect(&m_batch, &QTimer::timeout, this, [this] { Q_EMIT runsChanged(std::exchange(m_changed, {})); });
}

void RunTracker::apply(const trace::Event &event, const QString &thread)
{
    fold(event, thread);
    if (!m_batch.isActive())
        m_batch.start();
}

void RunTracker::load(const QVector<trace::Event> &events, const QString &thread)
{
    for (const trace::Event &event : events)
        fold(event, thread);
    if (!m_changed.isEmpty())
        m_batch.start();
}

void RunTracker::fold(const trace::Event &event, const QString &thread)
{
    if (!m_runs.contains(event.run))
        m_order.append(event.run);
    TrackedRun &run = m_runs[event.run];
    if (event.sequence <= run.lastSequence)
        return;
    run.run = event.run;
    run.thread = thread;
    run.lastSequence = event.sequence;
    if (event.type == trace::event_type::RunStarted) {
        run.name = event.data.value(u"name").toString();
        run.kind = event.data.value(u"kind").toString();
    }
    trace::fold(run.view, event);
    m_changed.insert(event.run);
}

void RunTracker::clear()
{
    m_runs.clear();
    m_order.clear();
    m_changed.clear();
    m_batch.stop();
}

const TrackedRun *RunTracker::run(const QString &id) const
{
    const auto found = m_runs.constFind(id);
    return found == m_runs.constEnd() ? nullptr : &*found;
}

// Stored runs can be loaded after live ones, so the newest is the one that started last.
template<typename Matches> const TrackedRun *RunTracker::last(Matches matches) const
{
    const TrackedRun *newest = nullptr;
    for (const QString &id : m_order) {
        const TrackedRun *candidate = run(id);
        if (matches(*candidate) && (!newest || candidate->view.startedMs >= newest->view.startedMs))
            newest = candidate;
    }
    return newest;
}

const TrackedRun *RunTracker::lastOfThread(const QString &thread) const
{
    return last([&](const TrackedRun &run) { return run.thread == thread; });
}

const TrackedRun *RunTracker::lastOfWorkflow(const QString &workflow) const
{
    return last([&](const TrackedRun &run) { return run.kind == u"workflow" && run.name == workflow; });
}

const TrackedRun *RunTracker::lastLive() const
{
    return last([](const TrackedRun &run) { return run.isLive(); });
}

} // namespace glasshouse::ui
