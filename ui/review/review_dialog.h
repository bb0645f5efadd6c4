// The review: shows exactly what a tool call would run, and takes a person's decision about it.
#pragma once

#include "core/approvals/approval_queue.h"
#include "ui/common/theme.h"
#include "ui/review/review_context.h"

#include <QDialog>

#include <functional>

namespace glasshouse::ui {

class ReviewFooter;
class ReviewHeader;
class ReviewPanes;

class ReviewDialog : public QDialog
{
    Q_OBJECT

public:
    using ContextSource = std::function<ReviewContext(const ApprovalRequest &)>;

    // The queue outlives the dialog.
    ReviewDialog(const Theme *theme, ApprovalQueue *queue, ContextSource context, QWidget *parent = nullptr);

    // Shows this request, or the oldest if it is no longer pending. Does nothing if none is.
    void review(const QString &approvalId = {});
    void rejectWithReason(const QString &approvalId); // shows it with the reason field open
    [[nodiscard]] QString current() const { return m_request.id; }

Q_SIGNALS:
    void decisionMade(const QString &approvalId, glasshouse::Verdict verdict);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void connectParts();
    void show(const ApprovalRequest &request);
    void step(int by);
    void refreshPosition();
    void refreshEdited();
    void startEditing();
    void approve();
    void reject(const QString &reason);
    void decide(const ApprovalDecision &decision);
    void moveOn(const QString &gone, const QString &why);
    [[nodiscard]] int position() const;
    [[nodiscard]] bool isChanged() const;

    const Theme *m_theme;
    ApprovalQueue *m_queue;
    ContextSource m_context;
    ApprovalRequest m_request;
    bool m_deciding = false;
    ReviewHeader *m_header;
    ReviewPanes *m_panes;
    ReviewFooter *m_footer;
};

} // namespace glasshouse::ui
