#include "core/llm/openai_exchange.h"

#include <QJsonDocument>

namespace glasshouse {

namespace {

constexpr qsizetype LongestErrorBody = 64 * 1024;
constexpr qint64 DrainMs = 250; // after [DONE], so that the connection can be kept for the next call

QString startOf(const QString &text)
{
    return text.simplified().left(60);
}

bool isRedirect(int status)
{
    return status >= 300 && status < 400;
}

} // namespace

OpenAiExchange::OpenAiExchange(QNetworkAccessManager &network, const QNetworkRequest &request,
                               const QByteArray &body, const CallTarget &target, const OpenAiOptions &options)
    : m_target(target), m_options(options), m_reply(network.post(request, body))
{
    QNetworkReply *reply = m_reply;
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &OpenAiExchange::onTimeout);
    connect(reply, &QNetworkReply::requestSent, this,
            [this] { watch(CallTimeout::FirstByte, m_options.firstByteTimeoutMs); });
    connect(reply, &QNetworkReply::readyRead, this, &OpenAiExchange::onReadyRead);
    connect(reply, &QNetworkReply::finished, this, &OpenAiExchange::onReplyFinished);
    watch(CallTimeout::Connect, m_options.connectTimeoutMs);
}

OpenAiExchange::~OpenAiExchange()
{
    abort();
    if (QNetworkReply *reply = m_reply) // later, because it may be the one that is emitting right now
        reply->deleteLater();
}

void OpenAiExchange::abort()
{
    m_timer.stop();
    if (QNetworkReply *reply = m_reply) {
        reply->disconnect(this);
        reply->abort();
    }
}

void OpenAiExchange::watch(CallTimeout phase, qint64 milliseconds)
{
    m_phase = phase;
    m_timer.start(static_cast<int>(milliseconds));
}

void OpenAiExchange::onTimeout()
{
    if (m_sawDone || m_answer.hasFinishReason())
        return conclude(m_answer.response());
    const qint64 waited = m_timer.interval();
    failWith(describe(m_phase, waited, m_target));
}

int OpenAiExchange::status() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void OpenAiExchange::onReadyRead()
{
    const QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty() || m_outcome)
        return;
    watch(CallTimeout::Idle, m_options.idleTimeoutMs);
    m_received += bytes.size();
    if (m_received > m_options.responseBytes)
        return failWith(describeMalformed(
            QStringLiteral("its answer is larger than %1 MB.").arg(m_options.responseBytes / (1024 * 1024)),
            m_target));
    takeBytes(bytes);
}

void OpenAiExchange::takeBytes(const QByteArray &bytes)
{
    if (status() >= 300) {
        m_document += bytes.left(LongestErrorBody - m_document.size());
        return;
    }
    if (m_shape == Shape::Unknown) {
        // Servers that ignore "stream" answer with one JSON object; an event stream never begins with a
        // brace.
        const QByteArray start = (m_document += bytes).trimmed();
        if (start.isEmpty())
            return;
        m_shape = start.startsWith('{') || start.startsWith('<') ? Shape::Document : Shape::Events;
        if (m_shape == Shape::Events)
            takeEvents(std::exchange(m_document, {}));
    } else if (m_shape == Shape::Document) {
        m_document += bytes;
    } else {
        takeEvents(bytes);
    }
}

void OpenAiExchange::takeEvents(const QByteArray &bytes)
{
    const auto events = m_parser.feed(bytes);
    if (!events)
        return failWith(describeMalformed(events.error().message, m_target));
    QString text;
    const bool hadContent = hasContent();
    for (const SseEvent &event : *events) {
        if (!m_outcome && !m_sawDone)
            takeEvent(event, text);
    }
    const QPointer<OpenAiExchange> alive(this);
    if (!text.isEmpty() || hasContent() != hadContent)
        Q_EMIT contentReceived(text);
    if (!alive)
        return;
    if (m_outcome)
        Q_EMIT finished(*m_outcome);
    else
        watchRest();
}

void OpenAiExchange::takeEvent(const SseEvent &event, QString &text)
{
    const QString data = event.data.trimmed();
    if (data.isEmpty())
        return;
    if (data == u"[DONE]") {
        m_sawDone = true;
        return;
    }
    const QJsonDocument document = QJsonDocument::fromJson(data.toUtf8());
    if (document.isObject())
        return takeChunk(document.object(), text);
    m_outcome = tl::unexpected(ExchangeFailure{
        describeMalformed(QStringLiteral("an event of its stream is not JSON (“%1”).").arg(startOf(data)),
                          m_target),
        false,
        {},
        {}});
}

void OpenAiExchange::takeChunk(const QJsonObject &chunk, QString &text)
{
    const auto added = m_answer.add(chunk);
    if (added)
        text += *added;
    else
        m_outcome = tl::unexpected(ExchangeFailure{
            describe(added.error(), m_target), isTemporary(added.error()), {}, added.error()});
}

void OpenAiExchange::watchRest()
{
    if (m_sawDone)
        watch(CallTimeout::Idle, DrainMs);
    else if (m_answer.hasFinishReason())
        watch(CallTimeout::Idle, m_options.lingerMs);
}

void OpenAiExchange::onReplyFinished()
{
    const QPointer<OpenAiExchange> alive(this);
    onReadyRead();
    if (!alive || m_outcome)
        return;
    if (status() >= 300)
        return concludeRefused(status());
    const bool complete = m_sawDone || m_answer.hasFinishReason();
    if (m_reply->error() != QNetworkReply::NoError && !complete)
        return failWith(describe(m_reply->error(), m_reply->errorString(), m_target),
                        isTemporary(m_reply->error()));
    concludeBody();
}

void OpenAiExchange::concludeRefused(int status)
{
    if (isRedirect(status)) {
        const QUrl target = m_reply->header(QNetworkRequest::LocationHeader).toUrl();
        return failWith(describeRedirect(m_reply->url(), m_reply->url().resolved(target)));
    }
    failStated(errorFromBody(status, m_document));
}

void OpenAiExchange::concludeBody()
{
    if (m_shape == Shape::Events)
        return concludeStream();
    if (m_document.trimmed().isEmpty())
        return failWith(describeMalformed(QStringLiteral("its answer is empty."), m_target));
    concludeDocument();
}

void OpenAiExchange::concludeDocument()
{
    const QJsonDocument document = QJsonDocument::fromJson(m_document);
    if (!document.isObject()) {
        const QString begins = startOf(QString::fromUtf8(m_document.left(200)));
        return failWith(
            describeMalformed(QStringLiteral("its answer is not JSON (“%1”).").arg(begins), m_target));
    }
    const auto added = m_answer.add(document.object());
    if (!added)
        return failStated(added.error());
    if (!m_answer.hasContent() && !m_answer.hasFinishReason())
        return failWith(describeMalformed(QStringLiteral("its answer holds no message."), m_target));
    const QPointer<OpenAiExchange> alive(this);
    Q_EMIT contentReceived(*added);
    if (alive)
        conclude(m_answer.response());
}

void OpenAiExchange::concludeStream()
{
    if (m_sawDone || m_answer.hasFinishReason())
        return conclude(m_answer.response());
    if (m_answer.hasContent())
        return failWith(describe(QNetworkReply::RemoteHostClosedError, {}, m_target));
    failWith(describeMalformed(QStringLiteral("its event stream holds no answer."), m_target));
}

void OpenAiExchange::failWith(const Error &error, bool temporary)
{
    conclude(tl::unexpected(ExchangeFailure{error, temporary, {}, {}}));
}

void OpenAiExchange::failStated(const OpenAiError &error)
{
    const auto retryAfter = retryAfterMs(m_reply->rawHeader("Retry-After"), QDateTime::currentDateTimeUtc());
    conclude(
        tl::unexpected(ExchangeFailure{describe(error, m_target), isTemporary(error), retryAfter, error}));
}

void OpenAiExchange::conclude(Outcome outcome)
{
    m_timer.stop();
    m_outcome = std::move(outcome);
    Q_EMIT finished(*m_outcome);
}

} // namespace glasshouse
