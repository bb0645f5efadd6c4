// Server-sent events out of bytes that arrive in any pieces (WHATWG HTML, section 9.2.6 "Interpreting an
// event stream").
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QVector>

namespace glasshouse {

struct SseEvent
{
    QString type; // "message" unless the stream names another
    QString data; // the data lines, joined by LF; invalid UTF-8 is replaced as the specification says
    QString lastId;

    bool operator==(const SseEvent &) const = default;
};

class SseParser
{
public:
    struct Limits
    {
        qsizetype lineBytes = 4 * 1024 * 1024;
        qsizetype eventBytes = 8 * 1024 * 1024;
    };

    SseParser() = default;
    explicit SseParser(Limits limits) : m_limits(limits) {}

    // The events that these bytes complete. Fails when a line or an event grows past its limit; the parser is
    // of no use after that. An event whose closing blank line never comes is dropped, as specified.
    [[nodiscard]] Result<QVector<SseEvent>> feed(QByteArrayView bytes);

private:
    [[nodiscard]] Result<void> append(QByteArrayView part);
    [[nodiscard]] Result<void> endLine(QVector<SseEvent> &events);
    [[nodiscard]] Result<void> takeField(QByteArrayView name, QByteArrayView value);
    void dispatch(QVector<SseEvent> &events);

    Limits m_limits;
    QByteArray m_line;
    QByteArray m_data;
    QString m_type;
    QString m_lastId;
    bool m_hasData = false;
    bool m_atStart = true;      // a byte order mark may still come
    bool m_afterReturn = false; // an LF right after a CR belongs to the same line end
};

} // namespace glasshouse
