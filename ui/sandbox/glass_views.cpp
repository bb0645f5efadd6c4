#include "ui/sandbox/glass_views.h"

#include "ui/common/access_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int FactsWidth = 420;

QVBoxLayout *paddedColumn(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    layout->setSpacing(metric::Tight);
    return layout;
}

ToneLabel *sentence(const Theme *theme, const QString &text, QWidget *parent)
{
    auto *label = new ToneLabel(theme, ColorRole::TextDim, text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

NetworkView::NetworkView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_fact(new InfoRow(theme, QStringLiteral("lock"), {}, this))
{
    m_fact->setFixedWidth(FactsWidth);
    setAccess({});
    auto *layout = paddedColumn(this);
    layout->addWidget(new SectionHeader(theme, tr("ALLOW-LIST"), this));
    layout->addWidget(m_fact);
    layout->addWidget(
        sentence(theme,
                 tr("The sandbox has no network card. Its only way out is a proxy of this program, which "
                    "denies what is not on the allow-list, and this machine and your local network "
                    "unless their address itself is listed."),
                 this));
    layout->addStretch();
}

void NetworkView::setAccess(const SandboxAccess &access)
{
    const bool closed = access.allow.isEmpty() && !access.asksForUnlisted;
    m_fact->setIcon(closed ? QStringLiteral("lock") : QStringLiteral("globe"),
                    closed ? ColorRole::Done : ColorRole::Waiting);
    m_fact->setName(closed ? tr("No network: everything is denied") : networkText(access));
}

} // namespace glasshouse::ui
