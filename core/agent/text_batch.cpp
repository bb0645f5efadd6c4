#include "core/agent/text_batch.h"

#include <utility>

namespace glasshouse {

namespace {

constexpr int IntervalMs = 40; // 25 updates a second look fluent and keep the trace small
constexpr qsizetype LongestPiece = 4'096;

} // namespace

TextBatch::TextBatch(QObject *parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(IntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &TextBatch::flush);
}

void TextBatch::append(const QString &channel, const QString &text)
{
    if (channel != m_channel)
        flush();
    m_channel = channel;
    m_text += text;
    if (m_text.size() >= LongestPiece)
        flush();
    else if (!m_timer.isActive())
        m_timer.start();
}

void TextBatch::flush()
{
    m_timer.stop();
    if (!m_text.isEmpty())
        Q_EMIT collected(m_channel, std::exchange(m_text, {}));
}

void TextBatch::discard()
{
    m_timer.stop();
    m_text.clear();
}

} // namespace glasshouse
