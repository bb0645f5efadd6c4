#include "core/llm/demo/demo_answer.h"

#include "core/base/json.h"
#include "core/llm/demo/demo_template.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

namespace glasshouse {

namespace {

constexpr auto TextOptions =
    QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption;

enum class CallFate { NoCall, Done, Edited, Rejected, Failed };

// The conversation as a script sees it.
struct Situation
{
    QStringList earlierTexts; // of the person, before the last one
    QString input;            // the person's last message
    int step = 0;             // answers already given to it
    QVector<ToolCall> calls;  // of the last answer
    QVector<Message> results; // of those calls
};

Situation situationOf(const QVector<Message> &messages)
{
    Situation now;
    bool hasInput = false;
    for (const Message &message : messages) {
        if (message.role == Role::User) {
            if (std::exchange(hasInput, true))
                now.earlierTexts.append(now.input);
            now = {now.earlierTexts, message.text, 0, {}, {}};
        } else if (message.role == Role::Assistant) {
            now.step += 1;
            now.calls = message.toolCalls;
            now.results.clear();
        } else if (message.role == Role::Tool) {
            now.results.append(message);
        }
    }
    return now;
}

bool wasAbout(const DemoScript &script, const QString &topicName, const QStringList &texts)
{
    const DemoTopic *topic = script.topic(topicName);
    return topic && std::any_of(texts.begin(), texts.end(),
                                [topic](const QString &text) { return topic->matches(text); });
}

const DemoTopic *topicFor(const DemoScript &script, const Situation &now)
{
    const auto fits = [&](const DemoTopic &topic) {
        return topic.matches(now.input) &&
               (topic.needs.isEmpty() || wasAbout(script, topic.needs, now.earlierTexts));
    };
    const auto found = std::find_if(script.topics.begin(), script.topics.end(), fits);
    return found == script.topics.end() ? nullptr : &*found;
}

class Answer
{
public:
    Answer(const DemoLibrary &library, const ChatRequest &request) : m_library(library), m_request(request)
    {
        m_message.role = Role::Assistant;
        m_message.author = request.agent;
        m_message.scripted = true;
    }

    [[nodiscard]] Message message()
    {
        const DemoScript *script = m_library.scriptFor(m_request.agent);
        const DemoTopic *topic = script ? topicFor(*script, m_now) : nullptr;
        if (topic && m_now.step < topic->steps.size())
            takeStep(*topic);
        else
            say(topic ? QStringLiteral("{{tool_output}}") : script ? script->help : m_library.sayIfFailed);
        return m_message;
    }

private:
    void takeStep(const DemoTopic &topic)
    {
        const DemoStep &step = topic.steps.at(m_now.step);
        const auto scripted = m_now.step > 0 ? topic.steps.at(m_now.step - 1).call : std::nullopt;
        switch (fateOf(scripted)) {
        case CallFate::Rejected:
            return say(step.sayIfRejected.isEmpty() ? m_library.sayIfRejected : step.sayIfRejected);
        case CallFate::Failed:
            return say(textIfFailed(step));
        case CallFate::Edited:
            say(step.sayIfEdited.isEmpty() ? step.say : step.sayIfEdited);
            break;
        case CallFate::NoCall:
        case CallFate::Done:
            say(step.say);
            break;
        }
        if (step.call)
            call(*step.call);
    }

    // A person's refusal, an edit and a failure are told apart by what the tool's message says.
    [[nodiscard]] CallFate fateOf(const std::optional<DemoToolCall> &scripted)
    {
        if (!scripted || m_now.results.isEmpty())
            return CallFate::NoCall;
        const Message &result = m_now.results.last();
        const auto edit = QRegularExpression(m_library.edit, TextOptions).match(result.text);
        m_facts.toolOutput = edit.hasMatch() ? edit.captured(1) : result.text;
        if (result.isError) {
            const auto rejection = QRegularExpression(m_library.rejection, TextOptions).match(result.text);
            m_facts.reason = rejection.captured(1);
            return rejection.hasMatch() ? CallFate::Rejected : CallFate::Failed;
        }
        return edit.hasMatch() || differsFrom(*scripted) ? CallFate::Edited : CallFate::Done;
    }

    [[nodiscard]] bool differsFrom(const DemoToolCall &scripted) const
    {
        const QString asked = m_now.calls.isEmpty() ? QString() : m_now.calls.last().arguments;
        return QJsonDocument::fromJson(asked.toUtf8()).object() != scripted.arguments;
    }

    [[nodiscard]] QString textIfFailed(const DemoStep &step) const
    {
        for (const DemoAlternative &alternative : step.sayIfFailed) {
            if (alternative.match.isEmpty() ||
                QRegularExpression(alternative.match).match(m_facts.toolOutput).hasMatch())
                return alternative.say;
        }
        return m_library.sayIfFailed;
    }

    void say(const QString &text) { m_message.text = fillTemplate(text, m_facts); }

    void call(const DemoToolCall &call)
    {
        const auto offered = [&call](const ToolSpec &tool) { return tool.name == call.tool; };
        if (std::none_of(m_request.tools.begin(), m_request.tools.end(), offered)) {
            m_message.text =
                QString(m_library.sayIfToolMissing).replace(QStringLiteral("{{tool}}"), call.tool);
            return;
        }
        const QString id = QStringLiteral("call_demo_%1").arg(callsSoFar() + 1);
        m_message.toolCalls.append({id, call.tool, QString::fromUtf8(toCompactJson(call.arguments))});
    }

    [[nodiscard]] qsizetype callsSoFar() const
    {
        qsizetype count = 0;
        for (const Message &message : m_request.messages)
            count += message.toolCalls.size();
        return count;
    }

    const DemoLibrary &m_library;
    const ChatRequest &m_request;
    const Situation m_now = situationOf(m_request.messages);
    DemoFacts m_facts{{}, m_now.input, {}};
    Message m_message;
};

} // namespace

Message demoAnswer(const DemoLibrary &library, const ChatRequest &request)
{
    return Answer(library, request).message();
}

} // namespace glasshouse
