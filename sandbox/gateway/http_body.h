// Bodies of HTTP/1 messages: reading them strictly, and writing them anew, so that what was checked is what
// is sent on (RFC 9112 section 7).
#pragma once

#include "sandbox/gateway/http_head.h"

namespace glasshouse::gateway {

class BodyReader
{
public:
    BodyReader() = default; // of a message without a body
    explicit BodyReader(const BodyFraming &framing);

    // Takes bytes up to the end of the body and appends the content to `content`. Returns how many it took.
    // Chunk extensions and trailers are dropped.
    [[nodiscard]] Checked<qsizetype> feed(QByteArrayView bytes, QByteArray &content);
    [[nodiscard]] bool isComplete() const { return m_state == State::Done; }
    // Whether the body may end where the connection ends.
    [[nodiscard]] bool mayEndNow() const { return isComplete() || m_state == State::UntilClose; }

private:
    enum class State { Content, UntilClose, Size, ChunkContent, ChunkEnd, Trailer, Done };

    qsizetype takeContent(QByteArrayView bytes, QByteArray &content);
    [[nodiscard]] Checked<qsizetype> takeLine(QByteArrayView bytes);
    [[nodiscard]] Checked<void> endLine();
    [[nodiscard]] Checked<void> startChunk(QByteArrayView line);

    State m_state = State::Done;
    qint64 m_left = 0;
    QByteArray m_line;
    qsizetype m_trailerBytes = 0;
};

// One piece of content as `kind` sends it; nothing for an empty piece.
[[nodiscard]] QByteArray encodedBody(const QByteArray &content, BodyFraming::Kind kind);
[[nodiscard]] QByteArray encodedBodyEnd(BodyFraming::Kind kind);

} // namespace glasshouse::gateway
