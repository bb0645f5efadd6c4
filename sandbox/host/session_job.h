// What Session::execute() hands out; the session does the work.
#pragma once

#include "sandbox/host/session.h"

namespace glasshouse::sandbox {

class SessionJob : public ExecJob
{
    Q_OBJECT

public:
    SessionJob(Session &session, ExecRequest request) : m_session(&session), m_request(std::move(request)) {}
    ~SessionJob() override { cancel(); }

    [[nodiscard]] const ExecRequest &request() const { return m_request; }
    void configure(const SessionSetup &setup) { m_request.setup = setup; } // before its time has come
    void cancel() override
    {
        if (m_session)
            m_session->cancel(*this);
    }
    void answerTool(quint32 call, const Result<QByteArray> &answer) override
    {
        if (Execution *execution = m_session ? m_session->executionOf(*this) : nullptr)
            execution->answerTool(call, answer);
    }
    void holdClock(bool held) override
    {
        if (m_session)
            m_session->holdClock(*this, held);
    }

private:
    QPointer<Session> m_session;
    ExecRequest m_request;
};

} // namespace glasshouse::sandbox
