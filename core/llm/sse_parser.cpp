#include "core/llm/sse_parser.h"

#include <algorithm>
#include <utility>

namespace glasshouse {

namespace {

constexpr QByteArrayView ByteOrderMark("\xEF\xBB\xBF");

bool endsLine(char c)
{
    return c == '\n' || c == '\r';
}

QByteArrayView withoutLeadingSpace(QByteArrayView value)
{
    return value.startsWith(' ') ? value.sliced(1) : value;
}

} // namespace

Result<QVector<SseEvent>> SseParser::feed(QByteArrayView bytes)
{
    QVector<SseEvent> events;
    while (!bytes.isEmpty()) {
        if (std::exchange(m_afterReturn, false) && bytes.front() == '\n') {
            bytes = bytes.sliced(1);
            continue;
        }
        const auto end = std::find_if(bytes.begin(), bytes.end(), endsLine);
        const qsizetype length = end - bytes.begin();
        if (auto appended = append(bytes.first(length)); !appended)
            return fail(appended.error());
        if (end == bytes.end())
            break;
        m_afterReturn = *end == '\r';
        bytes = bytes.sliced(length + 1);
        if (auto ended = endLine(events); !ended)
            return fail(ended.error());
    }
    return events;
}

Result<void> SseParser::append(QByteArrayView part)
{
    if (m_line.size() + part.size() > m_limits.lineBytes)
        return fail(QStringLiteral("The server sent a line of more than %1 bytes in its event stream.")
                        .arg(m_limits.lineBytes));
    m_line.append(part);
    return {};
}

Result<void> SseParser::endLine(QVector<SseEvent> &events)
{
    const QByteArray taken = std::exchange(m_line, {});
    QByteArrayView line(taken);
    if (std::exchange(m_atStart, false) && line.startsWith(ByteOrderMark))
        line = line.sliced(ByteOrderMark.size());
    if (line.isEmpty()) {
        dispatch(events);
        return {};
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0) // a comment, which servers send to keep the connection alive
        return {};
    if (colon < 0)
        return takeField(line, {});
    return takeField(line.first(colon), withoutLeadingSpace(line.sliced(colon + 1)));
}

Result<void> SseParser::takeField(QByteArrayView name, QByteArrayView value)
{
    if (name == "event") {
        m_type = QString::fromUtf8(value);
    } else if (name == "id" && !value.contains('\0')) {
        m_lastId = QString::fromUtf8(value);
    } else if (name == "data") {
        if (m_data.size() + value.size() + 1 > m_limits.eventBytes)
            return fail(QStringLiteral("The server sent an event of more than %1 bytes in its event stream.")
                            .arg(m_limits.eventBytes));
        if (m_hasData)
            m_data.append('\n');
        m_data.append(value);
        m_hasData = true;
    }
    return {};
}

void SseParser::dispatch(QVector<SseEvent> &events)
{
    const QString type = std::exchange(m_type, {});
    const QByteArray data = std::exchange(m_data, {});
    if (!std::exchange(m_hasData, false))
        return;
    events.append({type.isEmpty() ? QStringLiteral("message") : type, QString::fromUtf8(data), m_lastId});
}

} // namespace glasshouse
