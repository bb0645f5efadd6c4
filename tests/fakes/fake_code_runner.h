// A sandbox that runs nothing: answers as a test tells it to, and remembers which code it was given.
#pragma once

#include "core/tools/code_runner.h"

#include <QMap>
#include <QPointer>
#include <QQueue>
#include <QTimer>

namespace glasshouse::test {

class FakeCodeJob final : public CodeJob
{
public:
    explicit FakeCodeJob(Result<CodeOutcome> outcome) : m_outcome(std::move(outcome)) {}

    void cancel() override { m_outcome = fail(QStringLiteral("Cancelled."), ErrorCode::Cancelled); }

    void answerTool(quint32 call, const Result<QByteArray> &answer) override { answers.insert(call, answer); }
    void holdClock(bool held) override { clockHeld = held; }

    // What the code of this job would do: call a tool. Returns the number of the call.
    quint32 callTool(const QString &name, const QByteArray &arguments)
    {
        Q_EMIT toolCalled({++m_calls, name, arguments});
        return m_calls;
    }

    QMap<quint32, Result<QByteArray>> answers;
    bool clockHeld = false;

    void begin()
    {
        if (m_outcome)
            Q_EMIT started({QStringLiteral("sandbox-1"), QStringLiteral("tcg"), true, 90});
    }

    void end()
    {
        if (m_outcome && !m_outcome->standardOutput.isEmpty())
            Q_EMIT outputReceived(OutputStream::Stdout, m_outcome->standardOutput);
        if (m_outcome && !m_outcome->standardError.isEmpty())
            Q_EMIT outputReceived(OutputStream::Stderr, m_outcome->standardError);
        Q_EMIT finished(m_outcome);
    }

private:
    Result<CodeOutcome> m_outcome;
    quint32 m_calls = 0;
};

class FakeCodeRunner final : public CodeRunner
{
public:
    void willAnswer(const Result<CodeOutcome> &outcome) { m_outcomes.enqueue(outcome); }
    void willPrint(const QString &text)
    {
        CodeOutcome outcome;
        outcome.standardOutput = text;
        willAnswer(outcome);
    }

    // Code started from now on runs until finishHeld().
    void hold() { m_hold = true; }
    [[nodiscard]] bool isRunning() const { return !m_running.isNull(); }
    [[nodiscard]] FakeCodeJob *running() const { return m_running; }
    void finishHeld()
    {
        if (m_running)
            m_running->end();
    }

    [[nodiscard]] const QVector<CodeRequest> &requests() const { return m_requests; }

    [[nodiscard]] std::unique_ptr<CodeJob> run(const CodeRequest &request) override
    {
        m_requests.append(request);
        auto job = std::make_unique<FakeCodeJob>(m_outcomes.isEmpty() ? CodeOutcome() : m_outcomes.dequeue());
        m_running = job.get();
        QTimer::singleShot(0, job.get(), [job = job.get(), hold = m_hold] {
            job->begin();
            if (!hold)
                job->end();
        });
        return job;
    }

    void reset(const QString &session) override { m_resets.append(session); }
    [[nodiscard]] const QVector<QString> &resets() const { return m_resets; }

private:
    QQueue<Result<CodeOutcome>> m_outcomes;
    QVector<CodeRequest> m_requests;
    QVector<QString> m_resets;
    QPointer<FakeCodeJob> m_running;
    bool m_hold = false;
};

} // namespace glasshouse::test
