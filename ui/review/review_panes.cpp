#include "ui/review/review_panes.h"

#include "ui/common/card_frame.h"
#include "ui/common/widgets.h"
#include "ui/review/code_findings.h"
#include "ui/review/code_view.h"
#include "ui/review/find_bar.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int CompareDelayMs = 150;
constexpr int LineHeight = 20;
constexpr int FewestLines = 10;
constexpr int MostLines = 30;

} // namespace

ReviewPanes::ReviewPanes(const Theme *theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_oldTitle(new ToneLabel(theme, ColorRole::TextDim, QString(), this)),
      m_newTitle(new ToneLabel(theme, ColorRole::TextDim, QString(), this)), m_old(new CodeView(theme, this)),
      m_new(new CodeView(theme, this)), m_oldSide(buildSide(m_oldTitle, m_old)),
      m_warning(new CardFrame(theme, this)),
      m_warningText(new ToneLabel(theme, ColorRole::Text, QString(), m_warning)),
      m_others(new ToneLabel(theme, ColorRole::Text, QString(), this)),
      m_find(new CodeFindBar(theme, m_new, this))
{
    m_new->setObjectName(QStringLiteral("proposed"));
    m_old->setObjectName(QStringLiteral("approvedBefore"));
    m_warning->setColors(ColorRole::PaneRaised, ColorRole::Waiting);
    m_warning->setRadius(0);
    m_warning->setObjectName(QStringLiteral("warning"));
    for (ToneLabel *label : {m_warningText, m_others}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_others->setFont(theme->codeFont());
    m_others->setContentsMargins(metric::Large + 4, metric::Tight, metric::Large + 4, metric::Tight);
    auto *icon = new QLabel(m_warning);
    icon->setPixmap(theme->icon(u"triangle-alert", ColorRole::Waiting).pixmap(metric::IconSize));
    auto *warningRow = new QHBoxLayout(m_warning);
    warningRow->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Small);
    warningRow->addWidget(icon, 0, Qt::AlignTop);
    warningRow->addWidget(m_warningText, 1);

    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(m_oldSide);
    splitter->addWidget(buildSide(m_newTitle, m_new));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_warning);
    layout->addWidget(m_others);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_find);
    m_compareSoon.setSingleShot(true);
    m_compareSoon.setInterval(CompareDelayMs);
    connect(&m_compareSoon, &QTimer::timeout, this, &ReviewPanes::compare);
    connect(m_new, &CodeView::codeChanged, this, [this] {
        m_compareSoon.start();
        Q_EMIT edited();
    });
    connectScrolling();
    setFocusProxy(m_new); // arrows scroll at once; it is read-only until Edit
}

QWidget *ReviewPanes::buildSide(ToneLabel *title, CodeView *view)
{
    auto *side = new CardFrame(m_theme, this);
    side->setColors(ColorRole::Code, ColorRole::Code);
    side->setRadius(0);
    title->setContentsMargins(metric::Medium, metric::Small, metric::Medium, metric::Tight);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(title);
    layout->addWidget(view, 1);
    return side;
}

// Each side follows the other along the diff, so that equal lines stay side by side.
void ReviewPanes::connectScrolling()
{
    const auto follow = [this](CodeView *target, int line) {
        if (m_scrolling)
            return;
        m_scrolling = true;
        target->setTopLine(line);
        m_scrolling = false;
    };
    connect(m_old, &CodeView::topLineMoved, this,
            [this, follow](int line) { follow(m_new, newLineFor(m_hunks, line)); });
    connect(m_new, &CodeView::topLineMoved, this,
            [this, follow](int line) { follow(m_old, oldLineFor(m_hunks, line)); });
}

void ReviewPanes::setTexts(const ReviewText &proposed, const ReviewContext &context)
{
    m_editing = false;
    m_proposed = proposed.text;
    m_previous = context.lastApprovedCode;
    m_old->setCode(m_previous, proposed.language);
    m_old->setUnseenCharacters(inspectCode(m_previous).unseen);
    m_oldSide->setVisible(hasPrevious());
    m_new->setEditable(false);
    m_new->setCode(m_proposed, proposed.language);
    m_exact = m_new->showsExactly(m_proposed);
    m_others->setText(tr("Other arguments: %1").arg(proposed.otherArguments));
    m_others->setVisible(!proposed.otherArguments.isEmpty());
    m_find->hide();
    refreshTitles(context);
    warn();
    compare();
}

void ReviewPanes::refreshTitles(const ReviewContext &context)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(context.lastApprovedMs);
    m_oldTitle->setText(
        context.lastApprovedMs > 0
            ? tr("Approved at %1").arg(QLocale().toString(when.time(), QStringLiteral("HH:mm")))
            : tr("Approved before"));
    m_newTitle->setText(m_editing ? tr("Your edit") : tr("Proposed"));
}

void ReviewPanes::warn()
{
    const CodeFindings findings = inspectCode(m_proposed);
    m_new->setUnseenCharacters(findings.unseen);
    QStringList sentences = findings.sentences();
    if (!m_exact)
        sentences.prepend(
            tr("This text cannot be shown exactly as it would run, so it cannot be approved as it is."));
    m_warningText->setText(sentences.join(u'\n'));
    m_warning->setVisible(!sentences.isEmpty());
}

void ReviewPanes::compare()
{
    m_hunks = hasPrevious() ? diffLines(m_previous, m_new->text()) : QVector<DiffHunk>();
    m_old->shadeChanges(m_hunks, CodeView::Side::Old);
    m_new->shadeChanges(m_hunks, CodeView::Side::New);
    Q_EMIT compared();
}

void ReviewPanes::startEditing()
{
    m_editing = true;
    m_newTitle->setText(tr("Your edit"));
    m_new->setEditable(true);
}

void ReviewPanes::openFind()
{
    m_find->open();
}

QString ReviewPanes::text() const
{
    return m_new->text();
}

int ReviewPanes::wantedHeight() const
{
    const int lines = qMax(m_new->lines(), hasPrevious() ? m_old->lines() : 0) + 3;
    return qBound(FewestLines, lines, MostLines) * LineHeight;
}

} // namespace glasshouse::ui
