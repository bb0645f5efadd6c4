#include "ui/common/visible_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringBuilder>
#include <QTextDocument>

namespace glasshouse::ui {

namespace {

bool isControl(char32_t c)
{
    return c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0);
}

void appendControl(QString &out, char32_t c)
{
    if (c == U'\t' || c == U'\n')
        out += QChar(char16_t(c));
    else if (c < 0x20)
        out += QChar(char16_t(0x2400 + c));
    else if (c == 0x7f)
        out += QChar(u'\u2421');
    else
        out += u'<' % characterName(c) % u'>';
}

void appendVisible(QString &out, char32_t c)
{
    if (isControl(c))
        appendControl(out, c);
    else if (isHiddenCharacter(c))
        out += u'<' % characterName(c) % u'>';
    else
        out += QChar::fromUcs4(c);
}

char32_t codePointAt(QStringView text, qsizetype &i)
{
    const QChar first = text[i++];
    if (first.isHighSurrogate() && i < text.size() && text[i].isLowSurrogate())
        return QChar::surrogateToUcs4(first, text[i++]);
    return first.isSurrogate() ? char32_t(QChar::ReplacementCharacter) : first.unicode();
}

} // namespace

bool isHiddenCharacter(char32_t c)
{
    return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 ||
           (c >= 0x17b4 && c <= 0x17b5) || (c >= 0x180b && c <= 0x180e) || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x3164 || c == 0xfeff ||
           c == 0xffa0 || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

QString characterName(char32_t character)
{
    return QStringLiteral("U+%1").arg(uint(character), 4, 16, QLatin1Char('0')).toUpper();
}

QString VisibleTextStream::next(QStringView piece)
{
    QString out;
    out.reserve(piece.size());
    for (qsizetype i = 0; i < piece.size();) {
        const char32_t c = codePointAt(piece, i);
        if (c == U'\r')
            out += u'\n';
        else if (c != U'\n' || !m_afterReturn)
            appendVisible(out, c);
        m_afterReturn = c == U'\r';
    }
    return out;
}

QString visibleText(QStringView text)
{
    return VisibleTextStream().next(text);
}

QString plainToolTip(const QString &text, int limit)
{
    constexpr qsizetype longestLine = 100;
    const auto shown = visibleText(text.size() > limit ? text.left(limit) + QChar(0x2026) : text);
    if (shown.size() <= longestLine && !Qt::mightBeRichText(shown))
        return shown;
    return Qt::convertFromPlainText(shown, Qt::WhiteSpaceNormal);
}

QString visibleLine(QStringView text, int limit)
{
    QString line = visibleText(text.left(limit + 1)).replace(u'\n', u'\u23ce').replace(u'\t', u' ');
    if (text.size() > limit)
        line = line.left(limit) + u'\u2026';
    return line;
}

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString durationText(qint64 milliseconds)
{
    if (milliseconds < 100)
        return QCoreApplication::translate("Duration", "%1 ms").arg(milliseconds);
    if (milliseconds < 10'000)
        return QCoreApplication::translate("Duration", "%1 s").arg(double(milliseconds) / 1000, 0, 'f', 2);
    if (milliseconds < 60'000)
        return QCoreApplication::translate("Duration", "%1 s").arg(double(milliseconds) / 1000, 0, 'f', 1);
    return QCoreApplication::translate("Duration", "%1 min %2 s")
        .arg(milliseconds / 60'000)
        .arg(milliseconds / 1000 % 60);
}

} // namespace glasshouse::ui
