#include "ui/chat/conversation_view.h"

#include "ui/common/image_loader.h"
#include "ui/common/widgets.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLayout>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int WidestColumn = 756;
constexpr int Margin = 24;
constexpr int Gap = 14;
constexpr int EndSlack = 4;
constexpr int Overscan = 400; // pixels laid out beyond the viewport, so that scrolling meets finished items

QString speaker(const ConversationItem &item)
{
    if (const auto *said = std::get_if<AssistantText>(&item.content))
        return said->author;
    const auto *card = std::get_if<ToolCard>(&item.content);
    return card ? card->author : QString();
}

bool holdsFocus(const QWidget *widget)
{
    const QWidget *focus = QApplication::focusWidget();
    return focus && widget->isAncestorOf(focus);
}

} // namespace

ConversationView::ConversationView(const Theme *theme, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_images(new ImageLoader(this)),
      m_pill(makeButton(tr("Jump to latest"), ButtonKind::Plain, this))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Conversation"));
    verticalScrollBar()->setSingleStep(40);
    m_pill->setIcon(theme->icon(u"arrow-down"));
    m_pill->setObjectName(QStringLiteral("jumpToLatest"));
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, &ConversationView::scrollToEnd);
    connect(theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void ConversationView::setConversation(const Conversation *conversation)
{
    qDeleteAll(m_widgets);
    m_widgets.clear();
    m_rows.clear();
    m_unfolded.clear();
    m_conversation = conversation;
    m_following = true;
    refresh();
}

void ConversationView::refresh()
{
    if (!m_conversation)
        return;
    syncRows();
    layOut();
}

bool ConversationView::showsAuthor(int index) const
{
    const QVector<ConversationItem> &items = m_conversation->items;
    const QString name = speaker(items.at(index));
    return !name.isEmpty() && (index == 0 || speaker(items.at(index - 1)) != name);
}

int ConversationView::estimate(const ConversationItem &item) const
{
    if (const auto *said = std::get_if<AssistantText>(&item.content))
        return 30 + 19 * int(said->text.size() * 7 / std::max(1, columnWidth()) + said->text.count(u'\n'));
    if (const auto *user = std::get_if<UserText>(&item.content))
        return 36 + 17 * int(user->text.size() * 9 / std::max(1, columnWidth()));
    return std::holds_alternative<ToolCard>(item.content) ? 110 : 34;
}

ConversationView::Row ConversationView::makeRow(int index) const
{
    const ConversationItem &item = m_conversation->items.at(index);
    return {item.key, -1, estimate(item), false, showsAuthor(index)};
}

// Rows keep their heights by key; almost always only the last ones are new or changed.
void ConversationView::syncRows()
{
    const QVector<ConversationItem> &items = m_conversation->items;
    qsizetype same = 0;
    while (same < m_rows.size() && same < items.size() && m_rows.at(same).key == items.at(same).key)
        ++same;
    QHash<int, Row> old;
    for (qsizetype i = same; i < m_rows.size(); ++i)
        old.insert(m_rows.at(i).key, m_rows.at(i));
    m_rows.resize(items.size());
    for (qsizetype i = same; i < items.size(); ++i)
        m_rows[i] = old.contains(items.at(i).key) ? old.take(items.at(i).key) : makeRow(int(i));
    for (const Row &gone : std::as_const(old))
        delete m_widgets.take(gone.key);
    for (qsizetype i = 0; i < items.size(); ++i) {
        Row &row = m_rows[i];
        const bool author = i >= same ? showsAuthor(int(i)) : row.showsAuthor;
        if (row.revision == items.at(i).revision && author == row.showsAuthor)
            continue;
        row.revision = items.at(i).revision;
        row.showsAuthor = author;
        row.measured = false;
        if (ItemWidget *widget = m_widgets.value(row.key))
            widget->setItem(items.at(i), {author, m_unfolded.contains(row.key)});
    }
}

int ConversationView::columnWidth() const
{
    return std::clamp(viewport()->width() - 2 * Margin, 120, WidestColumn);
}

int ConversationView::contentHeight() const
{
    return m_rows.isEmpty() ? 0 : m_tops.constLast() + m_rows.constLast().height + Margin;
}

void ConversationView::updateTops()
{
    m_tops.resize(m_rows.size());
    int y = Margin - Gap / 2;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_tops[i] = y;
        y += m_rows.at(i).height + Gap;
    }
}

int ConversationView::rowAt(int y) const
{
    const auto next = std::upper_bound(m_tops.begin(), m_tops.end(), y);
    return std::max(0, int(next - m_tops.begin()) - 1);
}

ItemWidget *ConversationView::widgetFor(int index)
{
    const Row &row = m_rows.at(index);
    if (ItemWidget *known = m_widgets.value(row.key))
        return known;
    const ConversationItem &item = m_conversation->items.at(index);
    ItemWidget *widget = makeItemWidget(m_theme, m_images, item.content, viewport());
    widget->resize(columnWidth(), 20);
    widget->setItem(item, {row.showsAuthor, m_unfolded.contains(row.key)});
    connectWidget(widget, row.key);
    m_widgets.insert(row.key, widget);
    return widget;
}

void ConversationView::connectWidget(ItemWidget *widget, int key)
{
    connect(widget, &ItemWidget::reviewRequested, this, &ConversationView::reviewRequested);
    connect(widget, &ItemWidget::rejectRequested, this, &ConversationView::rejectRequested);
    connect(widget, &ItemWidget::artifactActivated, this, &ConversationView::artifactActivated);
    connect(widget, &ItemWidget::saveArtifactRequested, this, &ConversationView::saveArtifactRequested);
    connect(widget, &ItemWidget::openInEditorRequested, this, &ConversationView::openInEditorRequested);
    connect(widget, &ItemWidget::unfoldToggled, this, [this, key](bool unfolded) {
        unfolded ? void(m_unfolded.insert(key)) : void(m_unfolded.remove(key));
        m_following = m_following && !unfolded; // what was unfolded stays where it is
    });
}

// Returns how much the row grew.
int ConversationView::measure(int index)
{
    ItemWidget *widget = widgetFor(index);
    Row &row = m_rows[index];
    if (row.measured)
        return 0;
    widget->resize(columnWidth(), row.height);
    widget->layout()->activate();
    const int before = row.height;
    row.height =
        std::max(widget->layout()->hasHeightForWidth() ? widget->layout()->totalHeightForWidth(columnWidth())
                                                       : widget->layout()->totalSizeHint().height(),
                 1);
    row.measured = true;
    return row.height - before;
}

void ConversationView::layOutOnce()
{
    updateTops();
    updateScrollBar();
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    const int top = verticalScrollBar()->value();
    const int anchor = rowAt(top);
    const int first = rowAt(std::max(0, top - Overscan));
    int grownAbove = 0;
    for (int i = first; i < anchor; ++i)
        grownAbove += measure(i);
    measureFrom(anchor, top + viewport()->height() + Overscan);
    updateTops();
    updateScrollBar();
    if (!m_following && grownAbove != 0)
        verticalScrollBar()->setValue(top + grownAbove); // what is being read stays in place
}

void ConversationView::measureFrom(int first, int bottom)
{
    int y = m_tops.at(first);
    for (int i = first; i < m_rows.size() && y < bottom; ++i) {
        measure(i);
        y += m_rows.at(i).height + Gap;
    }
}

void ConversationView::layOut()
{
    if (m_layingOut || !m_conversation || viewport()->width() <= 0)
        return;
    m_layingOut = true;
    if (!m_rows.isEmpty()) {
        // Measuring changes where the end is, so following it may show rows that were estimates until now.
        updateTops();
        int height = -1;
        for (int round = 0; round < 4 && height != contentHeight(); ++round) {
            height = contentHeight();
            layOutOnce();
        }
        if (m_following)
            verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
    placeWidgets();
    m_layingOut = false;
    placePill();
    viewport()->update();
}

void ConversationView::placeWidgets()
{
    if (m_rows.isEmpty())
        return;
    const int top = verticalScrollBar()->value();
    const int first = rowAt(std::max(0, top - Overscan));
    const int last = rowAt(top + viewport()->height() + Overscan);
    const int x = (viewport()->width() - columnWidth()) / 2;
    for (int i = first; i <= last; ++i) {
        if (!m_rows.at(i).measured)
            continue;
        ItemWidget *widget = widgetFor(i);
        widget->setGeometry(x, m_tops.at(i) - top, columnWidth(), m_rows.at(i).height);
        widget->show();
    }
    dropFarWidgets(first, last);
}

void ConversationView::dropFarWidgets(int first, int last)
{
    QVector<int> near;
    for (int i = first; i <= last; ++i)
        near.append(m_rows.at(i).key);
    const QList<int> keys = m_widgets.keys();
    for (const int key : keys) {
        ItemWidget *widget = m_widgets.value(key);
        if (near.contains(key))
            continue;
        widget->hide();
        if (!holdsFocus(widget))
            m_widgets.take(key)->deleteLater(); // it may be the sender of what made this happen
    }
}

void ConversationView::updateScrollBar()
{
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, contentHeight() - viewport()->height()));
}

bool ConversationView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum() - EndSlack;
}

void ConversationView::scrollToEnd()
{
    m_following = true;
    layOut();
}

void ConversationView::scrollContentsBy(int, int)
{
    if (m_layingOut)
        return;
    m_following = isAtEnd();
    layOut();
}

void ConversationView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    for (Row &row : m_rows)
        row.measured = false;
    layOut();
}

bool ConversationView::viewportEvent(QEvent *event)
{
    // An item's content changed its height: a thumbnail came, something was unfolded.
    if (event->type() == QEvent::LayoutRequest && !m_layingOut) {
        for (Row &row : m_rows)
            row.measured = row.measured && !m_widgets.contains(row.key);
        layOut();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ConversationView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_End:
        return scrollToEnd();
    case Qt::Key_Home:
        return verticalScrollBar()->setValue(0);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void ConversationView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme->color(ColorRole::Background));
}

void ConversationView::placePill()
{
    const bool wanted = !m_rows.isEmpty() && !isAtEnd();
    m_pill->setVisible(wanted);
    if (!wanted)
        return;
    m_pill->adjustSize();
    m_pill->move((width() - m_pill->width()) / 2, height() - m_pill->height() - metric::Medium);
    m_pill->raise();
}

} // namespace glasshouse::ui
