#include "sandbox/host/output_collector.h"

namespace glasshouse::sandbox {

namespace {

bool isContinuation(uchar byte)
{
    return (byte & 0xC0) == 0x80;
}

int continuationsAfter(uchar lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return 1;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 2;
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
}

} // namespace

QByteArray OutputCollector::add(Stream stream, QByteArrayView bytes)
{
    const int index = stream == Stream::Stdout ? 0 : 1;
    int &missing = m_missing[index];
    qsizetype kept = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<uchar>(bytes[i]);
        if (missing > 0 && isContinuation(byte)) {
            --missing;
        } else {
            missing = continuationsAfter(byte);
            ++m_seen;
        }
        if (m_seen <= m_limit)
            kept = i + 1;
    }
    const QByteArray part(bytes.data(), kept);
    m_text[index] += part;
    return part;
}

} // namespace glasshouse::sandbox
