// Keeps the first characters that an execution prints, on both streams together, and counts the rest: a
// gigabyte of output costs no memory. A character is a code point; a byte that is no UTF-8 counts as one.
#pragma once

#include "sandbox/host/exec_job.h"

namespace glasshouse::sandbox {

class OutputCollector
{
public:
    explicit OutputCollector(qint64 characterLimit) : m_limit(characterLimit) {}

    // Returns the part of `bytes` that was kept; a character is never cut in two.
    QByteArray add(Stream stream, QByteArrayView bytes);

    [[nodiscard]] const QByteArray &standardOutput() const { return m_text[0]; }
    [[nodiscard]] const QByteArray &standardError() const { return m_text[1]; }
    [[nodiscard]] qint64 cutCharacters() const { return qMax<qint64>(0, m_seen - m_limit); }

private:
    qint64 m_limit;
    qint64 m_seen = 0;
    QByteArray m_text[2];
    int m_missing[2] = {0, 0}; // continuation bytes that the last character of the stream still needs
};

} // namespace glasshouse::sandbox
