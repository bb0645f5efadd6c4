// One Chat Completions call with its retries.
#pragma once

#include "core/llm/openai_exchange.h"
#include "core/llm/openai_request.h"
#include "core/llm/secret.h"

#include <QElapsedTimer>

namespace glasshouse {

// What the calls of one client share: its connections to the server and what was learned about its dialect.
struct OpenAiSession
{
    Connection connection;
    Secret key;
    OpenAiOptions options;
    OpenAiDialect dialect;
    // Deleted from the event loop: one of its replies may be emitting when the last call is deleted.
    std::unique_ptr<QNetworkAccessManager, QScopedPointerDeleteLater> network{new QNetworkAccessManager};
};

class OpenAiCall final : public ChatCall
{
    Q_OBJECT

public:
    OpenAiCall(std::shared_ptr<OpenAiSession> session, const ChatRequest &request);

    void cancel() override;

private:
    void send();
    void onContent(const QString &text);
    void onExchangeFinished(const OpenAiExchange::Outcome &outcome);
    void onFailure(const ExchangeFailure &failure);
    [[nodiscard]] bool adaptsDialect(const ExchangeFailure &failure);
    [[nodiscard]] std::optional<qint64> retryDelay(const ExchangeFailure &failure) const;
    void complete(ChatResponse response);
    void emitFinished(const Result<ChatResponse> &result);
    void dropExchange();

    std::shared_ptr<OpenAiSession> m_session;
    ChatRequest m_request;
    CallTarget m_target;
    OpenAiDialect m_sentDialect;
    SecretFilter m_filter;
    std::unique_ptr<OpenAiExchange> m_exchange;
    QTimer m_next; // the first attempt, then the retries
    QElapsedTimer m_sinceStart;
    qint64 m_firstTokenMs = 0;
    int m_retries = 0;
    bool m_hasContent = false;
    bool m_ended = false;
};

} // namespace glasshouse
