#include "core/llm/connection_test.h"

#include "core/llm/openai_client.h"
#include "core/llm/openai_endpoint.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace glasshouse {

namespace {

constexpr qint64 LongestList = 8 * 1024 * 1024; // bytes; the longest known lists are under 1 MB
constexpr qsizetype NamedModels = 5;

QStringList modelNames(const QJsonArray &data)
{
    QStringList names;
    for (const QJsonValue &entry : data) {
        if (const QString id = entry.toObject().value(u"id").toString(); !id.isEmpty())
            names.append(id);
    }
    names.sort();
    names.removeDuplicates();
    return names;
}

QString someOf(const QStringList &models)
{
    const QString named = models.first(std::min(models.size(), NamedModels)).join(QStringLiteral(", "));
    const qsizetype others = models.size() - NamedModels;
    return others > 0 ? QStringLiteral("%1 and %2 more").arg(named).arg(others) : named;
}

// To post anything without the name of a model would be pointless, and rude to what is no model server.
Error noListOfModels(const CallTarget &target)
{
    return {QStringLiteral("%1 answers, but lists no models. Name the model to use, or correct the base URL.")
                .arg(target.server()),
            ErrorCode::ModelUnavailable};
}

bool hasNoSuchPath(int status)
{
    return status == 404 || status == 405 || status == 501;
}

} // namespace

ConnectionTest::ConnectionTest(const Connection &connection, const QString &key, const OpenAiOptions &options,
                               QObject *parent)
    : QObject(parent), m_connection(connection), m_key(key),
      m_options(options), m_target{connection, connection.defaultModel, !m_key.isEmpty()}
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ConnectionTest::onTimeout);
    QTimer::singleShot(0, this, &ConnectionTest::start);
}

ConnectionTest::~ConnectionTest()
{
    dropReply();
}

void ConnectionTest::start()
{
    if (m_ended)
        return;
    if (m_connection.kind == Connection::Kind::Demo)
        return end(ConnectionReport{m_connection.models,
                                    QStringLiteral("The offline demo is built in and always works.")});
    listModels();
}

void ConnectionTest::listModels()
{
    const auto request = openAiEndpoint(m_connection, m_key, u"models");
    if (!request)
        return end(fail(request.error()));
    QNetworkReply *reply = m_network.get(*request);
    m_reply = reply;
    connect(reply, &QNetworkReply::finished, this, &ConnectionTest::onListFinished);
    connect(reply, &QNetworkReply::downloadProgress, this, [this](qint64 received) {
        if (received > LongestList)
            end(fail(describeMalformed(QStringLiteral("its list of models does not end."), m_target)));
    });
    m_timer.start(static_cast<int>(m_options.connectTimeoutMs));
}

void ConnectionTest::onTimeout()
{
    end(fail(describe(CallTimeout::Connect, m_options.connectTimeoutMs, m_target)));
}

void ConnectionTest::onListFinished()
{
    m_timer.stop();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = m_reply->readAll();
    if (status == 0)
        return end(fail(describe(m_reply->error(), m_reply->errorString(), m_target)));
    if (hasNoSuchPath(status))
        return m_connection.defaultModel.isEmpty() ? end(fail(noListOfModels(m_target))) : askModel();
    if (status >= 300 && status < 400) {
        const QUrl location = m_reply->header(QNetworkRequest::LocationHeader).toUrl();
        return end(fail(describeRedirect(m_reply->url(), m_reply->url().resolved(location))));
    }
    if (status >= 400)
        return end(fail(describe(errorFromBody(status, body), m_target)));
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject() || !document.object().value(u"data").isArray())
        return end(fail(
            describeMalformed(QStringLiteral("its list of models is not the expected JSON."), m_target)));
    takeList(document.object());
}

void ConnectionTest::takeList(const QJsonObject &list)
{
    const QStringList models = modelNames(list.value(u"data").toArray());
    const QString &wanted = m_connection.defaultModel;
    if (models.isEmpty())
        return wanted.isEmpty()
                   ? end(ConnectionReport{
                         {}, QStringLiteral("%1 answers but offers no model yet.").arg(m_target.server())})
                   : askModel();
    if (!wanted.isEmpty() && !models.contains(wanted))
        return end(fail(QStringLiteral("%1 answers, but has no model “%2”. It offers: %3.")
                            .arg(m_target.server(), wanted, someOf(models)),
                        ErrorCode::ModelUnavailable));
    end(ConnectionReport{
        models,
        QStringLiteral("%1 answers and offers %2 models.").arg(m_target.server()).arg(models.size())});
}

void ConnectionTest::askModel()
{
    ChatRequest request;
    request.model = m_connection.defaultModel;
    request.messages = {Message{
        {}, Role::User, {}, QStringLiteral("Answer with the word yes."), {}, {}, false, {}, false, 0}};
    OpenAiOptions options = m_options;
    options.retry.maxRetries = 0;
    m_client = std::make_unique<OpenAiClient>(m_connection, m_key, options);
    m_call = m_client->start(request);
    connect(m_call.get(), &ChatCall::finished, this, [this](const Result<ChatResponse> &response) {
        if (!response)
            return end(fail(response.error()));
        end(ConnectionReport{{},
                             QStringLiteral("%1 answers with model “%2”; it does not list its models.")
                                 .arg(m_target.server(), m_connection.defaultModel)});
    });
}

void ConnectionTest::cancel()
{
    if (m_ended)
        return;
    dropReply();
    m_call.reset();
    m_timer.stop();
    m_ended = true;
    const auto emitCancelled = [this] {
        Q_EMIT finished(fail(QStringLiteral("The test was stopped."), ErrorCode::Cancelled));
    };
    QMetaObject::invokeMethod(this, emitCancelled, Qt::QueuedConnection);
}

void ConnectionTest::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
}

void ConnectionTest::end(Result<ConnectionReport> report)
{
    if (std::exchange(m_ended, true))
        return;
    m_timer.stop();
    dropReply();
    if (report) {
        for (QString &model : report->models)
            model = m_key.scrubbed(model);
    } else {
        report = fail(m_key.scrubbed(report.error().message), report.error().code);
    }
    Q_EMIT finished(report);
}

} // namespace glasshouse
