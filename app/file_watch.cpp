#include "app/file_watch.h"

namespace glasshouse {

namespace type = trace::event_type;

namespace {

constexpr int batchMs = 100;
constexpr qsizetype mostCharacters = 1'000; // of a path or a sentence

QString within(const QString &guestPath, const QString &path)
{
    return (path.isEmpty() ? guestPath : guestPath + u'/' + path).left(mostCharacters);
}

trace::FileTouch toTouch(const QString &guestPath, const sandbox::FileAccess &access)
{
    const bool isRename = access.operation == sandbox::FileOperation::Rename;
    return {.timeMs = access.timeMs,
            .operation = sandbox::toString(access.operation),
            .path = within(guestPath, access.path),
            .newPath = isRename ? within(guestPath, access.newPath) : QString(),
            .problem = access.problem.left(mostCharacters)};
}

QString callOf(const trace::Event &event)
{
    return event.data.value(QLatin1String("call")).toString();
}

} // namespace

FileWatch::FileWatch(sandbox::Service &service, trace::Recorder &recorder, FindOwner ownerOf)
    : m_recorder(recorder), m_ownerOf(std::move(ownerOf))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(batchMs);
    connect(&m_soon, &QTimer::timeout, this, &FileWatch::flushAll);
    connect(&service, &sandbox::Service::fileAccessed, this, &FileWatch::note);
    connect(&recorder, &trace::Recorder::recorded, this, &FileWatch::followCode);
}

void FileWatch::note(const QString &session, const QString &guestPath, const sandbox::FileAccess &access)
{
    const auto touch = toTouch(guestPath, access);
    const QStringList what{touch.operation, touch.path, touch.newPath, touch.problem};
    auto &batch = m_batches[session];
    const auto known = batch.places.constFind(what.join(QChar(u'\0')));
    if (known != batch.places.constEnd()) {
        auto &same = batch.touches[*known];
        same.timeMs = touch.timeMs;
        ++same.times;
    } else if (batch.touches.size() < MostOfABatch ||
               (touch.isRefused() && batch.touches.size() < 2 * MostOfABatch)) {
        batch.places.insert(what.join(QChar(u'\0')), batch.touches.size());
        batch.touches.append(touch);
    } else {
        ++batch.leftOut;
    }
    if (!m_soon.isActive())
        m_soon.start();
}

// What a piece of code did is kept with its end, not some time later.
void FileWatch::followCode(const trace::Event &event)
{
    if (event.type == type::ExecStarted) {
        m_code[event.run].insert(callOf(event), {event.run, event.node, event.occurrence});
    } else if (event.type == type::ExecFinished) {
        for (const auto &session : m_batches.keys()) {
            if (m_ownerOf(session).run == event.run)
                flush(session, true);
        }
        m_code[event.run].remove(callOf(event));
    } else if (event.type == type::RunFinished) {
        m_code.remove(event.run);
        m_kept.remove(event.run);
    }
}

void FileWatch::flushAll()
{
    for (const auto &session : m_batches.keys())
        flush(session, false);
}

void FileWatch::flush(const QString &session, bool withCounts)
{
    const auto owner = m_ownerOf(session);
    auto batch = m_batches.take(session);
    if (owner.thread.isEmpty())
        return;
    if (owner.run.isEmpty()) {
        Q_EMIT seenOutsideRuns({.call = {}, .touches = batch.touches, .leftOut = batch.leftOut},
                               owner.thread);
        return;
    }
    keepWhatFits(batch, owner.run);
    if (!batch.touches.isEmpty() || (withCounts && batch.leftOut > 0))
        record(owner.run, {.call = {}, .touches = batch.touches, .leftOut = batch.leftOut});
    else if (batch.leftOut > 0)
        m_batches[session].leftOut = batch.leftOut; // one event says so at the end, not ten each second
}

void FileWatch::keepWhatFits(Batch &batch, const QString &run)
{
    auto &kept = m_kept[run];
    QVector<trace::FileTouch> fitting;
    for (const auto &touch : batch.touches) {
        int &count = touch.isRefused() ? kept.refused : kept.done;
        if (count++ < (touch.isRefused() ? MostRefusalsOfARun : MostOfARun))
            fitting.append(touch);
        else
            batch.leftOut += touch.times;
    }
    batch.touches = fitting;
}

void FileWatch::record(const QString &run, trace::FilesAccessed accessed)
{
    trace::Place place{.run = run, .node = {}};
    const auto live = m_code.value(run);
    if (live.size() == 1) { // else nobody knows which of them it was
        accessed.call = live.constBegin().key();
        place = live.constBegin().value();
    }
    m_recorder.publish(m_recorder.stamp(place, type::FilesAccessed, accessed.toJson()));
}

} // namespace glasshouse
