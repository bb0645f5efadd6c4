// What code does with the files of mounts, as events of the run that uses the sandbox: batched, merged and
// bounded, so that code that opens files in a loop fills neither the window nor the disk.
#pragma once

#include "app/session_owner.h"
#include "core/trace/files_accessed.h"
#include "core/trace/recorder.h"
#include "sandbox/host/sandbox_service.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace glasshouse {

class FileWatch : public QObject
{
    Q_OBJECT

public:
    // Different accesses that are kept; more are only counted. Refused ones on their own: a flood of the
    // others must not hide them.
    static constexpr int MostOfARun = 4'000;
    static constexpr int MostRefusalsOfARun = 1'000;
    static constexpr int MostOfABatch = 1'000;

    // All of them outlive it.
    FileWatch(sandbox::Service &service, trace::Recorder &recorder, FindOwner ownerOf);

Q_SIGNALS:
    // By code that goes on in the background after its run: there is no run to keep it.
    void seenOutsideRuns(const glasshouse::trace::FilesAccessed &accessed, const QString &thread);

private:
    struct Batch
    {
        QVector<trace::FileTouch> touches;
        QHash<QString, qsizetype> places; // of a touch in `touches`, by what was done to what
        qint64 leftOut = 0;
    };
    struct Kept
    {
        int done = 0;
        int refused = 0;
    };
    using LiveCode = QHash<QString, trace::Place>; // by call

    void note(const QString &session, const QString &guestPath, const sandbox::FileAccess &access);
    void followCode(const trace::Event &event);
    void flushAll();
    void flush(const QString &session, bool withCounts);
    void keepWhatFits(Batch &batch, const QString &run);
    void record(const QString &run, trace::FilesAccessed accessed);

    trace::Recorder &m_recorder;
    FindOwner m_ownerOf;
    QHash<QString, Batch> m_batches; // by session
    QHash<QString, Kept> m_kept;     // by run
    QHash<QString, LiveCode> m_code; // by run
    QTimer m_soon;
};

} // namespace glasshouse
