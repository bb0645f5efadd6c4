#include "ui/graph/palette_panel.h"

#include "ui/common/row_delegate.h"
#include "ui/common/widgets.h"
#include "ui/graph/mime_types.h"
#include "ui/graph/node_kinds.h"

#include <QDrag>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int KindRole = Qt::UserRole;

// The list with our MIME type; QListWidget starts the QDrag itself.
class KindList final : public QListWidget
{
public:
    using QListWidget::QListWidget;

protected:
    [[nodiscard]] QStringList mimeTypes() const override { return {mime::NodeKind}; }

    [[nodiscard]] QMimeData *mimeData(const QList<QListWidgetItem *> &items) const override
    {
        if (items.isEmpty())
            return nullptr;
        auto *payload = new QMimeData; // the drag owns it
        payload->setData(mime::NodeKind, items.first()->data(KindRole).toString().toUtf8());
        return payload;
    }

    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::CopyAction; }
};

} // namespace

PalettePanel::PalettePanel(Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_search(new QLineEdit(this)), m_list(new KindList(this))
{
    setObjectName(QStringLiteral("palettePanel"));
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setPlaceholderText(tr("Search, or press N"));
    m_search->setAccessibleName(tr("Search the palette"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme->icon(u"search", ColorRole::TextFaint), QLineEdit::LeadingPosition);
    m_search->setTextMargins(-6, 0, 0, 0); // Qt leaves too much behind the icon
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Palette"));
    setUpRows(m_list, theme);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setDefaultDropAction(Qt::CopyAction);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, metric::Small, 0, 0);
    column->setSpacing(metric::Small);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(metric::Medium, 0, metric::Medium, 0);
    inset->setSpacing(metric::Small);
    inset->addWidget(new SectionHeader(theme, tr("Palette"), this));
    inset->addWidget(m_search);
    column->addLayout(inset);
    column->addWidget(m_list, 1);
    fill();
    connect(m_search, &QLineEdit::textChanged, this, &PalettePanel::filter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { activate(m_list->currentItem()); });
    connect(m_list, &QListWidget::itemActivated, this, &PalettePanel::activate);
}

void PalettePanel::fill()
{
    for (const auto &kind : drawableKinds()) {
        auto *item =
            new QListWidgetItem(m_theme->icon(kind.icon, kind.color), kind.title, m_list); // the list owns it
        item->setData(KindRole, kind.id);
        item->setToolTip(tr("%1 Drag it onto the canvas.").arg(kind.hint));
    }
}

void PalettePanel::filter(const QString &text)
{
    QListWidgetItem *first = nullptr;
    for (int row = 0; row < m_list->count(); ++row) {
        auto *item = m_list->item(row);
        item->setHidden(!item->text().contains(text.trimmed(), Qt::CaseInsensitive) &&
                        !item->toolTip().contains(text.trimmed(), Qt::CaseInsensitive));
        if (!first && !item->isHidden())
            first = item;
    }
    m_list->setCurrentItem(text.trimmed().isEmpty() ? nullptr : first);
}

void PalettePanel::activate(QListWidgetItem *item)
{
    if (item && !item->isHidden())
        Q_EMIT kindActivated(item->data(KindRole).toString());
}

} // namespace glasshouse::ui
