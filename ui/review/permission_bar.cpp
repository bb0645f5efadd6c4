#include "ui/review/permission_bar.h"

#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int ArmingMs = 700;
constexpr int longestUrl = 500;

QString ruleText(const AllowRule &rule)
{
    return rule.methods.isEmpty() ? rule.target : rule.target + u' ' + rule.methods.join(u'/');
}

} // namespace

PermissionBar::PermissionBar(const Theme *theme, PermissionQueue *queue, FactsOf factsOf, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_queue(queue), m_factsOf(std::move(factsOf)),
      m_title(new ToneLabel(theme, ColorRole::Waiting, {}, this)),
      m_request(new ElidedLabel(theme, ColorRole::Text, this)),
      m_details(new ElidedLabel(theme, ColorRole::TextDim, this)),
      m_deny(makeButton(tr("Deny"), ButtonKind::Danger, this)),
      m_once(makeButton(tr("Allow once"), ButtonKind::Plain, this)),
      m_forRun(makeButton(tr("Allow for this run"), ButtonKind::Plain, this)),
      m_always(makeButton(tr("Always allow"), ButtonKind::Plain, this)),
      m_later(new IconButton(theme, QStringLiteral("chevron-down"),
                             tr("Decide later. It stays pending; silence denies it after five minutes."),
                             this))
{
    build();
    m_arming.setSingleShot(true);
    m_arming.setInterval(ArmingMs);
    connect(&m_arming, &QTimer::timeout, this, &PermissionBar::refresh);
    connect(queue, &PermissionQueue::asked, this, &PermissionBar::refresh);
    connect(queue, &PermissionQueue::answered, this, &PermissionBar::refresh);
    connect(queue, &PermissionQueue::withdrawn, this, &PermissionBar::refresh);
    hide();
    refresh();
}

void PermissionBar::build()
{
    setAccessibleName(tr("Network permission"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(m_theme->textFont(13, QFont::DemiBold));
    m_request->setFont(m_theme->codeFont());
    m_request->setElideMode(Qt::ElideMiddle);
    m_request->setObjectName(QStringLiteral("permissionRequest"));
    addAnswer(m_deny, "permissionDeny", PermissionAnswer::Deny);
    addAnswer(m_once, "permissionOnce", PermissionAnswer::AllowOnce);
    addAnswer(m_forRun, "permissionForRun", PermissionAnswer::AllowForRun);
    addAnswer(m_always, "permissionAlways", PermissionAnswer::AllowAlways);
    connect(m_later, &QToolButton::clicked, this, &QWidget::hide);

    auto *icon = new QLabel(this);
    icon->setPixmap(m_theme->icon(u"globe-lock", ColorRole::Waiting).pixmap(metric::RailIconSize));
    auto *firstLine = new QHBoxLayout;
    firstLine->setSpacing(metric::Small);
    firstLine->addWidget(m_title);
    firstLine->addWidget(m_request, 1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addLayout(firstLine);
    texts->addWidget(m_details);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metric::Large, metric::Small, metric::Small, metric::Small);
    row->setSpacing(metric::Small);
    row->addWidget(icon);
    row->addLayout(texts, 1);
    for (QPushButton *button : {m_deny, m_once, m_forRun, m_always})
        row->addWidget(button);
    row->addWidget(m_later);
}

void PermissionBar::addAnswer(QPushButton *button, const char *name, PermissionAnswer answer)
{
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [this, answer] { choose(answer); });
}

void PermissionBar::open()
{
    refresh();
    if (m_queue->pending().isEmpty())
        return;
    show();
    m_deny->setFocus();
}

// The oldest first; a question stays on the screen until it is decided or withdrawn.
void PermissionBar::refresh()
{
    const auto &pending = m_queue->pending();
    if (pending.isEmpty()) {
        m_shown.clear();
        hide();
        return;
    }
    const auto *shown = m_queue->find(m_shown);
    if (!shown)
        return showQuestion(pending.first());
    const PermissionFacts facts = m_factsOf(*shown);
    describe(*shown, facts);
    setAnswers(*shown, facts);
}

void PermissionBar::showQuestion(const PermissionQuestion &question)
{
    m_shown = question.id;
    const PermissionFacts facts = m_factsOf(question);
    m_arming.start();
    describe(question, facts);
    setAnswers(question, facts);
    show();
}

void PermissionBar::describe(const PermissionQuestion &question, const PermissionFacts &facts)
{
    const auto count = m_queue->pending().size();
    const QString where = facts.where.isEmpty() ? tr("Code in a sandbox") : tr("Code %1").arg(facts.where);
    m_title->setText(count > 1 ? tr("%1 wants (1 of %2)").arg(visibleLine(where, 60)).arg(count)
                               : tr("%1 wants").arg(visibleLine(where, 60)));
    const QString request = visibleLine(question.method, 20) + u' ' + visibleLine(question.url, longestUrl);
    m_request->setText(request);
    m_request->setAccessibleName(request);
    QString details = visibleLine(question.sentence, 300);
    if (question.rule)
        details += u' ' + tr("The rule would be: %1.").arg(visibleLine(ruleText(*question.rule), 120));
    m_details->setText(details);
}

void PermissionBar::setAnswers(const PermissionQuestion &question, const PermissionFacts &facts)
{
    const bool isArmed = !m_arming.isActive();
    const QString rule = question.rule ? visibleLine(ruleText(*question.rule), 80) : QString();
    const auto set = [&](QPushButton *button, PermissionAnswer answer, const QString &tip,
                         const QString &whyNot) {
        const bool isPossible = allowsAnswer(question, answer) && whyNot.isEmpty();
        button->setEnabled(isPossible && isArmed);
        button->setToolTip(isPossible ? tip : plainToolTip(whyNot));
    };
    const QString noRule = tr("No rule fits this request; it can be allowed once.");
    set(m_once, PermissionAnswer::AllowOnce, tr("Only this one request"), {});
    set(m_forRun, PermissionAnswer::AllowForRun,
        tr("Allows %1 until the run ends; nothing is saved").arg(rule),
        !question.rule           ? noRule
        : question.run.isEmpty() ? tr("The run that this code belongs to is over.")
                                 : QString());
    set(m_always, PermissionAnswer::AllowAlways,
        tr("Adds %1 to the profile %2; can be undone").arg(rule, visibleLine(question.profile, 40)),
        question.rule ? facts.whyNotAlways : noRule);
}

void PermissionBar::choose(PermissionAnswer answer)
{
    const auto *found = m_queue->find(m_shown);
    if (!found)
        return;
    const PermissionQuestion question = *found; // answering removes it
    if (answer == PermissionAnswer::AllowAlways)
        Q_EMIT alwaysChosen(question);
    else
        m_queue->answer(question.id, answer);
}

void PermissionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme->color(ColorRole::PaneRaised));
    painter.fillRect(QRect(0, 0, 3, height()), m_theme->color(ColorRole::Waiting));
    painter.fillRect(QRect(0, 0, width(), 1), m_theme->color(ColorRole::Line));
}

} // namespace glasshouse::ui
