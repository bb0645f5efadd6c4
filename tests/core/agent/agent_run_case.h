// What the tests of one run of an agent share: fakes around it, its beginning and its end.
#pragma once

#include "core/agent/agent_run.h"
#include "tests/fakes/engine_fixture.h"

#include <QSignalSpy>
#include <QTest>

namespace glasshouse::test {

class AgentRunCase : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void init()
    {
        m_finished.reset();
        m_run.reset();
        m_fixture = std::make_unique<EngineFixture>();
    }

protected:
    void begin(const QString &input = QStringLiteral("Hello"))
    {
        m_run = std::make_unique<AgentRun>(
            RunIdentity{QStringLiteral("run_1"), QStringLiteral("thread_1"), QStringLiteral("thread_1")},
            AgentTask{QStringLiteral("Analyst"), input, {}, {}}, m_fixture->environment());
        m_finished = std::make_unique<QSignalSpy>(m_run.get(), &Run::finished);
        m_run->start();
    }

    [[nodiscard]] RunResult end()
    {
        if (m_finished->isEmpty() && !m_finished->wait(5000))
            return {};
        return m_finished->first().first().value<RunResult>();
    }

    std::unique_ptr<EngineFixture> m_fixture;
    std::unique_ptr<AgentRun> m_run;
    std::unique_ptr<QSignalSpy> m_finished;
};

} // namespace glasshouse::test
