// The Runs page: every run of the project, the events of the chosen one, and one event in full.
#pragma once

#include "ui/mainwindow/window_context.h"
#include "ui/mainwindow/workbench.h"
#include "ui/mainwindow/workspace.h"

#include <QPointer>
#include <QTimer>
#include <QVector>

class QListWidget;
class QPlainTextEdit;
class QTableView;
class QStackedWidget;

namespace glasshouse::ui {

class ElidedLabel;
class EmptyState;
class EventModel;
class ThreadFeed;
class ToneLabel;

class RunsWorkspace : public Workspace
{
    Q_OBJECT

public:
    explicit RunsWorkspace(const WindowContext &context, QObject *parent = nullptr);
    ~RunsWorkspace() override;

    [[nodiscard]] QWidget *left() const override { return m_left; }
    [[nodiscard]] QWidget *centre() const override;
    [[nodiscard]] QWidget *right() const override { return m_right; }
    [[nodiscard]] QString thread() const override;
    void shown() override;

    void openRun(const QString &run);
    void reload();

Q_SIGNALS:
    void designRequested();

private:
    void buildList();
    void buildEvents();
    void buildDetails();
    void setRuns(const QVector<RunSummary> &runs);
    void showRun(const RunSummary &run);
    void showSummary();
    void showEvent(int row);

    WindowContext m_context;
    QPointer<QWidget> m_left;
    QPointer<QStackedWidget> m_stack;
    QPointer<QWidget> m_right;
    QListWidget *m_list;
    EmptyState *m_empty;
    EventModel *m_model;
    QTableView *m_table = nullptr;
    ElidedLabel *m_title;
    ToneLabel *m_facts;
    QPlainTextEdit *m_details;
    ThreadFeed *m_feed;
    QTimer m_reload; // runs change in bursts
    QVector<RunSummary> m_runs;
    RunSummary m_current;
};

} // namespace glasshouse::ui
