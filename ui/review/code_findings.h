// What in a piece of code could deceive the person who reads it: hidden characters, look-alikes, code out of
// sight.
#pragma once

#include <QSet>
#include <QString>
#include <QVector>

namespace glasshouse::ui {

struct CodeFinding
{
    enum class Kind { HiddenCharacter, ControlCharacter, LookAlike, FarRight, FarBelow, LongLine };

    Kind kind = Kind::HiddenCharacter;
    int line = 0;   // from 0
    int column = 0; // UTF-16 units from the line's start
    int length = 0;
    QString detail; // "U+202E", or the word with look-alikes

    bool operator==(const CodeFinding &) const = default;
};

struct CodeFindings
{
    QVector<CodeFinding> first; // at most some hundred
    int total = 0;
    QSet<char32_t> unseen; // every hidden or control character that occurs; the editor draws them as boxes

    bool operator==(const CodeFindings &) const = default;
    [[nodiscard]] QStringList sentences() const; // for the warning row, one per kind
};

[[nodiscard]] CodeFindings inspectCode(QStringView code);

} // namespace glasshouse::ui
