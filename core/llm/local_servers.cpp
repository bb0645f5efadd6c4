#include "core/llm/local_servers.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace glasshouse {

namespace {

constexpr qint64 patienceMs = 3'000; // a server on this machine accepts at once, even if it is busy

Connection localServer(const QString &name, const QString &title, int port)
{
    Connection connection;
    connection.name = name;
    connection.title = title;
    connection.baseUrl = QStringLiteral("http://127.0.0.1:%1/v1").arg(port);
    return connection;
}

bool isLoopback(const Connection &connection)
{
    return QHostAddress(QUrl(connection.baseUrl).host()).isLoopback();
}

} // namespace

QVector<Connection> usualLocalServers()
{
    return {localServer(QStringLiteral("ollama"), QStringLiteral("Ollama"), 11434),
            localServer(QStringLiteral("lm-studio"), QStringLiteral("LM Studio"), 1234),
            localServer(QStringLiteral("llama-cpp"), QStringLiteral("llama.cpp"), 8080),
            localServer(QStringLiteral("vllm"), QStringLiteral("vLLM"), 8000)};
}

QString likelyChatModel(const QStringList &models)
{
    const auto chats = std::find_if(models.begin(), models.end(), [](const QString &model) {
        return !model.contains(u"embed", Qt::CaseInsensitive) &&
               !model.contains(u"rerank", Qt::CaseInsensitive);
    });
    return chats != models.end() ? *chats : models.value(0);
}

LocalServerSearch::LocalServerSearch(const QVector<Connection> &candidates, QObject *parent) : QObject(parent)
{
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(m_candidates), isLoopback);
}

void LocalServerSearch::start()
{
    m_open = m_candidates.size();
    for (const Connection &candidate : std::as_const(m_candidates))
        ask(candidate);
    if (m_open == 0)
        QMetaObject::invokeMethod(this, &LocalServerSearch::finished, Qt::QueuedConnection);
}

void LocalServerSearch::ask(const Connection &candidate)
{
    OpenAiOptions options;
    options.connectTimeoutMs = patienceMs;
    auto test = std::make_unique<ConnectionTest>(candidate, QString(), options);
    connect(test.get(), &ConnectionTest::finished, this,
            [this, candidate](const Result<ConnectionReport> &report) {
                if (report) {
                    Connection server = candidate;
                    server.models = report->models;
                    server.defaultModel = likelyChatModel(report->models);
                    Q_EMIT found(server);
                }
                if (--m_open == 0)
                    Q_EMIT finished();
            });
    m_tests.push_back(std::move(test));
}

} // namespace glasshouse
