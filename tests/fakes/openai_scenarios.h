// What the fake OpenAI server answers, as values: which bytes, in which pieces, and what becomes of the
// connection.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace glasshouse::fakes {

struct HttpRequest
{
    QByteArray method;
    QByteArray path;
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
};

// Takes one whole request off the front of the buffer; nothing while it is incomplete.
[[nodiscard]] std::optional<HttpRequest> takeRequest(QByteArray &buffer);

enum class Ending { KeepAlive, Close, Reset, Hang };

struct Answer
{
    QList<QByteArray> pieces;
    Ending ending = Ending::KeepAlive;
    int pieceIntervalMs = 0;
};

// What the server remembers between requests.
struct ServerState
{
    int connections = 0;
    int requests = 0;
    QHash<QString, int> askedFor; // per model: how often
    QByteArray lastAuthorization;
    QByteArray lastBody;
};

// GET /v1/models lists the scenarios; GET /state tells what the server remembers; POST /v1/chat/completions
// answers by the name of the model:
//   (any other)      two calls of execute_code in one turn, in fragments; after both results a final text
//   close            the same, with "Connection: close" and no length
//   text             a short text over keep-alive
//   odd-splits       a text with umlauts and emoji, one byte per piece, CRLF line ends, comments, a byte
//   order mark no-done          ends without [DONE]            no-blank        ends with [DONE] but no blank
//   line no-index         tool calls without index       no-id           tool calls without id same-index two
//   calls, both index 0        not-streamed    one JSON object although a stream was asked for
//   no-usage-option  refuses stream_options once    new-limit       wants max_completion_tokens
//   echo-key         the key in its text            echo-key-error  the key in an error
//   401 403 404-model 404-path 400-context 429 429-quota 500 redirect
//   429-then-text (Retry-After: 0)   500-then-text   reset-then-text   error-in-stream   overloaded-then-text
//   hang             never answers   stall           stops in the middle   cut   closes in the middle
//   malformed-event  malformed-json  html  empty  huge-line  endless
[[nodiscard]] Answer answerTo(const HttpRequest &request, ServerState &state);

} // namespace glasshouse::fakes
