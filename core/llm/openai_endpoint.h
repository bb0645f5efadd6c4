// Addresses and requests of an OpenAI-compatible server.
#pragma once

#include "core/llm/connection.h"
#include "core/llm/secret.h"

#include <QNetworkRequest>

namespace glasshouse {

// The request for BASE/path with the key in its header. Fails with a sentence when the base URL or the key
// cannot be used. Redirects are never followed.
[[nodiscard]] Result<QNetworkRequest> openAiEndpoint(const Connection &connection, const Secret &key,
                                                     QStringView path);

} // namespace glasshouse
