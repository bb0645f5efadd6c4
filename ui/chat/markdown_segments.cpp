#include "ui/chat/markdown_segments.h"

namespace glasshouse::ui {

namespace {

constexpr qsizetype LongProse = 4000;

struct Fence
{
    QChar mark;
    qsizetype length = 0;
    QString language;
};

// CommonMark 4.5: up to three spaces, at least three of one mark; no backtick in the info string.
Fence fenceOf(QStringView line)
{
    const qsizetype indent = line.size() - line.trimmed().size();
    const QStringView body = line.trimmed();
    if (body.size() < 3 || indent > 3 + (line.size() - indent - body.size()))
        return {};
    const QChar mark = body.front();
    if ((mark != u'`' && mark != u'~') || line.startsWith(u"    "))
        return {};
    qsizetype length = 0;
    while (length < body.size() && body[length] == mark)
        ++length;
    const QStringView info = body.mid(length).trimmed();
    if (length < 3 || (mark == u'`' && info.contains(u'`')))
        return {};
    return {mark, length, info.left(info.indexOf(u' ') < 0 ? info.size() : info.indexOf(u' ')).toString()};
}

bool closes(const Fence &open, const Fence &fence)
{
    return fence.mark == open.mark && fence.length >= open.length && fence.language.isEmpty();
}

// Lists, quotes and tables go on after a blank line or belong to the line above it.
bool startsParagraph(QStringView line)
{
    return !line.isEmpty() && line.front().isLetter();
}

class Splitter
{
public:
    void line(QStringView line)
    {
        const Fence fence = fenceOf(line);
        if (m_open.length > 0)
            codeLine(line, fence);
        else if (fence.length > 0)
            open(fence);
        else
            proseLine(line);
    }

    QVector<MarkdownSegment> take()
    {
        flush();
        return std::move(m_segments);
    }

private:
    void codeLine(QStringView line, const Fence &fence)
    {
        if (closes(m_open, fence)) {
            m_segments.append({true, m_text, m_open.language});
            m_text.clear();
            m_open = {};
        } else {
            m_text += line;
            m_text += u'\n';
        }
    }

    void open(const Fence &fence)
    {
        flush();
        m_open = fence;
    }

    void proseLine(QStringView line)
    {
        if (m_text.size() > LongProse && m_text.endsWith(u"\n\n") && startsParagraph(line))
            flush();
        m_text += line;
        m_text += u'\n';
    }

    void flush()
    {
        if (m_open.length > 0 || !m_text.trimmed().isEmpty())
            m_segments.append({m_open.length > 0, m_text, m_open.language});
        m_text.clear();
    }

    QVector<MarkdownSegment> m_segments;
    QString m_text;
    Fence m_open;
};

} // namespace

QVector<MarkdownSegment> splitMarkdown(QStringView text)
{
    Splitter splitter;
    for (const QStringView line : text.split(u'\n'))
        splitter.line(line);
    return splitter.take();
}

} // namespace glasshouse::ui
