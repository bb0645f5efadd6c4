// The events of one thread for a view: first what is stored, then what arrives, each exactly once and in
// order.
#pragma once

#include "core/trace/event.h"

#include <QHash>
#include <QObject>
#include <QVector>

namespace glasshouse::ui {

class Workbench;

class ThreadFeed : public QObject
{
    Q_OBJECT

public:
    explicit ThreadFeed(Workbench *workbench, QObject *parent = nullptr);

    // An empty id shows nothing. The same id again loads nothing.
    void show(const QString &thread);
    [[nodiscard]] QString thread() const { return m_thread; }

Q_SIGNALS:
    void loaded(const QVector<glasshouse::trace::Event> &events);
    void arrived(const glasshouse::trace::Event &event);

private:
    void finishLoading(const QVector<trace::Event> &events);
    void receive(const trace::Event &event, const QString &thread);
    [[nodiscard]] bool isNew(const trace::Event &event);

    Workbench *m_workbench;
    QString m_thread;
    int m_generation = 0; // an answer for an earlier thread is dropped
    bool m_isLoading = false;
    QVector<trace::Event> m_early;         // arrived while loading
    QHash<QString, qint64> m_lastSequence; // per run
};

} // namespace glasshouse::ui
