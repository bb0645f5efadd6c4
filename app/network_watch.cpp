#include "app/network_watch.h"

#include "core/base/ids.h"

namespace glasshouse {

namespace type = trace::event_type;

namespace {

// A guest in a loop must not fill the disk: what comes after is shown but not kept.
constexpr int mostRecorded = 2'000;
constexpr qsizetype mostCharacters = 1'000;

// The end of an address says as much as its beginning.
QString shortened(const QString &text)
{
    if (text.size() <= mostCharacters)
        return text;
    return text.first(mostCharacters / 2) + QChar(0x2026) + text.last(mostCharacters / 2 - 1);
}

std::optional<AllowRule> toRule(const std::optional<gateway::AllowEntry> &entry)
{
    if (!entry)
        return std::nullopt;
    return AllowRule{entry->target.toString(), entry->methods.value_or(QStringList())};
}

trace::NetworkRequest toRequest(const gateway::RequestRecord &record, const QString &id, bool isOver)
{
    const bool isDenied = record.verdict == gateway::Verdict::Denied;
    return {.id = id,
            .timeMs = record.timeMs,
            .method = shortened(record.target.method),
            .url = shortened(record.url()),
            .verdict = gateway::toString(record.verdict),
            .reason = gateway::toString(record.reason),
            .sentence = shortened(record.sentence),
            .address = record.address.toString(),
            .rule = isDenied ? toRule(ruleFor(record)) : std::nullopt,
            .isOver = isOver,
            .status = record.status,
            .bytesFromGuest = record.bytesFromGuest,
            .bytesToGuest = record.bytesToGuest,
            .durationMs = record.durationMs};
}

gateway::Permission toPermission(PermissionAnswer answer)
{
    switch (answer) {
    case PermissionAnswer::AllowOnce:
        return gateway::Permission::AllowOnce;
    case PermissionAnswer::AllowForRun: // the gateway keeps it until it is configured anew
    case PermissionAnswer::AllowAlways:
        return gateway::Permission::AllowAlways;
    case PermissionAnswer::Deny:
        break;
    }
    return gateway::Permission::Deny;
}

} // namespace

NetworkWatch::NetworkWatch(sandbox::Service &service, SessionAccess &access, PermissionQueue &questions,
                           trace::Recorder &recorder, FindOwner ownerOf)
    : m_service(service), m_access(access), m_questions(questions), m_recorder(recorder),
      m_ownerOf(std::move(ownerOf))
{
    using sandbox::Service;
    connect(&service, &Service::requestDecided, this,
            [this](const QString &session, const gateway::RequestRecord &record) {
                noteRequest(session, record, false);
            });
    connect(&service, &Service::requestCompleted, this,
            [this](const QString &session, const gateway::RequestRecord &record) {
                noteRequest(session, record, true);
            });
    connect(&service, &Service::permissionRequested, this, &NetworkWatch::ask);
    connect(&service, &Service::permissionWithdrawn, this, [this](const QString &session, qint64 permission) {
        m_questions.withdraw(m_asked.key({session, permission}));
    });
    connect(&service, &Service::sandboxDropped, this, &NetworkWatch::forget);
    connect(&questions, &PermissionQueue::answered, this, &NetworkWatch::answer);
    connect(&questions, &PermissionQueue::withdrawn, this, [this](const PermissionQuestion &question) {
        m_asked.remove(question.id);
        recordAnswer(question, QStringLiteral("withdrawn"));
    });
}

void NetworkWatch::noteRequest(const QString &session, const gateway::RequestRecord &record, bool isOver)
{
    const Key key{session, record.id};
    const auto open = m_open.find(key);
    const auto request = toRequest(record, open == m_open.end() ? newId(u"request") : open->id, isOver);
    if (isOver)
        m_open.remove(key);
    else
        m_open.insert(key, request);
    publish(session, request);
}

void NetworkWatch::publish(const QString &session, const trace::NetworkRequest &request)
{
    const auto owner = m_ownerOf(session);
    if (owner.thread.isEmpty())
        return;
    record(owner.run, request);
    Q_EMIT requestSeen(request, owner.thread);
}

// One that is denied is over at once: it is kept once. Others may take long, so they are kept when they begin.
void NetworkWatch::record(const QString &run, const trace::NetworkRequest &request)
{
    if (request.isOver || request.verdict == u"allowed")
        keep(run, type::NetworkRequest, request.toJson());
}

void NetworkWatch::keep(const QString &run, QLatin1String type, const QJsonObject &data)
{
    if (run.isEmpty())
        return;
    const int count = ++m_recorded[run];
    if (count <= mostRecorded)
        m_recorder.publish(m_recorder.stamp({.run = run, .node = {}}, type, data));
    else if (count == mostRecorded + 1)
        m_recorder.publish(m_recorder.stamp({.run = run, .node = {}}, type::NetworkLogCut, {{QStringLiteral("kept"), mostRecorded}}));
}

void NetworkWatch::ask(const QString &session, const gateway::PermissionRequest &request)
{
    const auto owner = m_ownerOf(session);
    const PermissionQuestion question{.id = newId(u"permission"),
                                      .session = session,
                                      .thread = owner.thread,
                                      .run = owner.run,
                                      .profile = m_access.profileOf(session),
                                      .askedMs = QDateTime::currentMSecsSinceEpoch(),
                                      .method = shortened(request.target.method),
                                      .url = shortened(request.target.displayUrl()),
                                      .sentence = shortened(request.denial.sentence),
                                      .rule = toRule(request.rule())};
    m_asked.insert(question.id, {session, request.id});
    recordQuestion(question);
    m_questions.add(question);
}

void NetworkWatch::recordQuestion(const PermissionQuestion &question)
{
    QJsonObject data{{QStringLiteral("permission"), question.id},
                     {QStringLiteral("method"), question.method},
                     {QStringLiteral("url"), question.url},
                     {QStringLiteral("sentence"), question.sentence}};
    if (question.rule)
        data.insert(QStringLiteral("rule"), question.rule->toJson());
    keep(question.run, type::PermissionRequested, data);
}

void NetworkWatch::recordAnswer(const PermissionQuestion &question, const QString &decision)
{
    if (m_ownerOf(question.session).run == question.run)
        keep(question.run, type::PermissionDecided,
             {{QStringLiteral("permission"), question.id}, {QStringLiteral("decision"), decision}});
}

void NetworkWatch::answer(const PermissionQuestion &question, PermissionAnswer answer)
{
    const bool isOver = m_ownerOf(question.session).run != question.run;
    if (isOver && answer == PermissionAnswer::AllowForRun)
        answer = PermissionAnswer::AllowOnce;
    recordAnswer(question, toString(answer));
    if (answer == PermissionAnswer::AllowForRun)
        m_access.allowForRun(question.session, *question.rule);
    m_service.answerPermission(question.session, m_asked.take(question.id).second, toPermission(answer));
    if (answer == PermissionAnswer::AllowForRun || answer == PermissionAnswer::AllowAlways)
        apply(question.session);
}

void NetworkWatch::apply(const QString &session)
{
    const auto setup = m_access.currentSetup(session);
    if (!setup)
        return;
    if (!*setup)
        Q_EMIT problemReported(setup->error().message);
    m_service.configure(session, setup->value_or(sandbox::SessionSetup()));
}

// Its gateway is gone and says nothing more about them; the next one counts from 1 again.
void NetworkWatch::forget(const QString &session)
{
    m_questions.withdrawSession(session);
    QVector<trace::NetworkRequest> unfinished;
    m_open.removeIf([&](const auto &open) {
        if (open.key().first != session)
            return false;
        unfinished.append(open.value());
        return true;
    });
    for (auto &request : unfinished) {
        request.isOver = true;
        request.verdict = gateway::toString(gateway::Verdict::Failed);
        request.reason = gateway::toString(gateway::ReasonCode::ClientClosed);
        request.sentence = QStringLiteral("The sandbox ended before the request was over.");
        publish(session, request);
    }
}

void NetworkWatch::endRun(const QString &run, const QString &session)
{
    m_recorded.remove(run);
    if (m_access.forgetRun(session))
        apply(session);
}

} // namespace glasshouse
