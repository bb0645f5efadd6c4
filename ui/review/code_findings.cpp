#include "ui/review/code_findings.h"

#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QHash>

namespace glasshouse::ui {

namespace {

using Kind = CodeFinding::Kind;

constexpr int MostFindings = 200;
constexpr int GapColumns = 40; // white space inside a line that pushes code out of sight
constexpr int GapLines = 30;   // the same downwards
constexpr int LongLine = 1000;

class Inspector
{
public:
    explicit Inspector(QStringView code) : m_code(code) {}

    CodeFindings run()
    {
        for (const QStringView line : m_code.split(u'\n')) {
            inspectLine(line);
            ++m_line;
        }
        return std::move(m_findings);
    }

private:
    void add(Kind kind, qsizetype column, qsizetype length, const QString &detail)
    {
        ++m_findings.total;
        if (m_findings.first.size() < MostFindings)
            m_findings.first.append({kind, m_line, int(column), int(length), detail});
    }

    void inspectLine(QStringView line)
    {
        inspectCharacters(line);
        inspectLayout(line);
    }

    void inspectCharacters(QStringView line)
    {
        qsizetype wordStart = 0;
        bool latin = false;
        bool other = false;
        for (qsizetype i = 0; i < line.size(); ++i) {
            const char32_t c = codePoint(line, i);
            inspectCharacter(c, i, i == line.size() - 1);
            if (isWordPart(c)) {
                latin = latin || (c < 0x80 && QChar::isLetter(c));
                other = other || looksLatin(c);
                continue;
            }
            reportWord(line, wordStart, i, latin && other);
            wordStart = i + 1;
            latin = other = false;
        }
        reportWord(line, wordStart, line.size(), latin && other);
    }

    static char32_t codePoint(QStringView line, qsizetype &i)
    {
        if (line[i].isHighSurrogate() && i + 1 < line.size() && line[i + 1].isLowSurrogate()) {
            ++i;
            return QChar::surrogateToUcs4(line[i - 1], line[i]);
        }
        return line[i].unicode();
    }

    void inspectCharacter(char32_t c, qsizetype column, bool last)
    {
        const bool lineEnding = c == U'\r' && last;
        const bool control = (c < 0x20 && c != U'\t' && !lineEnding) || (c >= 0x7f && c < 0xa0);
        if (!control && !isHiddenCharacter(c) && c != 0xa0)
            return;
        m_findings.unseen.insert(c);
        add(control ? Kind::ControlCharacter : Kind::HiddenCharacter, column, 1, characterName(c));
    }

    static bool isWordPart(char32_t c) { return c == U'_' || QChar::isLetterOrNumber(c); }

    // Scripts whose letters pass for Latin ones; a word that mixes them is not what it seems (Unicode TR39).
    static bool looksLatin(char32_t c)
    {
        const QChar::Script script = QChar::script(c);
        return script == QChar::Script_Cyrillic || script == QChar::Script_Greek ||
               script == QChar::Script_Armenian || script == QChar::Script_Cherokee ||
               (c >= 0xff01 && c <= 0xff5e) || (c >= 0x1d400 && c <= 0x1d7ff);
    }

    void reportWord(QStringView line, qsizetype start, qsizetype end, bool mixed)
    {
        if (mixed && end > start)
            add(Kind::LookAlike, start, end - start,
                line.mid(start, std::min<qsizetype>(end - start, 60)).toString());
    }

    void inspectLayout(QStringView line)
    {
        const QStringView text = line.trimmed();
        if (text.isEmpty()) {
            ++m_blankLines;
            return;
        }
        if (m_blankLines >= GapLines && m_line > m_blankLines)
            add(Kind::FarBelow, 0, line.size(), QString::number(m_blankLines));
        m_blankLines = 0;
        if (const qsizetype gap = wideGap(line); gap >= 0)
            add(Kind::FarRight, gap, line.size() - gap, QString());
        if (line.size() > LongLine)
            add(Kind::LongLine, 0, line.size(), QString::number(line.size()));
    }

    // Where code goes on after a wide gap, or begins far to the right; -1 if nowhere.
    static qsizetype wideGap(QStringView line)
    {
        qsizetype spaces = 0;
        for (qsizetype i = 0; i < line.size(); ++i) {
            if (line[i].isSpace())
                ++spaces;
            else if (spaces >= GapColumns)
                return i;
            else
                spaces = 0;
        }
        return -1;
    }

    QStringView m_code;
    CodeFindings m_findings;
    int m_line = 0;
    int m_blankLines = 0;
};

QString tr(const char *text)
{
    return QCoreApplication::translate("CodeFindings", text);
}

QString sentenceFor(const CodeFinding &finding)
{
    const int line = finding.line + 1;
    const QString detail = visibleLine(finding.detail, 60);
    switch (finding.kind) {
    case Kind::HiddenCharacter:
        return tr("Line %1 holds an invisible character (%2).").arg(line).arg(detail);
    case Kind::ControlCharacter:
        return tr("Line %1 holds a control character (%2).").arg(line).arg(detail);
    case Kind::LookAlike:
        return tr("Line %1: \"%2\" mixes Latin letters with look-alikes of another script.")
            .arg(line)
            .arg(detail);
    case Kind::FarRight:
        return tr("Line %1 goes on after a wide gap, far to the right.").arg(line);
    case Kind::FarBelow:
        return tr("Line %1 comes after %2 empty lines.").arg(line).arg(detail);
    case Kind::LongLine:
        return tr("Line %1 is %2 characters long; read it to its end.").arg(line).arg(detail);
    }
    return {};
}

} // namespace

CodeFindings inspectCode(QStringView code)
{
    return Inspector(code).run();
}

QStringList CodeFindings::sentences() const
{
    QStringList out;
    QSet<int> kinds;
    for (const CodeFinding &finding : first) {
        if (kinds.contains(int(finding.kind)))
            continue;
        kinds.insert(int(finding.kind));
        out.append(sentenceFor(finding));
    }
    if (total > out.size())
        out.append(tr("%1 places in all.").arg(total));
    return out;
}

} // namespace glasshouse::ui
