// The state of every run of the session, folded from the events as they arrive.
#pragma once

#include "core/trace/run_phase.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <QVector>

namespace glasshouse::ui {

struct TrackedRun
{
    QString run;
    QString thread;
    QString name; // of the agent or workflow
    QString kind; // agent, workflow
    qint64 lastSequence = 0;
    trace::RunView view;

    [[nodiscard]] bool isLive() const; // neither idle nor ended
};

class RunTracker : public QObject
{
    Q_OBJECT

public:
    explicit RunTracker(QObject *parent = nullptr);

    void apply(const trace::Event &event, const QString &thread);
    // The stored events of a thread; what is known already is left as it is.
    void load(const QVector<trace::Event> &events, const QString &thread);
    void clear();

    [[nodiscard]] const TrackedRun *run(const QString &id) const; // nullptr if unknown
    [[nodiscard]] const TrackedRun *lastOfThread(const QString &thread) const;
    [[nodiscard]] const TrackedRun *lastOfWorkflow(const QString &workflow) const;
    [[nodiscard]] const TrackedRun *lastLive() const;

Q_SIGNALS:
    void runsChanged(const QSet<QString> &runs); // gathered over a frame: streamed text makes many events

private:
    template<typename Matches> [[nodiscard]] const TrackedRun *last(Matches matches) const;
    void fold(const trace::Event &event, const QString &thread);

    QHash<QString, TrackedRun> m_runs;
    QVector<QString> m_order; // by start
    QSet<QString> m_changed;
    QTimer m_batch;
};

} // namespace glasshouse::ui
