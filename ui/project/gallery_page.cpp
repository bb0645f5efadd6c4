#include "ui/project/gallery_page.h"

#include "ui/common/row_delegate.h"
#include "ui/common/scrolling_column.h"
#include "ui/common/widgets.h"
#include "ui/project/sample_card.h"

#include <QAction>
#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int contentWidth = 940;
constexpr int cardWidth = 286;
constexpr int mostColumns = 3;
constexpr int outerMargin = 40;

// What people read: ~/Documents/Glasshouse/primes.
QString shortPath(const QString &folder)
{
    const QString home = QDir::homePath();
    return folder.startsWith(home) ? QStringLiteral("~") + folder.mid(home.size()) : folder;
}

} // namespace

GalleryPage::GalleryPage(const Theme *theme, const QVector<Sample> &samples, const QList<QAction *> &actions,
                         QWidget *parent)
    : QWidget(parent), m_theme(theme), m_content(new QWidget), m_grid(new QGridLayout),
      m_recentHeader(new SectionHeader(theme, tr("Recent projects"), m_content)),
      m_recent(new QListWidget(m_content))
{
    m_grid->setSpacing(metric::Large);
    setUpRows(m_recent, theme);
    m_recent->viewport()->setAutoFillBackground(false);
    m_recent->setAccessibleName(tr("Recent projects"));
    connect(m_recent, &QListWidget::itemActivated, this,
            [this](QListWidgetItem *item) { Q_EMIT projectActivated(item->data(Qt::UserRole).toString()); });
    connect(m_recent, &QListWidget::itemClicked, this,
            [this](QListWidgetItem *item) { Q_EMIT projectActivated(item->data(Qt::UserRole).toString()); });

    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins({});
    column->setSpacing(metric::Medium);
    column->addWidget(buildHead(actions));
    column->addSpacing(metric::Large);
    column->addWidget(new SectionHeader(theme, tr("Samples"), m_content));
    column->addLayout(m_grid);
    column->addSpacing(metric::Large);
    column->addWidget(m_recentHeader);
    column->addWidget(m_recent);
    column->addStretch(1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->addWidget(
        makeScrollingColumn(m_content, contentWidth, {outerMargin, 48, outerMargin, outerMargin}, this));

    addCards(samples);
    setRecentProjects({});
}

QWidget *GalleryPage::buildHead(const QList<QAction *> &actions)
{
    auto *head = new QWidget(m_content);
    auto *title = new ToneLabel(m_theme, ColorRole::Text, tr("Build agents you can watch"), head);
    title->setFont(m_theme->textFont(26, QFont::DemiBold));
    auto *sentence =
        new ToneLabel(m_theme, ColorRole::TextDim,
                      tr("Draw agents and workflows, review every piece of code they write, and see it "
                         "run behind glass on this computer."),
                      head);
    sentence->setFont(m_theme->textFont(14));
    sentence->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metric::Small);
    for (QAction *action : actions) {
        buttons->addWidget(new ActionButton(m_theme, action, ButtonKind::Plain, head));
    }
    buttons->addStretch(1);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins({});
    column->setSpacing(metric::Small);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addSpacing(metric::Small);
    column->addLayout(buttons);
    return head;
}

void GalleryPage::addCards(const QVector<Sample> &samples)
{
    for (const Sample &sample : samples) {
        auto *card = new SampleCard(m_theme, sample, m_content);
        connect(card, &QAbstractButton::clicked, this, [this, sample] { Q_EMIT sampleActivated(sample); });
        connect(m_theme, &Theme::changed, card, qOverload<>(&QWidget::update));
        m_cards.append(card);
    }
    arrangeCards();
}

void GalleryPage::arrangeCards()
{
    const int room = qMin(width() - 2 * outerMargin, contentWidth);
    const int columns = qBound(1, (room + metric::Large) / (cardWidth + metric::Large), mostColumns);
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int column = 0; column < mostColumns; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (int i = 0; i < m_cards.size(); ++i)
        m_grid->addWidget(m_cards[i], i / columns, i % columns);
}

void GalleryPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeCards();
}

void GalleryPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme->color(ColorRole::Background));
}

void GalleryPage::setRecentProjects(const QVector<RecentProject> &projects)
{
    m_recent->clear();
    for (const RecentProject &project : projects) {
        auto *item = new QListWidgetItem(m_theme->icon(u"folder"), project.title, m_recent);
        item->setData(Qt::UserRole, project.folder);
        item->setData(row_role::Detail, shortPath(project.folder));
    }
    m_recent->setVisible(!projects.isEmpty());
    m_recentHeader->setVisible(!projects.isEmpty());
    m_recent->setFixedHeight(int(projects.size()) * metric::RowHeight + 2);
}

} // namespace glasshouse::ui
