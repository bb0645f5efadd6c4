// Writes down what another client is asked and answers.
#pragma once

#include "core/llm/traffic.h"

#include <QFile>

namespace glasshouse {

class RecordingChatClient final : public ChatClient
{
public:
    // Appends one line per finished call to the file, created readable by its owner only. `secrets` never get
    // there.
    [[nodiscard]] static Result<std::unique_ptr<RecordingChatClient>>
    open(std::unique_ptr<ChatClient> client, const QString &path, const QVector<Secret> &secrets = {});

    [[nodiscard]] std::unique_ptr<ChatCall> start(const ChatRequest &request) override;
    [[nodiscard]] bool isScripted() const override { return m_client->isScripted(); }

    class Log;

private:
    RecordingChatClient(std::unique_ptr<ChatClient> client, std::shared_ptr<Log> log);

    std::unique_ptr<ChatClient> m_client;
    std::shared_ptr<Log> m_log; // shared with the calls in flight
};

} // namespace glasshouse
