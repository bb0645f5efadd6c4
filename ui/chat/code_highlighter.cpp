#include "ui/chat/code_highlighter.h"

#include <QSet>

namespace glasshouse::ui {

struct CodeHighlighter::Language
{
    QSet<QString> words;
    QString comment;
    bool tripleQuotes = false;
};

namespace {

constexpr int NoState = -1;
constexpr int InTripleDouble = 1;
constexpr int InTripleSingle = 2;
constexpr qsizetype LongestLine = 4000; // longer ones are data, not code

QSet<QString> wordSet(const char *words)
{
    const QStringList list = QString::fromLatin1(words).split(u' ');
    return {list.begin(), list.end()};
}

QString canonical(const QString &name)
{
    static const QHash<QString, QString> aliases{
        {QStringLiteral("py"), QStringLiteral("python")},
        {QStringLiteral("python3"), QStringLiteral("python")},
        {QStringLiteral("sh"), QStringLiteral("bash")},
        {QStringLiteral("shell"), QStringLiteral("bash")},
        {QStringLiteral("js"), QStringLiteral("javascript")},
        {QStringLiteral("ts"), QStringLiteral("javascript")},
        {QStringLiteral("typescript"), QStringLiteral("javascript")},
    };
    return aliases.value(name.toLower(), name.toLower());
}

} // namespace

const CodeHighlighter::Language *CodeHighlighter::find(const QString &name)
{
    static const QHash<QString, Language> languages{
        {QStringLiteral("python"),
         {wordSet("and as assert async await break class continue def del elif else except False finally for "
                  "from "
                  "global if import in is lambda None nonlocal not or pass raise return True try while with "
                  "yield"),
          QStringLiteral("#"), true}},
        {QStringLiteral("bash"),
         {wordSet("if then else elif fi for while until do done case esac in function return exit export "
                  "local set"),
          QStringLiteral("#"), false}},
        {QStringLiteral("javascript"),
         {wordSet(
              "async await break case catch class const continue default delete do else export extends false "
              "finally for from function if import in instanceof interface let new null of return static "
              "super "
              "switch this throw true try type typeof undefined var void while yield"),
          QStringLiteral("//"), false}},
        {QStringLiteral("json"), {wordSet("true false null"), QString(), false}},
    };
    const auto found = languages.constFind(canonical(name));
    return found == languages.constEnd() ? nullptr : &*found;
}

CodeHighlighter::CodeHighlighter(const Theme *theme, QTextDocument *document)
    : QSyntaxHighlighter(document), m_theme(theme)
{
    connect(theme, &Theme::changed, this, &CodeHighlighter::rehighlight);
}

void CodeHighlighter::setLanguage(const QString &language)
{
    const Language *found = find(language);
    if (found == m_language)
        return;
    m_language = found;
    rehighlight();
}

void CodeHighlighter::color(qsizetype start, qsizetype end, ColorRole role)
{
    setFormat(int(start), int(end - start), m_theme->color(role));
}

qsizetype CodeHighlighter::takeString(const QString &text, qsizetype start, const QString &quote)
{
    qsizetype end = start;
    while (end < text.size() && !QStringView(text).mid(end).startsWith(quote))
        end += text[end] == u'\\' ? 2 : 1;
    if (end >= text.size() && quote.size() == 3)
        setCurrentBlockState(quote[0] == u'"' ? InTripleDouble : InTripleSingle);
    return std::min(text.size(), end + quote.size());
}

qsizetype CodeHighlighter::takeWord(const QString &text, qsizetype start)
{
    qsizetype end = start;
    while (end < text.size() && (text[end].isLetterOrNumber() || text[end] == u'_'))
        ++end;
    const QString word = text.mid(start, end - start);
    if (m_language->words.contains(word))
        color(start, end, ColorRole::Running);
    else if (word[0].isDigit())
        color(start, end, ColorRole::Queued);
    return end;
}

void CodeHighlighter::highlightBlock(const QString &text)
{
    setCurrentBlockState(NoState);
    if (!m_language || text.size() > LongestLine)
        return;
    qsizetype at = 0;
    if (const int state = previousBlockState(); state == InTripleDouble || state == InTripleSingle) {
        at = takeString(text, 0, QString(3, state == InTripleDouble ? u'"' : u'\''));
        color(0, at, ColorRole::Done);
    }
    while (at < text.size()) {
        const QChar c = text[at];
        const QStringView rest = QStringView(text).mid(at);
        if (!m_language->comment.isEmpty() && rest.startsWith(m_language->comment))
            return color(at, text.size(), ColorRole::TextFaint);
        if (c == u'"' || c == u'\'' || c == u'`') {
            const bool triple = m_language->tripleQuotes && rest.startsWith(QString(3, c));
            const QString quote(triple ? 3 : 1, c);
            const qsizetype end = takeString(text, at + quote.size(), quote);
            color(at, end, ColorRole::Done);
            at = end;
        } else if (c.isLetterOrNumber() || c == u'_') {
            at = takeWord(text, at);
        } else {
            ++at;
        }
    }
}

} // namespace glasshouse::ui
