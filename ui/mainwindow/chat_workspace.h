// The Chat page: the threads, the conversation of one, and the facts of its run.
#pragma once

#include "core/model/thread.h"
#include "core/trace/event.h"
#include "ui/mainwindow/window_context.h"
#include "ui/mainwindow/workspace.h"

#include <QPointer>
#include <QVector>

namespace glasshouse::ui {

class ChatPage;
class RunPanel;
class ThreadFeed;
class ThreadList;

class ChatWorkspace : public Workspace
{
    Q_OBJECT

public:
    explicit ChatWorkspace(const WindowContext &context, QObject *parent = nullptr);
    ~ChatWorkspace() override;

    [[nodiscard]] QWidget *left() const override;
    [[nodiscard]] QWidget *centre() const override;
    [[nodiscard]] QWidget *right() const override;
    [[nodiscard]] QString thread() const override { return m_thread.id; }
    void shown() override;
    void saveState(QSettings &settings) const override;
    void restoreState(QSettings &settings) override;

    void setThreads(const QVector<Thread> &threads);
    void openThread(const QString &id);

public Q_SLOTS:
    void newThread(const QString &agent); // kept only once something has been said in it
    void newWorkflowThread(const QString &workflow);

Q_SIGNALS:
    void codeOpened(const QString &code, const QString &language);

private:
    void connectList();
    void connectPage();
    void showThread(const Thread &thread);
    void projectOpened();
    void refreshAgent();
    void send(const QString &text);
    void stop();
    void rename(const QString &id, const QString &title);
    void pin(const QString &id, bool pinned);
    void exportThread(const QString &title, const QString &markdown);
    [[nodiscard]] Thread makeThread() const;
    [[nodiscard]] const Thread *find(const QString &id) const;

    WindowContext m_context;
    QPointer<ThreadList> m_list;
    QPointer<ChatPage> m_page;
    QPointer<RunPanel> m_panel;
    ThreadFeed *m_feed;
    QVector<Thread> m_threads;
    Thread m_thread;
    QString m_wanted; // from the settings, until the threads are known
};

} // namespace glasshouse::ui
