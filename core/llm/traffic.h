// Model traffic as JSON lines: what was asked and what came back, without keys, for tests and for replaying a
// run.
#pragma once

#include "core/llm/chat_client.h"
#include "core/llm/secret.h"

namespace glasshouse {

// One finished call. `request` is what identifies it: the agent, and the body as a server would get it, so
// that ids and times, which differ from run to run, are not part of it.
struct RecordedCall
{
    QJsonObject request;
    Result<ChatResponse> response;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<RecordedCall> fromJson(const QJsonObject &json);
};

[[nodiscard]] QJsonObject recordedRequest(const ChatRequest &request);

[[nodiscard]] Result<QVector<RecordedCall>> readRecording(const QString &path);

// "messages/2/content is “b”, the recording has “a”"; nothing where both are equal.
[[nodiscard]] std::optional<QString> firstDifference(const QJsonValue &now, const QJsonValue &recorded,
                                                     const QString &pointer = {});

} // namespace glasshouse
