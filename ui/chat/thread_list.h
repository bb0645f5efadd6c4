// The threads of a project: search, rename, pin, delete, export, and a new one with any agent.
#pragma once

#include "core/model/thread.h"
#include "ui/common/theme.h"

#include <QTimer>
#include <QVector>
#include <QWidget>

class QLineEdit;
class QListView;
class QMenu;
class QSortFilterProxyModel;
class QToolButton;

namespace glasshouse::ui {

class ThreadModel;
class InfoRow;

class ThreadList : public QWidget
{
    Q_OBJECT

public:
    explicit ThreadList(const Theme *theme, QWidget *parent = nullptr);

    void setThreads(const QVector<Thread> &threads);
    void setCurrentThread(const QString &id);
    [[nodiscard]] QString currentThread() const;
    // What "New thread" offers.
    void setAgents(const QStringList &agents, const QStringList &workflows = {});
    // The footer: who the current thread talks to.
    void setAgent(const QString &name, const QString &connectionLabel, bool scripted);

Q_SIGNALS:
    void threadActivated(const QString &id);
    void newThreadRequested(const QString &agent);
    void newWorkflowThreadRequested(const QString &workflow);
    void renameRequested(const QString &id, const QString &title);
    void pinRequested(const QString &id, bool pinned);
    void deleteRequested(const QString &id); // already confirmed
    void exportRequested(const QString &id);

private:
    void build();
    void showMenu(const QPoint &position);
    void confirmDelete(const Thread &thread);
    void addThreadActions(QMenu &menu, const Thread &thread);
    [[nodiscard]] const Thread *currentValue() const;

    const Theme *m_theme;
    ThreadModel *m_model;
    QSortFilterProxyModel *m_sorted;
    QLineEdit *m_search;
    QListView *m_view;
    QToolButton *m_new;
    QMenu *m_newMenu;
    QWidget *m_footer;
    InfoRow *m_agent;
    InfoRow *m_connection;
    QTimer m_clock; // "12 min" grows old
};

} // namespace glasshouse::ui
