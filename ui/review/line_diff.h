// The difference of two texts by lines: E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
#pragma once

#include <QString>
#include <QVector>

namespace glasshouse::ui {

// `removed` lines from `oldLine` give way to `added` lines from `newLine`; both from 0.
struct DiffHunk
{
    int oldLine = 0;
    int removed = 0;
    int newLine = 0;
    int added = 0;

    bool operator==(const DiffHunk &) const = default;
};

// Texts that differ in more than some thousand lines get one coarse hunk in the middle: correct, not minimal.
[[nodiscard]] QVector<DiffHunk> diffLines(QStringView oldText, QStringView newText);

// Where a line of one side is on the other, for scrolling both together.
[[nodiscard]] int oldLineFor(const QVector<DiffHunk> &hunks, int newLine);
[[nodiscard]] int newLineFor(const QVector<DiffHunk> &hunks, int oldLine);

[[nodiscard]] int changedLines(const QVector<DiffHunk> &hunks); // per hunk the larger of both sides

} // namespace glasshouse::ui
