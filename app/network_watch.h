// What the sandboxes' networks do: which run and thread each request and each question belongs to. Requests
// become events of that run, questions go to the queue and their answers back to the sandbox.
#pragma once

#include "app/session_access.h"
#include "app/session_owner.h"
#include "core/approvals/permission_queue.h"
#include "core/trace/network_request.h"
#include "core/trace/recorder.h"

namespace glasshouse {

class NetworkWatch : public QObject
{
    Q_OBJECT

public:
    // All of them outlive it.
    NetworkWatch(sandbox::Service &service, SessionAccess &access, PermissionQueue &questions,
                 trace::Recorder &recorder, FindOwner ownerOf);

    // Lets the session's sandbox open what it may now; a profile that is wrong opens nothing.
    void apply(const QString &session);
    // Ends what was allowed for the run, and what is remembered of it.
    void endRun(const QString &run, const QString &session);

Q_SIGNALS:
    // When it is decided and again when it is over; also of code that has outlived its run.
    void requestSeen(const glasshouse::trace::NetworkRequest &request, const QString &thread);
    void problemReported(const QString &sentence); // with a profile

private:
    using Key = std::pair<QString, qint64>; // session, the gateway's number

    void noteRequest(const QString &session, const gateway::RequestRecord &record, bool isOver);
    void publish(const QString &session, const trace::NetworkRequest &request);
    void record(const QString &run, const trace::NetworkRequest &request);
    void keep(const QString &run, QLatin1String type, const QJsonObject &data);
    void ask(const QString &session, const gateway::PermissionRequest &request);
    void recordQuestion(const PermissionQuestion &question);
    void recordAnswer(const PermissionQuestion &question, const QString &decision);
    void answer(const PermissionQuestion &question, PermissionAnswer answer);
    void forget(const QString &session);

    sandbox::Service &m_service;
    SessionAccess &m_access;
    PermissionQueue &m_questions;
    trace::Recorder &m_recorder;
    FindOwner m_ownerOf;
    QHash<Key, trace::NetworkRequest> m_open; // decided, not over
    QHash<QString, Key> m_asked;              // by question
    QHash<QString, int> m_recorded;           // requests per run
};

} // namespace glasshouse
