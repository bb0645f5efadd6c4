#include "core/llm/recording_client.h"

#include "core/base/json.h"
#include "core/base/log.h"

namespace glasshouse {

class RecordingChatClient::Log
{
public:
    Log(const QString &path, const QVector<Secret> &secrets) : m_file(path), m_secrets(secrets) {}

    [[nodiscard]] Result<void> open()
    {
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
            return fail(QStringLiteral("The recording %1 cannot be written: %2")
                            .arg(m_file.fileName(), m_file.errorString()));
        m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        return {};
    }

    void write(const RecordedCall &call)
    {
        QString line = QString::fromUtf8(toCompactJson(call.toJson()));
        for (const Secret &secret : m_secrets)
            line = secret.scrubbed(line);
        const QByteArray bytes = line.toUtf8().trimmed() + '\n';
        if (m_file.write(bytes) != bytes.size() || !m_file.flush())
            log(LogCategory::Llm)
                .error("The recording is incomplete: {}", m_file.errorString().toStdString());
    }

private:
    QFile m_file;
    QVector<Secret> m_secrets;
};

namespace {

class RecordingCall final : public ChatCall
{
public:
    RecordingCall(std::unique_ptr<ChatCall> call, const QJsonObject &request,
                  std::shared_ptr<RecordingChatClient::Log> log)
        : m_call(std::move(call))
    {
        connect(m_call.get(), &ChatCall::textReceived, this, &ChatCall::textReceived);
        connect(m_call.get(), &ChatCall::retrying, this, &ChatCall::retrying);
        connect(m_call.get(), &ChatCall::finished, this, [=, this](const Result<ChatResponse> &response) {
            log->write({request, response});
            Q_EMIT finished(response);
        });
    }

    void cancel() override { m_call->cancel(); }

private:
    std::unique_ptr<ChatCall> m_call;
};

} // namespace

Result<std::unique_ptr<RecordingChatClient>> RecordingChatClient::open(std::unique_ptr<ChatClient> client,
                                                                       const QString &path,
                                                                       const QVector<Secret> &secrets)
{
    auto log = std::make_shared<Log>(path, secrets);
    if (const auto opened = log->open(); !opened)
        return fail(opened.error());
    return std::unique_ptr<RecordingChatClient>(new RecordingChatClient(std::move(client), std::move(log)));
}

RecordingChatClient::RecordingChatClient(std::unique_ptr<ChatClient> client, std::shared_ptr<Log> log)
    : m_client(std::move(client)), m_log(std::move(log))
{
}

std::unique_ptr<ChatCall> RecordingChatClient::start(const ChatRequest &request)
{
    return std::make_unique<RecordingCall>(m_client->start(request), recordedRequest(request), m_log);
}

} // namespace glasshouse
