// What was decided before: answers the policy from it, keeps it in the store, and writes the audit.
#pragma once

#include "core/approvals/approval_record.h"
#include "core/approvals/policy.h"
#include "core/store/store.h"

#include <QHash>

namespace glasshouse {

class ApprovalMemory : public QObject
{
    Q_OBJECT

public:
    ApprovalMemory(Store &store, QObject *parent);

    void load(std::function<void()> loaded);
    void setProject(const QString &folder) { m_project = folder; }

    [[nodiscard]] PolicyAnswer evaluate(ApprovalMode mode, const ApprovalRequest &request) const;
    void record(const ApprovalRecord &decision); // audits it, and remembers what it asks to remember
    void learn(const trace::Event &event, const QString &thread); // for lastApprovedCode()

    [[nodiscard]] QVector<RememberedDecision> remembered() const; // of the open project
    void revoke(const QString &id);
    [[nodiscard]] QString lastApprovedCode(const QString &thread, const QString &tool) const;

Q_SIGNALS:
    void rememberedChanged();

private:
    void remember(std::optional<RememberedDecision> decision, qint64 decidedMs);

    struct Entry
    {
        RememberedDecision decision;
        QString project;
    };

    Store &m_store;
    QString m_project;
    QVector<Entry> m_entries;
    QHash<QString, QJsonObject> m_requests;              // approval id -> its approval_requested data
    QHash<std::pair<QString, QString>, QString> m_codes; // thread, tool -> what was approved last
};

} // namespace glasshouse
