// Reads CSV (RFC 4180, with comma, semicolon or tab) row by row from a file of any size.
#pragma once

#include <QFile>
#include <QStringList>
#include <QVector>

namespace glasshouse::ui {

namespace csv_limit {
inline constexpr int Columns = 500;
inline constexpr int FieldCharacters = 4000;    // longer fields are cut for display
inline constexpr qint64 BytesPerRead = 8 << 20; // per call of readRows: keeps the window alive
} // namespace csv_limit

class CsvParser
{
public:
    explicit CsvParser(const QString &path);

    [[nodiscard]] bool isOpen() const { return m_file.isOpen(); }
    [[nodiscard]] bool atEnd() const { return m_ended; }
    // Up to `most` rows; fewer at the end or when they are very long.
    [[nodiscard]] QVector<QStringList> readRows(int most);

private:
    void take(char c);
    void endField();
    void endRow();
    [[nodiscard]] char guessSeparator();

    QFile m_file;
    char m_separator = ',';
    bool m_quoted = false;
    bool m_quoteSeen = false; // inside quotes: a quote that may be the first of two
    bool m_ended = false;
    QByteArray m_field;
    QStringList m_row;
    QVector<QStringList> m_rows;
};

} // namespace glasshouse::ui
