// Brings requests that wait for a person before them, and writes "always" into the project.
#pragma once

#include "core/approvals/permission_queue.h"
#include "core/model/thread.h"
#include "ui/mainwindow/window_context.h"

#include <QObject>
#include <QVector>

class QWidget;

namespace glasshouse::ui {

class PermissionBar;
struct PermissionFacts;

class PermissionDesk : public QObject
{
    Q_OBJECT

public:
    PermissionDesk(const WindowContext &context, QWidget *window);

    [[nodiscard]] QWidget *bar() const;
    void setThreads(const QVector<Thread> &threads);
    void open(); // jumps to the oldest
    [[nodiscard]] int pendingCount() const;

Q_SIGNALS:
    void pendingChanged(int count);
    void noticeRaised(const QString &sentence);

private:
    [[nodiscard]] PermissionFacts factsOf(const PermissionQuestion &question) const;
    void allowAlways(const PermissionQuestion &question);

    WindowContext m_context;
    QVector<Thread> m_threads; // of the open project
    PermissionBar *m_bar;
};

} // namespace glasshouse::ui
