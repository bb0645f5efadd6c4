#include "core/llm/openai_call.h"

#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/llm/openai_endpoint.h"

#include <QDateTime>

namespace glasshouse {

OpenAiCall::OpenAiCall(std::shared_ptr<OpenAiSession> session, const ChatRequest &request)
    : m_session(std::move(session)), m_request(request), m_filter(m_session->key)
{
    if (m_request.model.isEmpty())
        m_request.model = m_session->connection.defaultModel;
    m_target = {m_session->connection, m_request.model, !m_session->key.isEmpty()};
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &OpenAiCall::send);
    m_sinceStart.start();
    m_next.start(0);
}

void OpenAiCall::send()
{
    auto endpoint = openAiEndpoint(m_session->connection, m_session->key, u"chat/completions");
    if (!endpoint)
        return emitFinished(fail(endpoint.error()));
    if (m_request.model.isEmpty())
        return emitFinished(
            fail(QStringLiteral("No model is chosen: name one for the agent, or set a default model for "
                                "connection “%1” in Settings > Connections.")
                     .arg(m_session->connection.name),
                 ErrorCode::ModelUnavailable));
    endpoint->setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    endpoint->setRawHeader("Accept", "text/event-stream, application/json");
    m_sentDialect = m_session->dialect;
    const QByteArray body = toCompactJson(openAiRequest(m_request, m_sentDialect));
    m_exchange =
        std::make_unique<OpenAiExchange>(*m_session->network, *endpoint, body, m_target, m_session->options);
    connect(m_exchange.get(), &OpenAiExchange::contentReceived, this, &OpenAiCall::onContent);
    connect(m_exchange.get(), &OpenAiExchange::finished, this, &OpenAiCall::onExchangeFinished);
}

void OpenAiCall::onContent(const QString &text)
{
    if (!std::exchange(m_hasContent, true))
        m_firstTokenMs = m_sinceStart.elapsed();
    if (const QString safe = m_filter.feed(text); !safe.isEmpty())
        Q_EMIT textReceived(safe);
}

void OpenAiCall::onExchangeFinished(const OpenAiExchange::Outcome &outcome)
{
    if (m_ended)
        return;
    if (outcome)
        complete(*outcome);
    else
        onFailure(outcome.error());
}

void OpenAiCall::onFailure(const ExchangeFailure &failure)
{
    dropExchange();
    if (!m_hasContent && adaptsDialect(failure)) {
        m_next.start(0);
        return;
    }
    const Error error{m_session->key.scrubbed(failure.error.message), failure.error.code};
    if (const auto delay = retryDelay(failure)) {
        ++m_retries;
        m_next.start(static_cast<int>(*delay));
        Q_EMIT retrying(m_retries, *delay, error.message);
        return;
    }
    emitFinished(fail(error));
}

bool OpenAiCall::adaptsDialect(const ExchangeFailure &failure)
{
    if (!failure.stated || (failure.stated->status != 400 && failure.stated->status != 422))
        return false;
    if (m_session->dialect != m_sentDialect) // another call has learned in the meantime
        return true;
    const auto next = adapted(m_sentDialect, failure.stated->message);
    if (next)
        m_session->dialect = *next;
    return next.has_value();
}

std::optional<qint64> OpenAiCall::retryDelay(const ExchangeFailure &failure) const
{
    const RetryPolicy &policy = m_session->options.retry;
    // Text that was shown cannot be taken back, so the answer must not begin again.
    if (m_hasContent || !failure.temporary || m_retries >= policy.maxRetries)
        return std::nullopt;
    if (!failure.retryAfterMs)
        return policy.delayMs(m_retries);
    if (*failure.retryAfterMs > policy.longestRetryAfterMs)
        return std::nullopt;
    return *failure.retryAfterMs;
}

void OpenAiCall::complete(ChatResponse response)
{
    const Secret &key = m_session->key;
    response.message.id = newId(u"msg");
    response.message.author = m_request.agent;
    response.message.createdMs = QDateTime::currentMSecsSinceEpoch();
    response.message.text = key.scrubbed(response.message.text);
    for (ToolCall &call : response.message.toolCalls)
        call = {key.scrubbed(call.id), key.scrubbed(call.name), key.scrubbed(call.arguments)};
    response.firstTokenMs = m_firstTokenMs;
    response.durationMs = m_sinceStart.elapsed();

    const QPointer<OpenAiCall> alive(this);
    if (const QString rest = m_filter.finish(); !rest.isEmpty())
        Q_EMIT textReceived(rest);
    if (alive && !m_ended)
        emitFinished(response);
}

void OpenAiCall::cancel()
{
    if (std::exchange(m_ended, true))
        return;
    m_next.stop();
    dropExchange();
    const auto emitCancelled = [this] {
        Q_EMIT finished(fail(QStringLiteral("The call to the model was stopped."), ErrorCode::Cancelled));
    };
    QMetaObject::invokeMethod(this, emitCancelled, Qt::QueuedConnection);
}

void OpenAiCall::emitFinished(const Result<ChatResponse> &result)
{
    m_ended = true;
    dropExchange();
    Q_EMIT finished(result);
}

// The exchange may be the one that is emitting right now.
void OpenAiCall::dropExchange()
{
    if (!m_exchange)
        return;
    m_exchange->disconnect(this);
    m_exchange->abort();
    m_exchange.release()->deleteLater();
}

} // namespace glasshouse
