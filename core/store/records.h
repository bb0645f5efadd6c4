// What the store keeps besides threads and events: plain values.
#pragma once

#include <QJsonObject>
#include <QString>

namespace glasshouse {

struct RunRecord
{
    QString id;
    QString thread;
    QString project; // absolute folder
    QString name;    // of the agent or workflow
    QString kind;    // agent, workflow
    QString status;  // running, waiting; or finished: completed, failed, cancelled
    qint64 startedMs = 0;
    qint64 finishedMs = 0; // 0 while it is unfinished

    bool operator==(const RunRecord &) const = default;
};

// A run's state at the end of a step, from which it can go on.
struct CheckpointRecord
{
    QString run;
    int step = 0;
    qint64 createdMs = 0;
    QJsonObject state;

    bool operator==(const CheckpointRecord &) const = default;
};

// One line of the audit: what was shown, what was decided. Saved at the request and again at the decision.
// (Not core/approvals' ApprovalRecord, which this folder must not know: hence the name.)
struct AuditRecord
{
    QString id;
    QString run;
    QString thread;
    QString tool;
    QJsonObject request;  // ApprovalRequest::toJson()
    QJsonObject decision; // ApprovalDecision::toJson(); empty while it is pending
    QString verdict;      // approved, edited, rejected; empty while it is pending
    QString shownCode;
    QString shownSha256;
    QString approvedCode; // exactly what ran; empty if rejected or not code
    QString approvedSha256;
    qint64 requestedMs = 0;
    qint64 decidedMs = 0; // 0 while it is pending

    bool operator==(const AuditRecord &) const = default;
};

// A decision that covers later calls too, until it is revoked.
struct RememberedApproval
{
    QString id;
    QString project;
    QString thread; // empty: every thread of the project
    QString tool;
    QString sha256; // of the arguments; empty: any
    qint64 createdMs = 0;

    bool operator==(const RememberedApproval &) const = default;
};

} // namespace glasshouse
