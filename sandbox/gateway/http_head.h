// The head of an HTTP/1 message out of bytes that arrive in any pieces (RFC 9112), stricter than the RFC
// wherever two readers have been seen to disagree.
#pragma once

#include "sandbox/gateway/header_fields.h"

namespace glasshouse::gateway {

struct HeadLimits
{
    qsizetype bytes = 64 << 10;
    int fields = 100;
};

struct Head
{
    QByteArray startLine;
    HeaderFields fields;

    bool operator==(const Head &) const = default;
};

class HeadReader
{
public:
    explicit HeadReader(HeadLimits limits = {}) : m_limits(limits) {}

    // Takes bytes up to the end of the head and returns how many. Lines end with CRLF, nothing else. After a
    // refusal the reader is of no use.
    [[nodiscard]] Checked<qsizetype> feed(QByteArrayView bytes);
    [[nodiscard]] bool isEmpty() const { return !m_complete && m_line.isEmpty() && m_lines == 0; }
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] Head take(); // when complete; then the reader is ready for the next head

private:
    [[nodiscard]] Checked<void> endLine();

    HeadLimits m_limits;
    Head m_head;
    QByteArray m_line;
    qsizetype m_bytes = 0;
    int m_lines = 0;
    bool m_complete = false;
};

// How the end of a body is known (RFC 9112 section 6).
struct BodyFraming
{
    enum class Kind { None, Length, Chunked, UntilClose };
    Kind kind = Kind::None;
    qint64 length = 0; // for Length

    bool operator==(const BodyFraming &) const = default;
};

// From Content-Length and Transfer-Encoding; None if neither is there. Both, duplicates, any encoding but
// chunked, and odd numbers are refused.
[[nodiscard]] Checked<BodyFraming> declaredFraming(const HeaderFields &fields);

} // namespace glasshouse::gateway
