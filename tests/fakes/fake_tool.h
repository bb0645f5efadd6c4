// A tool that does nothing: answers as a test tells it to, at once or when the test says so.
#pragma once

#include "core/tools/tool.h"

#include <QPointer>
#include <QTimer>

namespace glasshouse::test {

class FakeToolJob final : public ToolJob
{
public:
    void cancel() override { isCancelled = true; }
    void finish(const ToolOutcome &outcome) { Q_EMIT finished(outcome); }

    bool isCancelled = false;
};

class FakeTool final : public Tool
{
public:
    FakeTool(QString name, ApprovalMode mode) : m_name(std::move(name)), m_mode(mode) {}

    [[nodiscard]] ToolSpec spec() const override
    {
        const QJsonObject city{{QStringLiteral("type"), QStringLiteral("string")}};
        return {m_name,
                QStringLiteral("Says how it is there."),
                {{QStringLiteral("properties"), QJsonObject{{QStringLiteral("city"), city}}}}};
    }
    [[nodiscard]] ApprovalMode approvalMode() const override { return m_mode; }
    [[nodiscard]] QString hostCommand() const override { return command; }
    [[nodiscard]] QString hostCommandHash() const override { return commandHash; }
    [[nodiscard]] std::optional<QString> whyInvalid(const QJsonObject &arguments) const override
    {
        if (arguments.contains(u"city"))
            return std::nullopt;
        return QStringLiteral("%1 needs the argument \"city\".").arg(m_name);
    }
    [[nodiscard]] std::unique_ptr<ToolJob> start(const ToolInvocation &invocation) override
    {
        invocations.append(invocation);
        auto job = std::make_unique<FakeToolJob>();
        jobs.append(job.get());
        if (!isHeld)
            QTimer::singleShot(0, job.get(), [job = job.get(), outcome = outcome] { job->finish(outcome); });
        return job;
    }

    ToolOutcome outcome{QStringLiteral("21"), false, {}};
    QString command; // of this machine that it says it starts
    QString commandHash;
    bool isHeld = false; // the test finishes the jobs
    QVector<ToolInvocation> invocations;
    QVector<QPointer<FakeToolJob>> jobs;

private:
    QString m_name;
    ApprovalMode m_mode;
};

} // namespace glasshouse::test
