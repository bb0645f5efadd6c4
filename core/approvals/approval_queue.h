// The pending approvals of all runs, oldest first: what the status bar counts and the review dialog walks
// through.
#pragma once

#include "core/approvals/approval.h"

#include <QObject>
#include <QVector>

namespace glasshouse {

class ApprovalQueue : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const QVector<ApprovalRequest> &pending() const { return m_pending; }
    [[nodiscard]] const ApprovalRequest *find(const QString &id) const;

    void add(const ApprovalRequest &request);
    // Decides once: false if it is no longer pending (decided elsewhere, or its run ended).
    bool decide(const QString &id, const ApprovalDecision &decision);
    void withdraw(const QString &id);     // who asked is gone
    void withdrawRun(const QString &run); // the run was stopped

Q_SIGNALS:
    void requested(const glasshouse::ApprovalRequest &request);
    void decided(const glasshouse::ApprovalRequest &request, const glasshouse::ApprovalDecision &decision);
    void withdrawn(const glasshouse::ApprovalRequest &request);

private:
    QVector<ApprovalRequest> m_pending;
};

} // namespace glasshouse
