#include "core/llm/replay_client.h"

#include <QTimer>

namespace glasshouse {

namespace {

class ReplayCall final : public ChatCall
{
public:
    explicit ReplayCall(const Result<ChatResponse> &response) : m_response(response)
    {
        QTimer::singleShot(0, this, &ReplayCall::emitText);
    }

    void cancel() override
    {
        m_response = fail(QStringLiteral("The call to the model was stopped."), ErrorCode::Cancelled);
    }

private:
    void emitText()
    {
        QTimer::singleShot(0, this, &ReplayCall::emitFinished);
        if (m_response && !m_response->message.text.isEmpty())
            Q_EMIT textReceived(m_response->message.text);
    }

    void emitFinished() { Q_EMIT finished(m_response); }

    Result<ChatResponse> m_response;
};

} // namespace

ReplayChatClient::ReplayChatClient(const QVector<RecordedCall> &calls)
{
    for (const RecordedCall &call : calls)
        m_perAgent[call.request.value(u"agent").toString()].append(call);
}

std::unique_ptr<ChatCall> ReplayChatClient::start(const ChatRequest &request)
{
    return std::make_unique<ReplayCall>(answerTo(request));
}

Result<ChatResponse> ReplayChatClient::answerTo(const ChatRequest &request)
{
    const QVector<RecordedCall> &recorded = m_perAgent[request.agent];
    const int position = m_answered[request.agent]++;
    if (position >= recorded.size())
        return fail(QStringLiteral("The replay differs from the recording: %1 makes call %2 to the model, "
                                   "the recording has %3 of "
                                   "this agent.")
                        .arg(request.agent)
                        .arg(position + 1)
                        .arg(recorded.size()),
                    ErrorCode::ModelUnavailable);
    const RecordedCall &call = recorded.at(position);
    if (const auto difference = firstDifference(recordedRequest(request), call.request))
        return fail(QStringLiteral("The replay differs from the recording in call %1 of %2: %3.")
                        .arg(position + 1)
                        .arg(request.agent, *difference),
                    ErrorCode::ModelUnavailable);
    return call.response;
}

} // namespace glasshouse
