// Text of others made safe to show: control characters are drawn, never interpreted.
#pragma once

#include <QString>

namespace glasshouse::ui {

// Control characters as pictures (U+2400 and up), bidirectional and invisible ones as "<U+202E>". Tab and
// newline stay, CR LF and CR become newlines.
[[nodiscard]] QString visibleText(QStringView text);

// The same on one line: newlines become a return sign; longer than `limit` ends in an ellipsis.
[[nodiscard]] QString visibleLine(QStringView text, int limit = 300);

// The same as a tooltip. Qt takes text that looks like HTML for HTML, and would draw what it says, pictures
// of the network included; long text is wrapped.
[[nodiscard]] QString plainToolTip(const QString &text, int limit = 1000);

// True for characters that change how text reads without being seen (bidi controls, zero width, tags).
[[nodiscard]] bool isHiddenCharacter(char32_t character);
[[nodiscard]] QString characterName(char32_t character); // "U+202E"

// The same for a stream: a CR LF that is split between two pieces is still one newline.
class VisibleTextStream
{
public:
    [[nodiscard]] QString next(QStringView piece);

private:
    bool m_afterReturn = false;
};

// "14 kB": decimal units, as the artifact lists show them.
[[nodiscard]] QString sizeText(qint64 bytes);
// "0.31 s", "340 ms", "2 min 5 s".
[[nodiscard]] QString durationText(qint64 milliseconds);

} // namespace glasshouse::ui
