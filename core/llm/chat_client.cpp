#include "core/llm/chat_client.h"

namespace glasshouse {

QString toString(FinishReason reason)
{
    switch (reason) {
    case FinishReason::Stop:
        return QStringLiteral("stop");
    case FinishReason::ToolCalls:
        return QStringLiteral("tool_calls");
    case FinishReason::Length:
        return QStringLiteral("length");
    case FinishReason::ContentFilter:
        return QStringLiteral("content_filter");
    case FinishReason::Other:
        break;
    }
    return QStringLiteral("other");
}

FinishReason finishReasonFromString(QStringView text)
{
    if (text == u"stop")
        return FinishReason::Stop;
    if (text == u"tool_calls" || text == u"function_call")
        return FinishReason::ToolCalls;
    if (text == u"length")
        return FinishReason::Length;
    if (text == u"content_filter")
        return FinishReason::ContentFilter;
    return FinishReason::Other;
}

} // namespace glasshouse
