#include "ui/sandbox/csv_parser.h"

#include "ui/common/visible_text.h"

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr qint64 ChunkBytes = 64 * 1024;

} // namespace

CsvParser::CsvParser(const QString &path) : m_file(path)
{
    if (m_file.open(QIODevice::ReadOnly))
        m_separator = guessSeparator();
    m_ended = !m_file.isOpen();
}

// The one that occurs most in the first line.
char CsvParser::guessSeparator()
{
    QByteArray head = m_file.peek(ChunkBytes);
    if (head.startsWith("\xef\xbb\xbf"))
        m_file.skip(3);
    head.truncate(std::max<qsizetype>(0, head.indexOf('\n') < 0 ? head.size() : head.indexOf('\n')));
    const char candidates[] = {',', ';', '\t'};
    return *std::max_element(std::begin(candidates), std::end(candidates),
                             [&](char a, char b) { return head.count(a) < head.count(b); });
}

QVector<QStringList> CsvParser::readRows(int most)
{
    qint64 budget = csv_limit::BytesPerRead;
    while (!m_ended && m_rows.size() < most && budget > 0) {
        const QByteArray chunk = m_file.read(ChunkBytes);
        budget -= chunk.size();
        for (const char c : chunk)
            take(c);
        if (chunk.isEmpty()) {
            m_ended = true;
            if (!m_field.isEmpty() || !m_row.isEmpty())
                endRow();
        }
    }
    const QVector<QStringList> rows = m_rows.mid(0, most);
    m_rows.remove(0, rows.size());
    return rows;
}

void CsvParser::take(char c)
{
    if (m_quoteSeen) {
        m_quoteSeen = false;
        if (c == '"') {
            m_field += c;
            return;
        }
        m_quoted = false;
    } else if (m_quoted) {
        if (c == '"')
            m_quoteSeen = true;
        else if (m_field.size() <= 4 * csv_limit::FieldCharacters)
            m_field += c;
        return;
    }
    if (c == '"' && m_field.isEmpty())
        m_quoted = true;
    else if (c == m_separator)
        endField();
    else if (c == '\n')
        endRow();
    else if (c != '\r' && m_field.size() <= 4 * csv_limit::FieldCharacters)
        m_field += c;
}

void CsvParser::endField()
{
    if (m_row.size() < csv_limit::Columns)
        m_row.append(visibleLine(QString::fromUtf8(m_field), csv_limit::FieldCharacters));
    m_field.clear();
}

void CsvParser::endRow()
{
    endField();
    m_rows.append(m_row);
    m_row.clear();
    m_quoted = m_quoteSeen = false;
}

} // namespace glasshouse::ui
