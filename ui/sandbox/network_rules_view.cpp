#include "ui/sandbox/network_rules_view.h"

#include "ui/common/row_delegate.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/network_rules.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QShortcut>
#include <QTreeWidget>

namespace glasshouse::ui {

namespace {

constexpr int longestTarget = 300;
constexpr int methodsWidth = 120;
constexpr int listLeast = 60;

QShortcut *listShortcut(const QKeySequence &keys, QWidget *list)
{
    return new QShortcut(keys, list, nullptr, nullptr, Qt::WidgetShortcut);
}

} // namespace

NetworkRulesView::NetworkRulesView(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_verdict(new InfoRow(theme, QStringLiteral("lock"), {}, this)),
      m_list(new QTreeWidget(this)), m_target(new QLineEdit(this)), m_methods(new QLineEdit(this)),
      m_add(makeButton(tr("Add"), ButtonKind::Plain, this)),
      m_cancel(new IconButton(theme, QStringLiteral("x"), tr("Leave the rule as it is"), this)),
      m_edit(new IconButton(theme, QStringLiteral("pencil"), tr("Edit the rule (Enter)"), this)),
      m_remove(new IconButton(theme, QStringLiteral("trash-2"), tr("Remove the rule (Delete)"), this)),
      m_problem(new ToneLabel(theme, ColorRole::Failed, {}, this)),
      m_asks(new QCheckBox(tr("Ask me about what is not listed"), this))
{
    build();
    connectParts();
    setAccess({});
}

void NetworkRulesView::build()
{
    setUpRows(m_list, m_theme);
    m_list->setAccessibleName(tr("Rules of the allow-list"));
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setMinimumHeight(listLeast);
    m_asks->setToolTip(
        tr("A request that no rule allows waits for your answer. Silence denies it after five minutes."));
    m_asks->setObjectName(QStringLiteral("askForUnlisted"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setObjectName(QStringLiteral("ruleProblem"));
    auto *head = new QHBoxLayout;
    head->setSpacing(0);
    head->addWidget(m_verdict, 1);
    head->addWidget(m_edit);
    head->addWidget(m_remove);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(metric::Tight);
    layout->addLayout(head);
    layout->addWidget(m_list, 1);
    layout->addWidget(buildEditRow());
    layout->addWidget(m_problem);
    layout->addWidget(m_asks);
}

QWidget *NetworkRulesView::buildEditRow()
{
    m_target->setPlaceholderText(tr("pypi.org, *.example.com, https://api.example.com/v1"));
    m_target->setAccessibleName(tr("Host or address to allow"));
    m_target->setObjectName(QStringLiteral("ruleTarget"));
    m_target->setMaxLength(longestTarget);
    m_methods->setPlaceholderText(tr("all methods"));
    m_methods->setAccessibleName(tr("Methods to allow, separated by commas"));
    m_methods->setObjectName(QStringLiteral("ruleMethods"));
    m_methods->setFixedWidth(methodsWidth);
    m_methods->setMaxLength(longestTarget);
    m_add->setObjectName(QStringLiteral("addRule"));
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(metric::Tight);
    row->addWidget(m_target, 1);
    row->addWidget(m_methods);
    row->addWidget(m_add);
    row->addWidget(m_cancel);
    return box;
}

void NetworkRulesView::connectParts()
{
    for (QLineEdit *field : {m_target, m_methods}) {
        connect(field, &QLineEdit::textChanged, this, &NetworkRulesView::checkTyped);
        connect(field, &QLineEdit::returnPressed, this, &NetworkRulesView::commit);
        connect(new QShortcut(QKeySequence(Qt::Key_Escape), field, nullptr, nullptr, Qt::WidgetShortcut),
                &QShortcut::activated, this, &NetworkRulesView::endEdit);
    }
    connect(m_add, &QPushButton::clicked, this, &NetworkRulesView::commit);
    connect(m_cancel, &QToolButton::clicked, this, &NetworkRulesView::endEdit);
    connect(m_edit, &QToolButton::clicked, this, [this] { beginEdit(currentRow()); });
    connect(m_remove, &QToolButton::clicked, this, &NetworkRulesView::removeCurrent);
    connect(m_list, &QTreeWidget::itemActivated, this, [this] { beginEdit(currentRow()); });
    connect(m_list, &QTreeWidget::currentItemChanged, this, &NetworkRulesView::showVerdict);
    connect(listShortcut(QKeySequence::Delete, m_list), &QShortcut::activated, this,
            &NetworkRulesView::removeCurrent);
    connect(listShortcut(Qt::Key_F2, m_list), &QShortcut::activated, this,
            [this] { beginEdit(currentRow()); });
    connect(m_asks, &QCheckBox::clicked, this, &NetworkRulesView::setAsks);
}

void NetworkRulesView::setAccess(const SandboxAccess &access)
{
    const bool isSame = access.allow == m_access.allow;
    m_access = access;
    m_asks->setChecked(access.asksForUnlisted);
    if (!isSame)
        endEdit(); // the rule that was being edited may be another one now
    showRules();
    checkTyped();
}

void NetworkRulesView::showRules()
{
    const int row = std::min<int>(currentRow(), int(m_access.allow.size()) - 1);
    m_list->clear();
    for (const AllowRule &rule : std::as_const(m_access.allow)) {
        auto *item = new QTreeWidgetItem(m_list, {visibleLine(rule.target, longestTarget)});
        item->setIcon(0, m_theme->icon(u"globe"));
        item->setData(0, row_role::Detail, visibleLine(methodsText(rule), 60));
        item->setToolTip(0, plainToolTip(ruleText(rule)));
    }
    if (row >= 0)
        m_list->setCurrentItem(m_list->topLevelItem(row));
    showVerdict();
}

// Deny-all is the default, and good news.
void NetworkRulesView::showVerdict()
{
    const bool isEmpty = m_access.allow.isEmpty();
    const bool isClosed = isEmpty && !m_access.asksForUnlisted;
    m_verdict->setIcon(isClosed ? QStringLiteral("lock") : QStringLiteral("globe"),
                       isClosed ? ColorRole::Done : ColorRole::Waiting);
    if (isClosed)
        m_verdict->setName(tr("No network: everything is denied"));
    else if (isEmpty)
        m_verdict->setName(tr("Nothing is listed: every request asks you"));
    else
        m_verdict->setName(m_access.asksForUnlisted ? tr("Open to these; others ask you")
                                                    : tr("Open to these, everything else is denied"));
    const bool hasCurrent = currentRow() >= 0;
    m_edit->setEnabled(hasCurrent);
    m_remove->setEnabled(hasCurrent);
    m_edit->setToolTip(hasCurrent ? tr("Edit the rule (Enter)") : tr("Select a rule to edit it"));
    m_remove->setToolTip(hasCurrent ? tr("Remove the rule (Delete)") : tr("Select a rule to remove it"));
}

int NetworkRulesView::currentRow() const
{
    return m_list->indexOfTopLevelItem(m_list->currentItem());
}

QString NetworkRulesView::problem() const
{
    return m_problem->text();
}

void NetworkRulesView::checkTyped()
{
    const bool isEmpty = m_target->text().trimmed().isEmpty();
    const auto rule = ruleFromText(m_target->text(), m_methods->text());
    const QString why = isEmpty || rule ? QString() : rule.error().message;
    m_problem->setText(visibleText(why));
    m_problem->setVisible(!why.isEmpty());
    m_add->setText(m_edited < 0 ? tr("Add") : tr("Change"));
    m_add->setEnabled(!isEmpty && rule);
    m_add->setToolTip(isEmpty ? tr("Type the host to allow") : plainToolTip(why));
    m_cancel->setVisible(m_edited >= 0);
}

void NetworkRulesView::commit()
{
    const auto rule = ruleFromText(m_target->text(), m_methods->text());
    if (!rule)
        return;
    auto rules = m_access.allow;
    if (m_edited < 0)
        rules = withRule(rules, *rule);
    else
        rules[m_edited] = *rule;
    endEdit();
    setRules(rules);
}

void NetworkRulesView::beginEdit(int row)
{
    if (row < 0 || row >= m_access.allow.size())
        return;
    const AllowRule rule = m_access.allow.at(row);
    m_edited = row;
    m_target->setText(rule.target);
    m_methods->setText(rule.methods.join(QStringLiteral(", ")));
    m_target->setFocus();
    m_target->selectAll();
    checkTyped();
}

void NetworkRulesView::endEdit()
{
    m_edited = -1;
    m_target->clear();
    m_methods->clear();
    checkTyped();
}

void NetworkRulesView::removeCurrent()
{
    const int row = currentRow();
    if (row < 0)
        return;
    auto rules = m_access.allow;
    rules.remove(row);
    setRules(rules);
}

// Shown once the project has it: what is asked for is done by an edit, and comes back with setAccess().
void NetworkRulesView::setRules(const QVector<AllowRule> &rules)
{
    auto access = m_access;
    access.allow = rules;
    if (access != m_access)
        Q_EMIT accessEdited(access);
}

void NetworkRulesView::setAsks(bool asks)
{
    auto access = m_access;
    access.asksForUnlisted = asks;
    Q_EMIT accessEdited(access);
}

} // namespace glasshouse::ui
