#include "ui/review/review_footer.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/review/review_text.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr Remember choices[] = {Remember::OnlyThisOnce, Remember::SameArgumentsInThread,
                                Remember::ToolInThread, Remember::ToolAlways};
constexpr int ReasonLimit = 2000;

} // namespace

ReviewFooter::ReviewFooter(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_rememberButton(makeButton(QString(), ButtonKind::Ghost, this)),
      m_choices(new QMenu(m_rememberButton)),
      m_problem(new ToneLabel(theme, ColorRole::Failed, QString(), this)),
      m_reject(makeButton(tr("Reject with a reason"), ButtonKind::Plain, this)),
      m_edit(makeButton(tr("Edit and approve"), ButtonKind::Plain, this)),
      m_approve(makeButton(QString(), ButtonKind::Approve, this)), m_reasonRow(new QWidget(this)),
      m_reason(new QLineEdit(m_reasonRow))
{
    build();
    connect(m_approve, &QPushButton::clicked, this, &ReviewFooter::approved);
    connect(m_edit, &QPushButton::clicked, this, &ReviewFooter::editRequested);
    connect(m_reject, &QPushButton::clicked, this, &ReviewFooter::openReason);
    connect(m_reason, &QLineEdit::returnPressed, this, &ReviewFooter::submitReason);
}

void ReviewFooter::build()
{
    m_rememberButton->setIcon(m_theme->icon(u"chevron-right"));
    m_rememberButton->setMenu(m_choices);
    m_rememberButton->setObjectName(QStringLiteral("remember"));
    m_reject->setIcon(m_theme->icon(u"ban", ColorRole::Failed));
    m_reject->setObjectName(QStringLiteral("reject"));
    m_edit->setIcon(m_theme->icon(u"pencil", ColorRole::Text));
    m_edit->setObjectName(QStringLiteral("edit"));
    m_approve->setIcon(m_theme->icon(u"check", ColorRole::AccentText));
    m_approve->setObjectName(QStringLiteral("approve"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_reason->setPlaceholderText(tr("Why not? The agent reads this and may try again."));
    m_reason->setMaxLength(ReasonLimit);
    m_reason->setObjectName(QStringLiteral("reason"));
    auto *confirm = makeButton(tr("Reject"), ButtonKind::Danger, m_reasonRow);
    confirm->setObjectName(QStringLiteral("confirmReject"));
    connect(confirm, &QPushButton::clicked, this, &ReviewFooter::submitReason);
    auto *reasonLayout = new QHBoxLayout(m_reasonRow);
    reasonLayout->setContentsMargins({});
    reasonLayout->addWidget(m_reason, 1);
    reasonLayout->addWidget(confirm);
    m_reasonRow->hide();

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metric::Small);
    buttons->addWidget(m_rememberButton);
    buttons->addStretch();
    buttons->addWidget(m_reject);
    buttons->addWidget(m_edit);
    buttons->addWidget(m_approve);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::Large, metric::Medium, metric::Large + 4, metric::Medium);
    layout->setSpacing(metric::Small);
    layout->addWidget(m_problem);
    layout->addWidget(m_reasonRow);
    layout->addLayout(buttons);
}

void ReviewFooter::setTool(const QString &tool)
{
    m_tool = tool;
    m_choices->clear();
    for (const Remember choice : choices) {
        const QString text = rememberText(choice, tool).replace(u'&', QStringLiteral("&&"));
        connect(m_choices->addAction(text), &QAction::triggered, this, [this, choice] { choose(choice); });
    }
    choose(Remember::OnlyThisOnce);
    setProblem({});
    m_reason->clear();
    m_reasonRow->hide();
}

void ReviewFooter::choose(Remember remember)
{
    m_remember = remember;
    const QString text = rememberText(remember, m_tool).replace(u'&', QStringLiteral("&&"));
    m_rememberButton->setText(
        tr("Remember: %1").arg(remember == Remember::OnlyThisOnce ? text.toLower() : text));
}

void ReviewFooter::setEditing(bool editing, bool changed)
{
    m_edit->setVisible(!editing);
    m_approve->setText(changed ? tr("Approve edited  Ctrl+Enter") : tr("Approve  Ctrl+Enter"));
}

void ReviewFooter::setApprovable(bool approvable, const QString &whyNot)
{
    m_approve->setEnabled(approvable);
    m_approve->setToolTip(approvable ? QString() : plainToolTip(whyNot));
}

void ReviewFooter::setProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void ReviewFooter::openReason()
{
    m_reasonRow->show();
    m_reason->setFocus(Qt::OtherFocusReason);
}

bool ReviewFooter::closeReason()
{
    const bool open = m_reasonRow->isVisible();
    m_reasonRow->hide();
    return open;
}

void ReviewFooter::submitReason()
{
    Q_EMIT rejected(m_reason->text().trimmed());
}

} // namespace glasshouse::ui
