#include "ui/settings/approvals_section.h"

#include "ui/common/card.h"
#include "ui/common/widgets.h"

#include <QDateTime>
#include <QLocale>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

QString scopeText(const RememberedDecision &approval, const QString &threadTitle)
{
    switch (approval.scope) {
    case Remember::SameArgumentsInThread:
        return ApprovalsSection::tr("The same arguments again, in the thread %1").arg(threadTitle);
    case Remember::ToolInThread:
        return ApprovalsSection::tr("Every call in the thread %1").arg(threadTitle);
    case Remember::ToolAlways:
        return ApprovalsSection::tr("Every call, in every thread");
    case Remember::HostCommand:
        return ApprovalsSection::tr("May start its program on this machine, in this project");
    case Remember::OnlyThisOnce:
        break;
    }
    return {};
}

} // namespace

ApprovalsSection::ApprovalsSection(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_card(new Card(theme, this)),
      m_empty(new ToneLabel(theme, ColorRole::TextDim,
                            tr("Nothing is remembered: every call that needs an approval is shown to you."),
                            this))
{
    m_empty->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_empty);
    column->addWidget(m_card);
    setApprovals({}, {});
}

void ApprovalsSection::setApprovals(const QVector<RememberedDecision> &approvals,
                                    const QHash<QString, QString> &threadTitles)
{
    m_card->clear();
    for (const RememberedDecision &approval : approvals) {
        auto *revoke = makeButton(tr("Revoke"), ButtonKind::Danger, nullptr);
        revoke->setAccessibleName(tr("Revoke %1").arg(approval.tool));
        connect(revoke, &QPushButton::clicked, this,
                [this, id = approval.id] { Q_EMIT revokeRequested(id); });
        const QString thread = threadTitles.value(approval.thread, tr("of another project"));
        const QString since =
            QLocale().toString(QDateTime::fromMSecsSinceEpoch(approval.decidedMs), QLocale::ShortFormat);
        m_card->addRow(makeCardRow(m_theme, QStringLiteral("shield-check"), approval.tool,
                                   tr("%1, since %2").arg(scopeText(approval, thread), since), {revoke}));
    }
    m_card->setVisible(!approvals.isEmpty());
    m_empty->setVisible(approvals.isEmpty());
}

} // namespace glasshouse::ui
