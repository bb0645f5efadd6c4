#include "sandbox/gateway/http_body.h"

#include <algorithm>
#include <utility>

namespace glasshouse::gateway {

namespace {

constexpr qsizetype longestLine = 4 << 10;
constexpr qsizetype mostTrailerBytes = 16 << 10;
constexpr qsizetype mostSizeDigits = 15; // fits qint64

tl::unexpected<Refusal> bad(const QString &sentence)
{
    return refuse(ReasonCode::BadRequest, sentence);
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

} // namespace

BodyReader::BodyReader(const BodyFraming &framing) : m_left(framing.length)
{
    switch (framing.kind) {
    case BodyFraming::Kind::None:
        break;
    case BodyFraming::Kind::Length:
        m_state = m_left > 0 ? State::Content : State::Done;
        break;
    case BodyFraming::Kind::Chunked:
        m_state = State::Size;
        break;
    case BodyFraming::Kind::UntilClose:
        m_state = State::UntilClose;
        break;
    }
}

Checked<qsizetype> BodyReader::feed(QByteArrayView bytes, QByteArray &content)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && m_state != State::Done) {
        const QByteArrayView rest = bytes.sliced(taken);
        if (m_state == State::UntilClose) {
            content.append(rest);
            return bytes.size();
        }
        if (m_state == State::Content || m_state == State::ChunkContent) {
            taken += takeContent(rest, content);
            continue;
        }
        auto count = takeLine(rest);
        if (!count)
            return count;
        taken += *count;
    }
    return taken;
}

qsizetype BodyReader::takeContent(QByteArrayView bytes, QByteArray &content)
{
    const qsizetype count = static_cast<qsizetype>(std::min<qint64>(m_left, bytes.size()));
    content.append(bytes.first(count));
    m_left -= count;
    if (m_left == 0)
        m_state = m_state == State::Content ? State::Done : State::ChunkEnd;
    return count;
}

Checked<qsizetype> BodyReader::takeLine(QByteArrayView bytes)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes.at(i);
        if (m_line.endsWith('\r') != (c == '\n'))
            return bad(QStringLiteral("A line of a chunked body does not end with CR LF."));
        m_line += c;
        if (m_line.size() > longestLine)
            return bad(QStringLiteral("A line of a chunked body is too long."));
        if (c != '\n')
            continue;
        m_line.chop(2);
        if (auto ended = endLine(); !ended)
            return refuse(ended.error());
        return i + 1;
    }
    return bytes.size();
}

Checked<void> BodyReader::endLine()
{
    const QByteArray line = std::exchange(m_line, {});
    if (m_state == State::Size)
        return startChunk(line);
    if (m_state == State::ChunkEnd) {
        if (!line.isEmpty())
            return bad(QStringLiteral("A chunk is longer than it says."));
        m_state = State::Size;
        return {};
    }
    if (line.isEmpty()) {
        m_state = State::Done;
        return {};
    }
    m_trailerBytes += line.size();
    if (m_trailerBytes > mostTrailerBytes)
        return bad(QStringLiteral("The headers after the body are too large."));
    if (const auto field = parseHeaderField(line); !field)
        return refuse(field.error());
    return {};
}

Checked<void> BodyReader::startChunk(QByteArrayView line)
{
    const auto *const end = std::find_if_not(line.begin(), line.end(), isHexDigit);
    const QByteArrayView digits = line.first(end - line.begin());
    const bool hasExtension = digits.size() < line.size();
    if (digits.isEmpty() || digits.size() > mostSizeDigits || (hasExtension && *end != ';'))
        return bad(QStringLiteral("The size of a chunk is not a hexadecimal number."));
    if (hasExtension && !parseHeaderField("extension:" + line.sliced(digits.size()).toByteArray()))
        return bad(QStringLiteral("A chunk extension holds control characters."));
    m_left = digits.toByteArray().toLongLong(nullptr, 16);
    m_state = m_left > 0 ? State::ChunkContent : State::Trailer;
    return {};
}

QByteArray encodedBody(const QByteArray &content, BodyFraming::Kind kind)
{
    if (kind != BodyFraming::Kind::Chunked || content.isEmpty())
        return content;
    return QByteArray::number(content.size(), 16) + "\r\n" + content + "\r\n";
}

QByteArray encodedBodyEnd(BodyFraming::Kind kind)
{
    return kind == BodyFraming::Kind::Chunked ? QByteArray("0\r\n\r\n") : QByteArray();
}

} // namespace glasshouse::gateway
