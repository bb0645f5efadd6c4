#include "ui/review/review_dialog.h"

#include "ui/common/card_frame.h"
#include "ui/common/visible_text.h"
#include "ui/review/review_footer.h"
#include "ui/review/review_header.h"
#include "ui/review/review_panes.h"
#include "ui/review/review_text.h"

#include <QKeyEvent>
#include <QShortcut>
#include <QVBoxLayout>

namespace glasshouse::ui {

namespace {

constexpr int DialogWidth = 1060;
constexpr int ChromeHeight = 190; // header and footer

} // namespace

ReviewDialog::ReviewDialog(const Theme *theme, ApprovalQueue *queue, ContextSource context, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_queue(queue), m_context(std::move(context)),
      m_header(new ReviewHeader(theme, this)), m_panes(new ReviewPanes(theme, this)),
      m_footer(new ReviewFooter(theme, this))
{
    build();
    connectParts();
}

void ReviewDialog::build()
{
    setWindowTitle(tr("Review"));
    setWindowModality(Qt::WindowModal);
    const auto line = [this] {
        auto *rule = new CardFrame(m_theme, this);
        rule->setColors(ColorRole::Line, ColorRole::Line);
        rule->setRadius(0);
        rule->setFixedHeight(1);
        return rule;
    };
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(line());
    layout->addWidget(m_panes, 1);
    layout->addWidget(line());
    layout->addWidget(m_footer);
}

void ReviewDialog::connectParts()
{
    connect(m_header, &ReviewHeader::previousRequested, this, [this] { step(-1); });
    connect(m_header, &ReviewHeader::nextRequested, this, [this] { step(+1); });
    connect(m_panes, &ReviewPanes::edited, this, &ReviewDialog::refreshEdited);
    connect(m_panes, &ReviewPanes::compared, this,
            [this] { m_header->setChangedLines(changedLines(m_panes->hunks()), m_panes->hasPrevious()); });
    connect(m_footer, &ReviewFooter::approved, this, &ReviewDialog::approve);
    connect(m_footer, &ReviewFooter::editRequested, this, &ReviewDialog::startEditing);
    connect(m_footer, &ReviewFooter::rejected, this, &ReviewDialog::reject);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this), &QShortcut::activated, this,
            &ReviewDialog::approve);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Enter), this), &QShortcut::activated, this,
            &ReviewDialog::approve);
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_panes, &ReviewPanes::openFind);

    connect(m_queue, &ApprovalQueue::requested, this, &ReviewDialog::refreshPosition);
    connect(m_queue, &ApprovalQueue::decided, this, [this](const ApprovalRequest &gone) {
        moveOn(gone.id, tr("The one before was decided elsewhere."));
    });
    connect(m_queue, &ApprovalQueue::withdrawn, this, [this](const ApprovalRequest &gone) {
        moveOn(gone.id, tr("The one before is gone: its run was stopped."));
    });
}

void ReviewDialog::review(const QString &approvalId)
{
    const ApprovalRequest *request = m_queue->find(approvalId);
    if (!request && !m_queue->pending().isEmpty())
        request = &m_queue->pending().constFirst();
    if (!request)
        return;
    const bool sized = isVisible();
    show(ApprovalRequest(*request));
    if (!sized)
        resize(qMin(DialogWidth, parentWidget() ? parentWidget()->width() - 40 : DialogWidth),
               m_panes->wantedHeight() + ChromeHeight);
    QDialog::show();
    raise();
    activateWindow();
}

void ReviewDialog::rejectWithReason(const QString &approvalId)
{
    if (!m_queue->find(approvalId))
        return;
    review(approvalId);
    m_footer->openReason();
}

void ReviewDialog::show(const ApprovalRequest &request)
{
    m_request = request;
    const ReviewContext context = m_context ? m_context(request) : ReviewContext();
    m_header->setRequest(request, context);
    m_panes->setTexts(reviewText(request), context);
    m_footer->setTool(request.tool);
    refreshPosition();
    refreshEdited();
    m_panes->setFocus(Qt::OtherFocusReason);
}

int ReviewDialog::position() const
{
    const QVector<ApprovalRequest> &pending = m_queue->pending();
    for (int i = 0; i < pending.size(); ++i)
        if (pending.at(i).id == m_request.id)
            return i;
    return -1;
}

void ReviewDialog::refreshPosition()
{
    m_header->setPosition(qMax(0, position()), int(m_queue->pending().size()));
}

void ReviewDialog::step(int by)
{
    const int next = position() + by;
    if (next >= 0 && next < m_queue->pending().size())
        show(ApprovalRequest(m_queue->pending().at(next)));
}

bool ReviewDialog::isChanged() const
{
    return m_panes->isEditing() && m_panes->text() != reviewText(m_request).text;
}

void ReviewDialog::refreshEdited()
{
    m_footer->setEditing(m_panes->isEditing(), isChanged());
    m_footer->setApprovable(m_panes->showsExactly() || isChanged(),
                            tr("The text cannot be shown exactly as it would run."));
    m_footer->setProblem({});
}

void ReviewDialog::startEditing()
{
    m_panes->startEditing();
    refreshEdited();
}

// What is approved is what the editor holds at this moment, or the request itself where the editor holds it.
void ReviewDialog::approve()
{
    if (m_request.id.isEmpty() || (!m_panes->showsExactly() && !isChanged()))
        return;
    ApprovalDecision decision;
    decision.remember = m_footer->remember();
    decision.verdict = isChanged() ? Verdict::Edited : Verdict::Approved;
    decision.arguments = m_request.arguments;
    if (decision.verdict == Verdict::Edited) {
        const auto arguments = editedArguments(m_request, m_panes->text());
        if (!arguments)
            return m_footer->setProblem(arguments.error().message);
        decision.arguments = *arguments;
    } else if (m_panes->text() != reviewText(m_request).text) {
        return;
    }
    decide(decision);
}

void ReviewDialog::reject(const QString &reason)
{
    ApprovalDecision decision;
    decision.verdict = Verdict::Rejected;
    decision.arguments = m_request.arguments;
    decision.reason = reason;
    decide(decision);
}

void ReviewDialog::decide(const ApprovalDecision &decision)
{
    const QString id = m_request.id;
    m_deciding = true;
    const bool counted = m_queue->decide(id, decision);
    m_deciding = false;
    if (counted)
        Q_EMIT decisionMade(id, decision.verdict);
    moveOn(id, counted ? QString() : tr("The one before was decided elsewhere."));
}

// Shows the next pending one, or closes when there is none.
void ReviewDialog::moveOn(const QString &gone, const QString &why)
{
    if (m_deciding)
        return;
    if (gone != m_request.id)
        return refreshPosition();
    m_request = {};
    if (m_queue->pending().isEmpty())
        return QDialog::reject();
    show(ApprovalRequest(m_queue->pending().constFirst()));
    m_header->setNotice(why);
}

void ReviewDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_footer->closeReason())
        return;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return; // nothing is decided by a stray Enter
    QDialog::keyPressEvent(event);
}

} // namespace glasshouse::ui
