#include "ui/mainwindow/runs_workspace.h"

#include "core/base/json.h"
#include "ui/common/empty_state.h"
#include "ui/common/project_document.h"
#include "ui/common/row_delegate.h"
#include "ui/common/state_style.h"
#include "ui/common/table_style.h"
#include "ui/common/widgets.h"
#include "ui/mainwindow/event_model.h"
#include "ui/mainwindow/run_tracker.h"
#include "ui/mainwindow/thread_feed.h"

#include <QDateTime>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr std::chrono::milliseconds reloadPause{200};
constexpr int columnWidths[] = {96, 190, 120};

// The time today, else the date.
QString whenText(qint64 ms)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(ms);
    return when.date() == QDate::currentDate() ? when.toString(QStringLiteral("HH:mm"))
                                               : QLocale().toString(when.date(), QLocale::ShortFormat);
}

QString secondsText(qint64 ms)
{
    return RunsWorkspace::tr("%1 s").arg(QLocale().toString(double(ms) / 1000, 'f', ms < 100'000 ? 1 : 0));
}

} // namespace

RunsWorkspace::RunsWorkspace(const WindowContext &context, QObject *parent)
    : Workspace(parent), m_context(context), m_left(new QWidget), m_stack(new QStackedWidget),
      m_right(new QWidget), m_list(new QListWidget(m_left)),
      m_empty(new EmptyState(
          context.theme, QStringLiteral("bug"), tr("No runs yet"),
          tr("Every message and every workflow run leaves its events here, to look at what was "
             "asked, decided and printed."))),
      m_model(new EventModel(context.theme, this)), m_title(new ElidedLabel(context.theme)),
      m_facts(new ToneLabel(context.theme, ColorRole::TextDim, {})), m_details(new QPlainTextEdit(m_right)),
      m_feed(new ThreadFeed(context.workbench, this))
{
    buildList();
    buildEvents();
    buildDetails();
    m_reload.setSingleShot(true);
    m_reload.setInterval(reloadPause);
    connect(&m_reload, &QTimer::timeout, this, &RunsWorkspace::reload);
    connect(context.workbench, &Workbench::eventRecorded, &m_reload, [this](const trace::Event &event) {
        if (event.type.startsWith(u"run_"))
            m_reload.start();
    });
    connect(context.document, &ProjectDocument::reset, this, [this] {
        m_current = {};
        setRuns({});
        reload();
    });
    connect(context.runs, &RunTracker::runsChanged, this, &RunsWorkspace::showSummary);
    connect(m_feed, &ThreadFeed::loaded, this, [this](const QVector<trace::Event> &events) {
        QVector<trace::Event> ofRun;
        std::copy_if(events.begin(), events.end(), std::back_inserter(ofRun),
                     [this](const trace::Event &event) { return event.run == m_current.id; });
        m_model->setEvents(ofRun);
        m_context.runs->load(events, m_feed->thread());
    });
    connect(m_feed, &ThreadFeed::arrived, this, [this](const trace::Event &event) {
        if (event.run == m_current.id)
            m_model->append(event);
    });
    reload();
}

RunsWorkspace::~RunsWorkspace()
{
    delete m_left;
    delete m_stack;
    delete m_right;
}

void RunsWorkspace::buildList()
{
    setUpRows(m_list, m_context.theme);
    m_list->setAccessibleName(tr("Runs"));
    auto *header = new SectionHeader(m_context.theme, tr("Runs"), m_left);
    header->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, metric::Tight);
    auto *column = new QVBoxLayout(m_left);
    column->setContentsMargins({});
    column->setSpacing(metric::Tight);
    column->addWidget(header);
    column->addWidget(m_list, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && row < m_runs.size())
            showRun(m_runs[row]);
    });
}

void RunsWorkspace::buildEvents()
{
    auto *page = new QWidget(m_stack);
    m_table = new QTableView(page);
    m_table->setModel(m_model);
    setUpTable(m_table);
    m_table->setAccessibleName(tr("Events"));
    for (int column = 0; column < EventModel::Gist; ++column)
        m_table->setColumnWidth(column, columnWidths[column]);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { showEvent(current.row()); });

    m_title->setFont(m_context.theme->textFont(15, QFont::DemiBold));
    m_facts->setTextFormat(Qt::PlainText);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(metric::Large, metric::Medium, metric::Large, metric::Medium);
    head->setSpacing(metric::Tight);
    head->addWidget(m_title);
    head->addWidget(m_facts);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    connect(m_empty->addAction(tr("Go to Design"), true), &QPushButton::clicked, this,
            &RunsWorkspace::designRequested);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);
}

void RunsWorkspace::buildDetails()
{
    m_details->setReadOnly(true);
    m_details->setFont(m_context.theme->codeFont());
    m_details->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_details->setPlaceholderText(tr("Select an event to see all of it."));
    m_details->setAccessibleName(tr("Event in full"));
    auto *column = new QVBoxLayout(m_right);
    column->setContentsMargins(metric::Medium, metric::Medium, metric::Medium, metric::Medium);
    column->setSpacing(metric::Small);
    column->addWidget(new SectionHeader(m_context.theme, tr("Event"), m_right));
    column->addWidget(m_details, 1);
}

QWidget *RunsWorkspace::centre() const
{
    return m_stack;
}

void RunsWorkspace::shown()
{
    reload();
}

QString RunsWorkspace::thread() const
{
    return m_current.thread;
}

void RunsWorkspace::reload()
{
    m_context.workbench->listRuns([self = QPointer(this)](const QVector<RunSummary> &runs) {
        if (self)
            self->setRuns(runs);
    });
}

void RunsWorkspace::setRuns(const QVector<RunSummary> &runs)
{
    const QString current = m_current.id;
    m_runs = runs;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const RunSummary &run : runs) {
        const StateStyle style = stateStyle(phaseOfStatus(run.status));
        auto *item = new QListWidgetItem(m_context.theme->icon(style.icon, style.color), run.name, m_list);
        item->setData(row_role::Detail, whenText(run.startedMs));
        item->setData(row_role::SecondLine, style.word);
    }
    m_stack->setCurrentIndex(runs.isEmpty() ? 0 : 1);
    m_right->setEnabled(!runs.isEmpty());
    if (!runs.isEmpty())
        openRun(current.isEmpty() ? runs.first().id : current);
}

void RunsWorkspace::openRun(const QString &id)
{
    for (int row = 0; row < m_runs.size(); ++row) {
        if (m_runs[row].id != id)
            continue;
        const QSignalBlocker quiet(m_list);
        m_list->setCurrentRow(row);
        showRun(m_runs[row]);
    }
}

void RunsWorkspace::showRun(const RunSummary &run)
{
    const bool isOther = run.id != m_current.id;
    m_current = run;
    if (isOther) {
        m_details->clear();
        m_feed->show({}); // another run of the same thread has to be loaded again
        m_feed->show(run.thread);
        Q_EMIT threadShown();
    }
    showSummary();
}

void RunsWorkspace::showSummary()
{
    if (m_current.id.isEmpty())
        return;
    const TrackedRun *tracked = m_context.runs->run(m_current.id);
    const StateStyle style = stateStyle(tracked ? tracked->view.phase : phaseOfStatus(m_current.status));
    m_title->setText(m_current.name);
    QStringList facts{style.word};
    if (tracked) {
        facts.append(secondsText(tracked->view.lastMs - tracked->view.startedMs));
        facts.append(tr("%1 tokens in, %2 out")
                         .arg(QLocale().toString(tracked->view.inputTokens),
                              QLocale().toString(tracked->view.outputTokens)));
        if (!tracked->view.error.isEmpty())
            facts.append(tracked->view.error);
    }
    m_facts->setText(facts.join(QStringLiteral("  \u00b7  ")));
}

void RunsWorkspace::showEvent(int row)
{
    const trace::Event *event = m_model->eventAt(row);
    m_details->setPlainText(event ? QString::fromUtf8(toPrettyJson(event->toJson())) : QString());
}

} // namespace glasshouse::ui
