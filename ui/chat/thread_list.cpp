#include "ui/chat/thread_list.h"

#include "ui/chat/thread_model.h"
#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int AgeRefreshMs = 30'000;

QString menuText(const QString &text)
{
    return visibleLine(text, 80).replace(u'&', QStringLiteral("&&"));
}

} // namespace

ThreadList::ThreadList(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_model(new ThreadModel(theme, this)), m_sorted(new ThreadOrder(this)),
      m_search(new QLineEdit(this)), m_view(new QListView(this)),
      m_new(new IconButton(theme, QStringLiteral("plus"), tr("New thread"), this)),
      m_newMenu(new QMenu(m_new)), m_footer(new QWidget(this)),
      m_agent(new InfoRow(theme, QStringLiteral("bot"), QString(), m_footer)),
      m_connection(new InfoRow(theme, QStringLiteral("plug"), QString(), m_footer))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setDynamicSortFilter(true);
    m_sorted->sort(0);
    build();
    connect(m_search, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_model, &ThreadModel::renamed, this, &ThreadList::renameRequested);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    Q_EMIT threadActivated(current.data(Qt::UserRole).toString());
            });
    connect(m_view, &QWidget::customContextMenuRequested, this, &ThreadList::showMenu);
    connect(&m_clock, &QTimer::timeout, m_model, &ThreadModel::refreshAges);
    m_clock.start(AgeRefreshMs);
}

void ThreadList::build()
{
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(m_theme->icon(u"search"), QLineEdit::LeadingPosition);
    m_search->setTextMargins(-6, 0, 0, 0); // Qt leaves too much behind the icon
    m_search->setAccessibleName(tr("Search threads"));
    setUpRows(m_view, m_theme);
    m_view->setModel(m_sorted);
    m_view->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Threads"));
    m_new->setMenu(m_newMenu);
    m_new->setPopupMode(QToolButton::InstantPopup);
    m_new->setObjectName(QStringLiteral("newThread"));
    m_new->setEnabled(false);
    auto *deleteKey = new QShortcut(QKeySequence::Delete, m_view, nullptr, nullptr, Qt::WidgetShortcut);
    connect(deleteKey, &QShortcut::activated, this, [this] {
        if (const Thread *thread = currentValue())
            confirmDelete(*thread);
    });

    auto *head = new QHBoxLayout;
    head->setContentsMargins(metric::Medium, metric::Small, metric::Small, 0);
    head->addWidget(new SectionHeader(m_theme, tr("THREADS"), this), 1);
    head->addWidget(m_new);
    auto *search = new QHBoxLayout;
    search->setContentsMargins(metric::Medium, 0, metric::Medium, metric::Tight);
    search->addWidget(m_search);
    auto *foot = new QVBoxLayout(m_footer);
    foot->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Medium);
    foot->addWidget(new SectionHeader(m_theme, tr("AGENT"), m_footer));
    foot->addWidget(m_agent);
    foot->addWidget(m_connection);
    m_footer->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(metric::Tight);
    layout->addLayout(head);
    layout->addLayout(search);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_footer);
}

void ThreadList::setThreads(const QVector<Thread> &threads)
{
    const QString current = currentThread();
    const QSignalBlocker quiet(m_view->selectionModel());
    m_model->setThreads(threads);
    setCurrentThread(current);
}

void ThreadList::setCurrentThread(const QString &id)
{
    const QModelIndex index = m_sorted->mapFromSource(m_model->find(id));
    if (index == m_view->currentIndex())
        return;
    const QSignalBlocker quiet(m_view->selectionModel());
    m_view->setCurrentIndex(index);
    m_view->viewport()->update();
}

QString ThreadList::currentThread() const
{
    return m_view->currentIndex().data(Qt::UserRole).toString();
}

const Thread *ThreadList::currentValue() const
{
    const QModelIndex index = m_sorted->mapToSource(m_view->currentIndex());
    return index.isValid() ? &m_model->thread(index.row()) : nullptr;
}

void ThreadList::setAgents(const QStringList &agents, const QStringList &workflows)
{
    m_newMenu->clear();
    for (const QString &name : agents)
        connect(m_newMenu->addAction(m_theme->icon(u"bot", ColorRole::Accent), menuText(name)),
                &QAction::triggered, this, [this, name] { Q_EMIT newThreadRequested(name); });
    if (!agents.isEmpty() && !workflows.isEmpty())
        m_newMenu->addSeparator();
    for (const QString &name : workflows)
        connect(m_newMenu->addAction(m_theme->icon(u"workflow"), menuText(name)), &QAction::triggered, this,
                [this, name] { Q_EMIT newWorkflowThreadRequested(name); });
    m_new->setEnabled(!m_newMenu->isEmpty());
    m_new->setToolTip(m_newMenu->isEmpty() ? tr("Add an agent in Design to start a thread with it")
                                           : tr("New thread"));
}

void ThreadList::setAgent(const QString &name, const QString &connectionLabel, bool scripted)
{
    m_footer->setVisible(!name.isEmpty());
    m_agent->setIcon(QStringLiteral("bot"), ColorRole::Accent);
    m_agent->setName(visibleLine(name, 80));
    m_connection->setIcon(scripted ? QStringLiteral("sparkles") : QStringLiteral("plug"), ColorRole::TextDim);
    m_connection->setName(scripted ? tr("Offline demo, scripted") : visibleLine(connectionLabel, 80));
}

void ThreadList::addThreadActions(QMenu &menu, const Thread &thread)
{
    connect(menu.addAction(m_theme->icon(u"pencil"), tr("Rename")), &QAction::triggered, this,
            [this] { m_view->edit(m_view->currentIndex()); });
    connect(menu.addAction(m_theme->icon(u"pin"), thread.pinned ? tr("Unpin") : tr("Pin")),
            &QAction::triggered, this, [this, thread] { Q_EMIT pinRequested(thread.id, !thread.pinned); });
    connect(menu.addAction(m_theme->icon(u"download"), tr("Export as Markdown...")), &QAction::triggered,
            this, [this, thread] { Q_EMIT exportRequested(thread.id); });
    menu.addSeparator();
    connect(menu.addAction(m_theme->icon(u"trash-2", ColorRole::Failed), tr("Delete...")),
            &QAction::triggered, this, [this, thread] { confirmDelete(thread); });
}

void ThreadList::showMenu(const QPoint &position)
{
    if (const QModelIndex index = m_view->indexAt(position); index.isValid())
        m_view->setCurrentIndex(index);
    const Thread *thread = currentValue();
    if (!thread)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addThreadActions(*menu, *thread);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void ThreadList::confirmDelete(const Thread &thread)
{
    auto *box = new QMessageBox(QMessageBox::Question, tr("Delete thread"),
                                tr("Delete \"%1\" with all its messages and runs? This cannot be undone.")
                                    .arg(visibleLine(thread.title, 120)),
                                QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton *remove = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    setButtonKind(remove, ButtonKind::Danger);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(remove, &QPushButton::clicked, this, [this, id = thread.id] { Q_EMIT deleteRequested(id); });
    box->open();
}

} // namespace glasshouse::ui
