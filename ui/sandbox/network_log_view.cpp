#include "ui/sandbox/network_log_view.h"

#include "ui/common/table_style.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/network_log_filter.h"
#include "ui/sandbox/network_log_model.h"
#include "ui/sandbox/network_rules.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>

namespace glasshouse::ui {

using trace::NetworkRequest;

namespace {

constexpr int columnWidths[] = {96, 86, 60, 72, 300, 130, 54, 64, 78};
constexpr int searchWidth = 180;

} // namespace

NetworkLogView::NetworkLogView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_model(new NetworkLogModel(theme, this)),
      m_filter(new NetworkLogFilter(this)), m_table(new QTableView(this)), m_search(new QLineEdit(this)),
      m_denied(makeButton(tr("Denied or failed"), ButtonKind::Ghost, this)),
      m_counts(new ToneLabel(theme, ColorRole::TextDim, {}, this)),
      m_empty(new ToneLabel(theme, ColorRole::TextDim,
                            tr("Each request of code in the sandbox appears here, with what became of it and "
                               "why. The sandbox has no network card: its only way out is a proxy of this "
                               "program."),
                            this)),
      m_sentence(new ElidedLabel(theme, ColorRole::TextDim, this)),
      m_allow(makeButton({}, ButtonKind::Plain, this)),
      m_copy(new IconButton(theme, QStringLiteral("copy"), tr("Copy the selected requests (Ctrl+C)"), this))
{
    m_filter->setSourceModel(m_model);
    prepareTable();
    build();
    connectParts();
    refresh();
}

void NetworkLogView::build()
{
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(metric::Small, metric::Small, metric::Small, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(m_empty);
    layout->addWidget(m_table, 1);
    layout->addWidget(buildDetails());
}

QWidget *NetworkLogView::buildBar()
{
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setAccessibleName(tr("Filter the requests"));
    m_search->setMaximumWidth(searchWidth);
    m_search->setMinimumWidth(searchWidth / 2);
    m_search->setClearButtonEnabled(true);
    m_denied->setCheckable(true);
    m_denied->setIcon(m_theme->icon(u"ban"));
    m_denied->setObjectName(QStringLiteral("deniedOnly"));
    m_counts->setTextFormat(Qt::PlainText);
    auto *clearButton = new IconButton(m_theme, QStringLiteral("eraser"), tr("Clear the log"), this);
    connect(clearButton, &QToolButton::clicked, this, &NetworkLogView::clear);
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, metric::Tight);
    row->setSpacing(metric::Small);
    row->addWidget(m_search);
    row->addWidget(m_denied);
    row->addWidget(m_counts, 1);
    row->addWidget(m_copy);
    row->addWidget(clearButton);
    return box;
}

QWidget *NetworkLogView::buildDetails()
{
    m_allow->setObjectName(QStringLiteral("allowRequest"));
    m_sentence->setObjectName(QStringLiteral("requestSentence"));
    auto *box = new QWidget(this);
    box->setMinimumHeight(metric::ControlHeight + metric::Tight);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(metric::Small, metric::Tight, 0, 0);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_allow);
    return box;
}

void NetworkLogView::prepareTable()
{
    setUpTable(m_table);
    m_table->setModel(m_filter);
    m_table->setObjectName(QStringLiteral("requests"));
    m_table->setAccessibleName(tr("Requests"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    for (int column = 0; column < NetworkLogModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, columnWidths[column]);
    header->setSectionResizeMode(NetworkLogModel::Url, QHeaderView::Stretch);
}

void NetworkLogView::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, m_filter, &NetworkLogFilter::setText);
    connect(m_denied, &QPushButton::toggled, m_filter, &NetworkLogFilter::setDeniedOnly);
    connect(m_copy, &QToolButton::clicked, this, &NetworkLogView::copySelected);
    connect(new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &NetworkLogView::copySelected);
    connect(m_model, &NetworkLogModel::changed, this, &NetworkLogView::refresh);
    connect(m_allow, &QPushButton::clicked, this, [this] { allow(current()); });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == NetworkLogModel::Allow)
            allow(at(index));
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, &NetworkLogView::openMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &NetworkLogView::showDetails);
    const QScrollBar *bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this,
            [this, bar] { m_follows = bar->value() >= bar->maximum(); });
}

void NetworkLogView::clear()
{
    m_gap.clear();
    m_follows = true;
    m_model->clear();
}

void NetworkLogView::add(const NetworkRequest &request)
{
    m_model->add(request);
}

void NetworkLogView::flush()
{
    m_model->flush();
}

void NetworkLogView::setGap(const QString &sentence)
{
    m_gap = sentence;
    refresh();
}

void NetworkLogView::refresh()
{
    const int rows = m_model->rowCount();
    const int denied = m_model->deniedCount();
    m_empty->setVisible(rows == 0);
    m_table->setVisible(rows > 0);
    QStringList parts;
    if (rows > 0)
        parts << (rows == 1 ? tr("1 request") : tr("%1 requests").arg(rows));
    if (denied > 0)
        parts.last() += tr(", %1 denied or failed").arg(denied);
    if (!m_gap.isEmpty())
        parts << m_gap;
    m_counts->setText(parts.join(QStringLiteral(". ")));
    if (m_follows)
        m_table->scrollToBottom();
    showDetails();
    Q_EMIT changed();
}

void NetworkLogView::showDetails()
{
    const NetworkRequest *request = current();
    m_copy->setEnabled(request);
    m_sentence->setText(request ? visibleLine(request->sentence, 600)
                                : tr("Select a request to see why it was decided so."));
    m_sentence->setVisible(m_model->rowCount() > 0);
    const auto why = request && request->rule ? whyNotForProjects(*request->rule) : std::nullopt;
    m_allow->setVisible(request && request->rule);
    m_allow->setEnabled(!why);
    if (!request || !request->rule)
        return;
    m_allow->setText(tr("Allow %1").arg(visibleLine(ruleText(*request->rule), 60)));
    m_allow->setToolTip(why ? plainToolTip(*why) : tr("Adds this rule to the allow-list of the profile"));
}

void NetworkLogView::allow(const NetworkRequest *request)
{
    if (request && request->rule && !whyNotForProjects(*request->rule))
        Q_EMIT ruleRequested(*request->rule);
}

void NetworkLogView::openMenu(const QPoint &position)
{
    const NetworkRequest *request = at(m_table->indexAt(position));
    if (!request)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_theme->icon(u"copy"), tr("Copy the address"), this,
                    [url = request->url] { QGuiApplication::clipboard()->setText(visibleText(url)); });
    menu->addAction(m_theme->icon(u"copy"), tr("Copy the requests"), this, &NetworkLogView::copySelected);
    if (request->rule && !whyNotForProjects(*request->rule))
        menu->addAction(m_theme->icon(u"globe"),
                        tr("Allow %1").arg(visibleLine(ruleText(*request->rule), 60)), this,
                        [this, rule = *request->rule] { Q_EMIT ruleRequested(rule); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void NetworkLogView::copySelected() const
{
    QStringList lines;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        if (const NetworkRequest *request = at(index))
            lines << requestLine(*request);
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

const NetworkRequest *NetworkLogView::current() const
{
    return at(m_table->currentIndex());
}

const NetworkRequest *NetworkLogView::at(const QModelIndex &index) const
{
    return m_model->requestAt(m_filter->mapToSource(index).row());
}

} // namespace glasshouse::ui
