#include "ui/graph/find_bar.h"

#include "ui/common/widgets.h"
#include "ui/graph/graph_scene.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>

#include <algorithm>

namespace glasshouse::ui {

FindBar::FindBar(const Theme *theme, GraphScene *scene, QWidget *parent)
    : CardFrame(theme, parent), m_scene(scene), m_field(new QLineEdit(this)),
      m_count(new ToneLabel(theme, ColorRole::TextFaint, {}, this))
{
    setObjectName(QStringLiteral("findBar"));
    m_field->setPlaceholderText(tr("Find a node"));
    m_field->setAccessibleName(tr("Find a node"));
    m_field->installEventFilter(this);
    m_count->setMinimumWidth(44);
    m_count->setAlignment(Qt::AlignCenter);
    auto *previous =
        new IconButton(theme, QStringLiteral("chevron-up"), tr("Previous hit (Shift+Enter)"), this);
    auto *next = new IconButton(theme, QStringLiteral("chevron-down"), tr("Next hit (Enter)"), this);
    auto *hideButton = new IconButton(theme, QStringLiteral("x"), tr("Close (Escape)"), this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 4, 4);
    row->setSpacing(2);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_field), static_cast<QWidget *>(m_count), static_cast<QWidget *>(previous),
          static_cast<QWidget *>(next), static_cast<QWidget *>(hideButton)})
        row->addWidget(widget);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::search);
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });
    connect(hideButton, &QToolButton::clicked, this, &FindBar::close);
    resize(320, 38);
    hide();
}

void FindBar::open()
{
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    search();
}

void FindBar::findHits()
{
    const auto text = m_field->text().trimmed();
    m_hits.clear();
    m_current = 0;
    for (const auto *item : m_scene->nodeItems()) {
        const auto &card = item->card();
        if (!text.isEmpty() &&
            (card.title.contains(text, Qt::CaseInsensitive) || card.id.contains(text, Qt::CaseInsensitive) ||
             card.subtitle.contains(text, Qt::CaseInsensitive)))
            m_hits.append(card.id);
    }
    std::sort(m_hits.begin(), m_hits.end(), [this](const QString &a, const QString &b) {
        const auto pa = m_scene->nodeItem(a)->pos();
        const auto pb = m_scene->nodeItem(b)->pos();
        return pa.x() != pb.x() ? pa.x() < pb.x() : pa.y() != pb.y() ? pa.y() < pb.y() : a < b;
    });
    m_count->setText(text.isEmpty() ? QString() : m_hits.isEmpty() ? tr("none") : QString());
}

void FindBar::search()
{
    findHits();
    step(0);
}

// Stays at the hit it was at, and moves neither the selection nor the view: somebody is editing.
void FindBar::refresh()
{
    if (isHidden())
        return;
    const auto current = m_hits.value(m_current);
    findHits();
    m_current = std::max<qsizetype>(0, m_hits.indexOf(current));
    if (!m_hits.isEmpty())
        showCount();
}

void FindBar::showCount()
{
    m_count->setText(tr("%1 of %2").arg(m_current + 1).arg(m_hits.size()));
}

void FindBar::step(int by)
{
    if (m_hits.isEmpty())
        return;
    m_current = (m_current + by + m_hits.size()) % m_hits.size();
    showCount();
    Q_EMIT nodeFound(m_hits[m_current]);
}

void FindBar::close()
{
    hide();
    Q_EMIT closed();
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape) {
            close();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
    }
    return CardFrame::eventFilter(watched, event);
}

} // namespace glasshouse::ui
