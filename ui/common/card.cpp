#include "ui/common/card.h"

#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace glasshouse::ui {

Card::Card(const Theme *theme, QWidget *parent)
    : CardFrame(theme, parent), m_theme(theme), m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(1, 1, 1, 1);
    m_rows->setSpacing(1); // the divider shines through
}

void Card::addRow(QWidget *row)
{
    m_rows->addWidget(row);
}

void Card::clear()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

bool Card::isEmpty() const
{
    return m_rows->isEmpty();
}

void Card::paintEvent(QPaintEvent *event)
{
    CardFrame::paintEvent(event);
    QPainter painter(this);
    for (int i = 1; i < m_rows->count(); ++i) {
        const int y = m_rows->itemAt(i)->geometry().top() - 1;
        painter.fillRect(QRect(1, y, width() - 2, 1), m_theme->color(ColorRole::Line));
    }
}

QWidget *makeCardRow(const Theme *theme, const QString &icon, const QString &title,
                     const QString &explanation, const QList<QWidget *> &controls)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(metric::Large, metric::Medium, metric::Medium, metric::Medium);
    line->setSpacing(metric::Medium);
    if (!icon.isEmpty()) {
        auto *picture = new QLabel(row);
        const auto show = [=] { picture->setPixmap(theme->icon(icon, ColorRole::Accent).pixmap(18)); };
        QObject::connect(theme, &Theme::changed, picture, show);
        show();
        line->addWidget(picture);
    }
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto *heading = new ToneLabel(theme, ColorRole::Text, title, row);
    heading->setFont(theme->textFont(13, QFont::Medium));
    heading->setTextFormat(Qt::PlainText);
    texts->addWidget(heading);
    if (!explanation.isEmpty()) {
        auto *below = new ToneLabel(theme, ColorRole::TextDim, explanation, row);
        below->setFont(theme->textFont(12));
        below->setTextFormat(Qt::PlainText);
        below->setWordWrap(true);
        texts->addWidget(below);
    }
    line->addLayout(texts, 1);
    for (QWidget *control : controls)
        line->addWidget(control, 0, Qt::AlignVCenter);
    return row;
}

} // namespace glasshouse::ui
