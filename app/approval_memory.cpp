#include "app/approval_memory.h"

#include "core/base/ids.h"

namespace glasshouse {

namespace {

RememberedDecision toDecision(const RememberedApproval &stored)
{
    RememberedDecision decision{.id = stored.id, .scope = Remember::ToolInThread, .thread = stored.thread, .tool = stored.tool,
                                .sha256 = stored.sha256, .decidedMs = stored.createdMs};
    if (stored.thread.isEmpty())
        decision.scope = stored.sha256.isEmpty() ? Remember::ToolAlways : Remember::HostCommand;
    else if (!stored.sha256.isEmpty())
        decision.scope = Remember::SameArgumentsInThread;
    return decision;
}

RememberedApproval toStored(const RememberedDecision &decision, const QString &project)
{
    return {.id = decision.id, .project = project, .thread = decision.thread, .tool = decision.tool,
            .sha256 = decision.sha256, .createdMs = decision.decidedMs};
}

AuditRecord toAudit(const ApprovalRecord &record)
{
    const auto &request = record.request;
    const bool rejected = record.decision.verdict == Verdict::Rejected;
    return {.id = request.id.isEmpty() ? newId(u"approval") : request.id,
            .run = request.run,
            .thread = request.thread,
            .tool = request.tool,
            .request = request.toJson(),
            .decision = record.toJson(),
            .verdict = toString(record.decision.verdict),
            .shownCode = request.code(),
            .shownSha256 = bindingHash(request.arguments, request.codeArgument),
            .approvedCode = rejected ? QString() : record.decision.arguments.value(request.codeArgument).toString(),
            .approvedSha256 = rejected ? QString() : record.sha256,
            .requestedMs = request.requestedMs,
            .decidedMs = record.decidedMs};
}

} // namespace

ApprovalMemory::ApprovalMemory(Store &store, QObject *parent) : QObject(parent), m_store(store) {}

void ApprovalMemory::load(std::function<void()> loaded)
{
    m_store.listRememberedApprovals(this, [this, loaded = std::move(loaded)](const Result<QVector<RememberedApproval>> &stored) {
        for (const auto &entry : stored.value_or(QVector<RememberedApproval>()))
            m_entries.append({toDecision(entry), entry.project});
        Q_EMIT rememberedChanged();
        loaded();
    });
}

PolicyAnswer ApprovalMemory::evaluate(ApprovalMode mode, const ApprovalRequest &request) const
{
    return evaluatePolicy(mode, request, remembered());
}

void ApprovalMemory::record(const ApprovalRecord &record)
{
    m_store.saveApproval(toAudit(record), this, [](const Result<void> &) {});
    if (record.by != QStringLiteral("person"))
        return;
    remember(consentIn(record.request, record.decision), record.decidedMs);
    remember(toRemember(record.mode, record.request, record.decision), record.decidedMs);
}

void ApprovalMemory::remember(std::optional<RememberedDecision> decision, qint64 decidedMs)
{
    if (!decision)
        return;
    decision->id = newId(u"remembered");
    decision->decidedMs = decidedMs;
    m_entries.append({*decision, m_project});
    m_store.rememberApproval(toStored(*decision, m_project), this, [](const Result<void> &) {});
    Q_EMIT rememberedChanged();
}

void ApprovalMemory::learn(const trace::Event &event, const QString &thread)
{
    const auto approval = event.data.value(QLatin1String("approval")).toString();
    if (event.type == trace::event_type::ApprovalRequested) {
        m_requests.insert(approval, event.data);
    } else if (event.type == trace::event_type::ApprovalDecided) {
        const auto request = m_requests.take(approval);
        if (event.data.value(QLatin1String("decision")).toString() == u"rejected")
            return;
        const auto argument = event.data.value(QLatin1String("code_argument")).toString();
        const auto code = event.data.value(QLatin1String("arguments")).toObject().value(argument).toString();
        if (!code.isEmpty())
            m_codes.insert({thread, request.value(QLatin1String("tool")).toString()}, code);
    }
}

QVector<RememberedDecision> ApprovalMemory::remembered() const
{
    QVector<RememberedDecision> decisions;
    for (const auto &entry : m_entries) {
        if (entry.project == m_project)
            decisions.append(entry.decision);
    }
    return decisions;
}

void ApprovalMemory::revoke(const QString &id)
{
    m_entries.removeIf([&id](const Entry &entry) { return entry.decision.id == id; });
    m_store.revokeRememberedApproval(id, this, [](const Result<void> &) {});
    Q_EMIT rememberedChanged();
}

QString ApprovalMemory::lastApprovedCode(const QString &thread, const QString &tool) const
{
    return m_codes.value({thread, tool});
}

} // namespace glasshouse
