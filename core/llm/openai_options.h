// How patient a client of an OpenAI-compatible server is, and how much it takes.
#pragma once

#include "core/llm/retry_policy.h"

namespace glasshouse {

struct OpenAiOptions
{
    qint64 connectTimeoutMs = 15'000;
    qint64 firstByteTimeoutMs = 180'000; // local servers load the model first
    qint64 idleTimeoutMs = 90'000;       // between two pieces of an answer; keep-alive comments count
    qint64 lingerMs = 2'000;             // after the finish reason, for usage and the end of the stream
    qint64 responseBytes = 64 * 1024 * 1024;
    RetryPolicy retry;
};

} // namespace glasshouse
