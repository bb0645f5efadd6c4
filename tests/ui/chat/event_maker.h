// Trace events of one run, numbered as the recorder numbers them.
#pragma once

#include "core/model/message.h"
#include "core/trace/event.h"

namespace glasshouse::ui::test {

class EventMaker
{
public:
    explicit EventMaker(const QString &run = QStringLiteral("run_1")) : m_run(run) {}

    trace::Event event(QLatin1String type, const QJsonObject &data = {}, const QString &node = {},
                       int occurrence = 0)
    {
        ++m_sequence;
        return {m_sequence, m_run, 1'000'000 + m_sequence * 100, type, node, occurrence, data};
    }

    trace::Event started(const QString &input, bool scripted = false)
    {
        return event(trace::event_type::RunStarted, {{QStringLiteral("kind"), QStringLiteral("agent")},
                                                     {QStringLiteral("name"), QStringLiteral("DataAnalyst")},
                                                     {QStringLiteral("input"), input},
                                                     {QStringLiteral("scripted"), scripted}});
    }

    trace::Event message(const Message &message, const QString &node = {}, int occurrence = 0)
    {
        return event(trace::event_type::MessageAdded, {{QStringLiteral("message"), message.toJson()}}, node,
                     occurrence);
    }

    trace::Event user(const QString &text)
    {
        Message said;
        said.id = QStringLiteral("msg_u");
        said.role = Role::User;
        said.text = text;
        return message(said);
    }

    trace::Event assistant(const QString &text, const QVector<ToolCall> &calls = {})
    {
        Message said;
        said.id = QStringLiteral("msg_a");
        said.role = Role::Assistant;
        said.author = QStringLiteral("DataAnalyst");
        said.text = text;
        said.toolCalls = calls;
        return message(said);
    }

    trace::Event delta(const QString &text, const QString &node = {}, int occurrence = 0)
    {
        return event(trace::event_type::TextDelta, {{QStringLiteral("text"), text}}, node, occurrence);
    }

    trace::Event approvalRequested(const QString &call, const QString &code)
    {
        return event(trace::event_type::ApprovalRequested,
                     {{QStringLiteral("approval"), QString(QStringLiteral("apr_") + call)},
                      {QStringLiteral("call"), call},
                      {QStringLiteral("agent"), QStringLiteral("DataAnalyst")},
                      {QStringLiteral("tool"), QStringLiteral("execute_code")},
                      {QStringLiteral("language"), QStringLiteral("python")},
                      {QStringLiteral("code_argument"), QStringLiteral("code")},
                      {QStringLiteral("arguments"), QJsonObject{{QStringLiteral("code"), code}}}});
    }

    trace::Event approvalDecided(const QString &call, const QString &decision)
    {
        return event(trace::event_type::ApprovalDecided,
                     {{QStringLiteral("approval"), QString(QStringLiteral("apr_") + call)},
                      {QStringLiteral("call"), call},
                      {QStringLiteral("decision"), decision},
                      {QStringLiteral("by"), QStringLiteral("person")}});
    }

    trace::Event ofCall(QLatin1String type, const QString &call, QJsonObject data = {})
    {
        data.insert(QStringLiteral("call"), call);
        return event(type, data);
    }

    trace::Event output(const QString &call, const QString &text)
    {
        return ofCall(trace::event_type::ExecOutput, call,
                      {{QStringLiteral("stream"), QStringLiteral("stdout")}, {QStringLiteral("text"), text}});
    }

    trace::Event finished(const QString &status = QStringLiteral("completed"))
    {
        return event(trace::event_type::RunFinished, {{QStringLiteral("status"), status}});
    }

private:
    QString m_run;
    qint64 m_sequence = 0;
};

} // namespace glasshouse::ui::test
