// A sandbox service without sandboxes: remembers what it is told, and says what a test makes it say.
#pragma once

#include "sandbox/host/sandbox_service.h"

#include <QHash>

namespace glasshouse::test {

class FakeExecJob final : public sandbox::ExecJob
{
    Q_OBJECT

public:
    FakeExecJob()
    {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT finished(sandbox::ExecResult()); }, Qt::QueuedConnection);
    }
    void cancel() override {}
    void answerTool(quint32, const Result<QByteArray> &) override {}
    void holdClock(bool) override {}
};

class FakeSandboxService : public sandbox::Service
{
    Q_OBJECT

public:
    using Answered = std::pair<qint64, gateway::Permission>;

    QHash<QString, sandbox::SessionSetup> configured; // by session, the latest
    QVector<sandbox::ExecRequest> executed;           // each completes at once
    QVector<Answered> answers;
    QStringList live;

    void prepare(const QString &, const sandbox::Limits &) override {}
    [[nodiscard]] std::unique_ptr<sandbox::ExecJob> execute(const sandbox::ExecRequest &request) override
    {
        executed.append(request);
        return std::make_unique<FakeExecJob>();
    }
    void reset(const QString &) override {}
    void keep(const QString &) override {}
    void configure(const QString &session, const sandbox::SessionSetup &setup) override
    {
        configured[session] = setup;
    }
    void answerPermission(const QString &, qint64 permission, gateway::Permission answer) override
    {
        answers.append({permission, answer});
    }
    void watchUsage(const QString &, bool) override {}
    void snapshot(const QString &, const QString &) override {}
    void restore(const QString &, const QString &) override {}
    void removeSnapshot(const QString &) override {}
    [[nodiscard]] QVector<sandbox::SessionSnapshot> snapshots() const override { return {}; }
    [[nodiscard]] QStringList sessions() const override { return live; }
    [[nodiscard]] sandbox::Status status() const override { return {}; }
};

} // namespace glasshouse::test
