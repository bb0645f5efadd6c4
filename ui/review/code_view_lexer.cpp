#include "ui/review/code_view_lexer.h"

#include <Qsci/qscilexerbash.h>
#include <Qsci/qscilexerjavascript.h>
#include <Qsci/qscilexerjson.h>
#include <Qsci/qscilexerpython.h>

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace glasshouse::ui {

namespace {

constexpr int MostStyles = 128;

// Lexers name their styles; by the words in the name one table serves all languages.
ColorRole roleFor(const QString &description)
{
    const QString name = description.toLower();
    if (name.contains(u"comment"))
        return ColorRole::TextFaint;
    if (name.contains(u"string") || name.contains(u"quoted") || name.contains(u"backtick"))
        return ColorRole::Done;
    if (name.contains(u"number"))
        return ColorRole::Queued;
    if (name.contains(u"keyword"))
        return ColorRole::Running;
    if (name.contains(u"class name") || name.contains(u"function") || name.contains(u"property"))
        return ColorRole::Accent;
    return name.contains(u"error") || name.contains(u"unclosed") ? ColorRole::Failed : ColorRole::Text;
}

} // namespace

QFont editorFont(const Theme *theme, qreal pixelSize)
{
    constexpr qreal pointsPerInch = 72;
    QFont font = theme->codeFont(pixelSize);
    const QScreen *screen = QGuiApplication::primaryScreen();
    const qreal dotsPerInch = screen ? screen->logicalDotsPerInchY() : 96;
    font.setPointSize(std::max(1, qRound(pixelSize * pointsPerInch / dotsPerInch)));
    return font;
}

QsciLexer *makeLexer(const QString &language, const Theme *theme, QObject *parent)
{
    QsciLexer *lexer = nullptr;
    if (language == u"python")
        lexer = new QsciLexerPython(parent);
    else if (language == u"bash")
        lexer = new QsciLexerBash(parent);
    else if (language == u"javascript" || language == u"typescript")
        lexer = new QsciLexerJavaScript(parent);
    else if (language == u"json")
        lexer = new QsciLexerJSON(parent);
    if (lexer)
        styleLexer(lexer, theme);
    return lexer;
}

void styleLexer(QsciLexer *lexer, const Theme *theme)
{
    const QColor paper = theme->color(ColorRole::Code);
    lexer->setDefaultFont(editorFont(theme));
    lexer->setDefaultPaper(paper);
    lexer->setDefaultColor(theme->color(ColorRole::Text));
    for (int style = 0; style < MostStyles; ++style) {
        const QString description = lexer->description(style);
        if (description.isEmpty())
            continue;
        lexer->setFont(editorFont(theme), style);
        lexer->setPaper(paper, style);
        lexer->setColor(theme->color(roleFor(description)), style);
    }
}

} // namespace glasshouse::ui
