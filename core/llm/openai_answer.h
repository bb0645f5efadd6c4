// Puts an answer together from the chunks of a Chat Completions stream, or from one object that was not
// streamed.
#pragma once

#include "core/llm/chat_client.h"
#include "core/llm/openai_error.h"

namespace glasshouse {

class OpenAiAnswer
{
public:
    // The text that this chunk adds. Fails when it carries an error object or grows past the size limit.
    [[nodiscard]] tl::expected<QString, OpenAiError> add(const QJsonObject &chunk);

    [[nodiscard]] bool hasContent() const { return !m_text.isEmpty() || !m_calls.isEmpty(); }
    [[nodiscard]] bool hasFinishReason() const { return m_finishReason.has_value(); }
    // Text, calls, usage and reason; ids are made up for calls whose server gave none.
    [[nodiscard]] ChatResponse response() const;

private:
    struct Call
    {
        std::optional<int> index;
        QString id;
        QString name;
        QString arguments;
    };

    void addChoice(const QJsonObject &choice);
    void addContent(const QJsonValue &content);
    void addCall(const QJsonObject &fragment);
    [[nodiscard]] Call &callFor(const QJsonObject &fragment);
    void takeUsage(const QJsonObject &usage);

    QString m_text;
    QVector<Call> m_calls;
    Usage m_usage;
    std::optional<FinishReason> m_finishReason;
    qsizetype m_size = 0;
};

} // namespace glasshouse
