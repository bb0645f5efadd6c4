// One attempt at a Chat Completions call: one HTTP request and its answer, streamed or not.
#pragma once

#include "core/llm/openai_answer.h"
#include "core/llm/openai_options.h"
#include "core/llm/sse_parser.h"

#include <QNetworkAccessManager>
#include <QPointer>
#include <QTimer>

namespace glasshouse {

struct ExchangeFailure
{
    Error error;
    bool temporary = false;
    std::optional<qint64> retryAfterMs;
    std::optional<OpenAiError> stated; // by the server

    bool operator==(const ExchangeFailure &) const = default;
};

// Starts when built; deleting it aborts the request, and nothing is emitted after finished().
class OpenAiExchange : public QObject
{
    Q_OBJECT

public:
    using Outcome = tl::expected<ChatResponse, ExchangeFailure>;

    OpenAiExchange(QNetworkAccessManager &network, const QNetworkRequest &request, const QByteArray &body,
                   const CallTarget &target, const OpenAiOptions &options);
    ~OpenAiExchange() override;

    void abort(); // nothing is sent, read or emitted from here on

    // Whether part of the answer has arrived: from then on the request must not be repeated.
    [[nodiscard]] bool hasContent() const { return m_answer.hasContent(); }

Q_SIGNALS:
    void contentReceived(const QString &text); // empty when only tool calls grew
    void finished(const glasshouse::OpenAiExchange::Outcome &outcome);

private:
    enum class Shape { Unknown, Events, Document };

    void watch(CallTimeout phase, qint64 milliseconds);
    void onTimeout();
    void onReadyRead();
    void onReplyFinished();
    void takeBytes(const QByteArray &bytes);
    void takeEvents(const QByteArray &bytes);
    void takeEvent(const SseEvent &event, QString &text);
    void takeChunk(const QJsonObject &chunk, QString &text);
    void watchRest();
    void concludeRefused(int status);
    void concludeBody();
    void concludeDocument();
    void concludeStream();
    void failWith(const Error &error, bool temporary = false);
    void failStated(const OpenAiError &error);
    void conclude(Outcome outcome);
    [[nodiscard]] int status() const;

    CallTarget m_target;
    OpenAiOptions m_options;
    QPointer<QNetworkReply> m_reply; // belongs to the network manager
    QTimer m_timer;
    CallTimeout m_phase = CallTimeout::Connect;
    Shape m_shape = Shape::Unknown;
    SseParser m_parser;
    QByteArray m_document; // an answer or an error that is not an event stream
    OpenAiAnswer m_answer;
    qint64 m_received = 0;
    bool m_sawDone = false;
    std::optional<Outcome> m_outcome;
};

} // namespace glasshouse
