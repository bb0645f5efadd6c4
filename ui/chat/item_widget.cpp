#include "ui/chat/item_widget.h"

#include "ui/chat/assistant_item.h"
#include "ui/chat/plain_items.h"
#include "ui/chat/tool_card_item.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QLabel>

namespace glasshouse::ui {

namespace {

QLabel *makeIcon(const Theme *theme, QStringView name, ColorRole role, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setPixmap(theme->icon(name, role).pixmap(metric::IconSize));
    QObject::connect(theme, &Theme::changed, label, [label, theme, icon = name.toString(), role] {
        label->setPixmap(theme->icon(icon, role).pixmap(metric::IconSize));
    });
    return label;
}

struct WidgetMaker
{
    const Theme *theme;
    ImageLoader *images;
    QWidget *parent;

    ItemWidget *operator()(const UserText &) const { return new UserItem(theme, parent); }
    ItemWidget *operator()(const AssistantText &) const { return new AssistantItem(theme, parent); }
    ItemWidget *operator()(const ToolCard &) const { return new ToolCardItem(theme, images, parent); }
    ItemWidget *operator()(const Notice &) const { return new NoticeItem(theme, parent); }
    ItemWidget *operator()(const NodeSection &) const { return new SectionItem(theme, parent); }
    ItemWidget *operator()(const RunEnd &) const { return new RunEndItem(theme, parent); }
};

} // namespace

ItemWidget *makeItemWidget(const Theme *theme, ImageLoader *images, const ItemContent &content,
                           QWidget *parent)
{
    return std::visit(WidgetMaker{theme, images, parent}, content);
}

AuthorRow::AuthorRow(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_name(new ToneLabel(theme, ColorRole::TextDim, QString(), this)),
      m_scripted(new QWidget(this))
{
    m_name->setTextFormat(Qt::PlainText);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(metric::Tight + 1);
    row->addWidget(makeIcon(theme, u"bot", ColorRole::Accent, this));
    row->addWidget(m_name);
    row->addSpacing(metric::Tight);
    row->addWidget(m_scripted);
    row->addStretch();
    auto *mark = new QHBoxLayout(m_scripted);
    mark->setContentsMargins({});
    mark->setSpacing(metric::Tight);
    auto *words = new ToneLabel(theme, ColorRole::TextFaint, tr("Offline demo, scripted"), m_scripted);
    words->setFont(theme->textFont(11));
    mark->addWidget(makeIcon(theme, u"sparkles", ColorRole::TextFaint, m_scripted));
    mark->addWidget(words);
}

void AuthorRow::setAuthor(const QString &name, bool scripted)
{
    m_name->setText(visibleLine(name, 80));
    m_scripted->setVisible(scripted);
}

} // namespace glasshouse::ui
