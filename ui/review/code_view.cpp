#include "ui/review/code_view.h"

#include "ui/common/visible_text.h"
#include "ui/review/code_view_lexer.h"

#include <Qsci/qscilexer.h>

#include <QKeyEvent>
#include <QScrollBar>

namespace glasshouse::ui {

namespace {

constexpr int NumberMargin = 0;
constexpr int FoldMargin = 2;
constexpr int ChangeMarker = 1;
constexpr int MostCounted = 5000;
constexpr qsizetype WrappedCharacters = 128 * 1024;  // wrapping all of more takes seconds
constexpr qsizetype HighlightedCharacters = 4 << 20; // beyond it plain text is faster to read anyway

} // namespace

CodeView::CodeView(const Theme *theme, QWidget *parent) : QsciScintilla(parent), m_theme(theme)
{
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    setWrapVisualFlags(QsciScintilla::WrapFlagByText, QsciScintilla::WrapFlagNone, 0);
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    setReadOnly(true);
    setAccessibleName(tr("Code"));
    SendScintilla(SCI_SETLAYOUTCACHE, SC_CACHE_PAGE);
    SendScintilla(SCI_SETEXTRAASCENT, 2);
    SendScintilla(SCI_SETEXTRADESCENT, 2);
    markerDefine(QsciScintilla::Background, ChangeMarker);
    setUpMargins();
    restyle();
    connect(theme, &Theme::changed, this, &CodeView::restyle);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { Q_EMIT topLineMoved(topLine()); });
    connect(this, &QsciScintilla::textChanged, this, [this] {
        if (!m_settingCode)
            Q_EMIT codeChanged();
    });
}

void CodeView::setUpMargins()
{
    setMarginType(NumberMargin, QsciScintilla::NumberMargin);
    setMarginWidth(NumberMargin, QStringLiteral("0000"));
    setMarginWidth(1, 0);
    setFolding(QsciScintilla::PlainFoldStyle, FoldMargin);
    setMarginWidth(FoldMargin, 12);
    // A change shades its whole line, not a symbol in a margin.
    for (int margin = 0; margin < 3; ++margin)
        setMarginMarkerMask(margin, margin == FoldMargin ? int(SC_MASK_FOLDERS) : 0);
}

void CodeView::restyle()
{
    const QColor paper = m_theme->color(ColorRole::Code);
    setFont(editorFont(m_theme));
    setPaper(paper);
    setColor(m_theme->color(ColorRole::Text));
    if (lexer())
        styleLexer(lexer(), m_theme);
    setMarginsBackgroundColor(paper);
    setMarginsForegroundColor(m_theme->color(ColorRole::TextFaint));
    setMarginsFont(editorFont(m_theme, 11));
    setFoldMarginColors(paper, paper);
    setCaretForegroundColor(m_theme->color(ColorRole::Accent));
    setSelectionBackgroundColor(m_theme->color(ColorRole::Selection));
    setSelectionForegroundColor(m_theme->color(ColorRole::Text));
    setMarkerBackgroundColor(m_theme->color(m_side == Side::Old ? ColorRole::Removed : ColorRole::Added),
                             ChangeMarker);
}

void CodeView::setCode(const QString &code, const QString &language)
{
    m_settingCode = true;
    delete lexer();
    setLexer(nullptr);
    // Wrapped, nothing is out of sight to the right; long lines in large code are named by the warning
    // instead.
    setWrapMode(code.size() <= WrappedCharacters ? QsciScintilla::WrapCharacter : QsciScintilla::WrapNone);
    setText(code);
    if (code.size() <= HighlightedCharacters)
        setLexer(makeLexer(language, m_theme, this));
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    setCursorPosition(0, 0);
    m_language = language;
    restyle();
    setMarginWidth(NumberMargin, QString(qMax(3, QString::number(lines()).size() + 1), u'0'));
    m_settingCode = false;
}

bool CodeView::showsExactly(const QString &code) const
{
    return text() == code;
}

void CodeView::setUnseenCharacters(const QSet<char32_t> &characters)
{
    for (const char32_t c : characters) {
        if (c == 0)
            continue;
        const QByteArray encoded = QString::fromUcs4(&c, 1).toUtf8();
        SendScintilla(SCI_SETREPRESENTATION, encoded.constData(), characterName(c).toLatin1().constData());
    }
}

void CodeView::setEditable(bool editable)
{
    setReadOnly(!editable);
    setCaretLineVisible(false);
    if (editable)
        setFocus(Qt::OtherFocusReason);
}

void CodeView::shadeChanges(const QVector<DiffHunk> &hunks, Side side)
{
    m_side = side;
    setMarkerBackgroundColor(m_theme->color(side == Side::Old ? ColorRole::Removed : ColorRole::Added),
                             ChangeMarker);
    markerDeleteAll(ChangeMarker);
    for (const DiffHunk &hunk : hunks) {
        const int first = side == Side::Old ? hunk.oldLine : hunk.newLine;
        const int count = side == Side::Old ? hunk.removed : hunk.added;
        for (int line = first; line < first + count; ++line)
            markerAdd(line, ChangeMarker);
    }
}

// Escape belongs to the dialog, whose way of saying "not now" it is.
void CodeView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return event->ignore();
    QsciScintilla::keyPressEvent(event);
}

int CodeView::topLine() const
{
    const long visible = SendScintilla(SCI_GETFIRSTVISIBLELINE);
    return int(SendScintilla(SCI_DOCLINEFROMVISIBLE, static_cast<unsigned long>(visible)));
}

void CodeView::setTopLine(int line)
{
    if (line == topLine())
        return;
    const long visible =
        SendScintilla(SCI_VISIBLEFROMDOCLINE, static_cast<unsigned long>(qBound(0, line, lines())));
    SendScintilla(SCI_SETFIRSTVISIBLELINE, static_cast<unsigned long>(visible));
}

void CodeView::showLine(int line)
{
    ensureLineVisible(line);
    setTopLine(qMax(0, line - 2));
}

int CodeView::countOf(const QString &wanted) const
{
    if (wanted.isEmpty())
        return 0;
    const QString all = text();
    int count = 0;
    for (qsizetype at = all.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0 && count < MostCounted;
         at = all.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive))
        ++count;
    return count;
}

} // namespace glasshouse::ui
