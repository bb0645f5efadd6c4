#include "sandbox/gateway/http_head.h"

#include <algorithm>
#include <utility>

namespace glasshouse::gateway {

namespace {

constexpr qsizetype mostLengthDigits = 18; // fits qint64

tl::unexpected<Refusal> bad(const QString &sentence)
{
    return refuse(ReasonCode::BadRequest, sentence);
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Checked<qsizetype> HeadReader::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (taken < bytes.size() && !m_complete) {
        const char c = bytes.at(taken++);
        if (++m_bytes > m_limits.bytes)
            return refuse(ReasonCode::HeaderTooLarge,
                          QStringLiteral("The headers are larger than %1 bytes.").arg(m_limits.bytes));
        const bool afterReturn = m_line.endsWith('\r');
        if (afterReturn != (c == '\n'))
            return bad(QStringLiteral("A line of the headers does not end with CR LF."));
        if (c == '\0')
            return bad(QStringLiteral("The headers hold a NUL byte."));
        m_line += c;
        if (c != '\n')
            continue;
        m_line.chop(2);
        if (auto ended = endLine(); !ended)
            return refuse(ended.error());
    }
    return taken;
}

Checked<void> HeadReader::endLine()
{
    const QByteArray line = std::exchange(m_line, {});
    if (m_lines++ == 0) {
        if (line.isEmpty())
            return bad(QStringLiteral("The first line is empty."));
        m_head.startLine = line;
        return {};
    }
    if (line.isEmpty()) {
        m_complete = true;
        return {};
    }
    if (m_lines - 1 > m_limits.fields)
        return refuse(ReasonCode::HeaderTooLarge,
                      QStringLiteral("There are more than %1 headers.").arg(m_limits.fields));
    const auto field = parseHeaderField(line);
    if (!field)
        return refuse(field.error());
    m_head.fields.add(field->name, field->value);
    return {};
}

Head HeadReader::take()
{
    Head head = std::exchange(m_head, {});
    *this = HeadReader(m_limits);
    return head;
}

Checked<BodyFraming> declaredFraming(const HeaderFields &fields)
{
    const QByteArrayList lengths = fields.values("Content-Length");
    const QByteArrayList encodings = fields.values("Transfer-Encoding");
    if (!lengths.isEmpty() && !encodings.isEmpty())
        return bad(QStringLiteral("A message has either a Content-Length or a Transfer-Encoding, not both."));
    if (lengths.size() > 1 || encodings.size() > 1)
        return bad(QStringLiteral("The length of the body is given more than once."));
    if (!encodings.isEmpty()) {
        if (encodings.first().compare("chunked", Qt::CaseInsensitive) != 0)
            return bad(QStringLiteral("The only Transfer-Encoding is chunked."));
        return BodyFraming{BodyFraming::Kind::Chunked, 0};
    }
    if (lengths.isEmpty())
        return BodyFraming{};
    if (!isDigits(lengths.first()) || lengths.first().size() > mostLengthDigits)
        return bad(QStringLiteral("The Content-Length is not a number."));
    return BodyFraming{BodyFraming::Kind::Length, lengths.first().toLongLong()};
}

} // namespace glasshouse::gateway
