#include "ui/review/line_diff.h"

#include <QHash>

#include <algorithm>

namespace glasshouse::ui {

namespace {

using Lines = QVector<int>; // each distinct line as a number, so that comparing is cheap

constexpr int MostDifferences = 1500; // memory and time grow with its square

Lines numbered(QStringView text, QHash<QStringView, int> &numbers)
{
    Lines lines;
    for (const QStringView line : text.split(u'\n')) {
        const auto known = numbers.constFind(line);
        lines.append(known == numbers.constEnd() ? *numbers.insert(line, int(numbers.size())) : *known);
    }
    return lines;
}

// The part of both sides that is left after the common beginning and end.
struct Window
{
    int start = 0;
    int oldSize = 0;
    int newSize = 0;
};

Window trimmed(const Lines &before, const Lines &after)
{
    const int shorter = int(std::min(before.size(), after.size()));
    int start = 0;
    while (start < shorter && before.at(start) == after.at(start))
        ++start;
    int end = 0;
    while (end < shorter - start && before.at(before.size() - 1 - end) == after.at(after.size() - 1 - end))
        ++end;
    return {start, int(before.size()) - start - end, int(after.size()) - start - end};
}

// Furthest x per diagonal k = x - y, one snapshot per number of differences d, to walk back along.
class Search
{
public:
    Search(const int *before, int oldSize, const int *after, int newSize)
        : m_before(before), m_after(after), m_oldSize(oldSize), m_newSize(newSize)
    {
    }

    // Fills the hunks; false if there are more differences than are worth finding.
    bool run(QVector<DiffHunk> &hunks)
    {
        QVector<int> furthest{0, 0, 0};
        const int most = std::min(MostDifferences, m_oldSize + m_newSize);
        for (int d = 0; d <= most; ++d) {
            QVector<int> next(2 * d + 3, 0);
            for (int k = -d; k <= d; k += 2) {
                const int x = slide(start(furthest, d, k), k);
                next[k + d + 1] = x;
                if (x >= m_oldSize && x - k >= m_newSize) {
                    m_trace.append(next);
                    walkBack(d, hunks);
                    return true;
                }
            }
            m_trace.append(next);
            furthest = next;
        }
        return false;
    }

private:
    // `at` reads the snapshot of d - 1 differences, whose diagonals are shifted by d.
    static int at(const QVector<int> &furthest, int d, int k) { return furthest.at(k + d); }

    static bool comesFromAbove(const QVector<int> &furthest, int d, int k)
    {
        return k == -d || (k != d && at(furthest, d, k - 1) < at(furthest, d, k + 1));
    }

    static int start(const QVector<int> &furthest, int d, int k)
    {
        if (d == 0)
            return 0;
        return comesFromAbove(furthest, d, k) ? at(furthest, d, k + 1) : at(furthest, d, k - 1) + 1;
    }

    int slide(int x, int k) const
    {
        while (x < m_oldSize && x - k < m_newSize && x - k >= 0 && m_before[x] == m_after[x - k])
            ++x;
        return x;
    }

    void walkBack(int d, QVector<DiffHunk> &hunks) const
    {
        int k = m_oldSize - m_newSize;
        for (; d > 0; --d) {
            const QVector<int> &earlier = m_trace.at(d - 1);
            const bool added = comesFromAbove(earlier, d, k);
            k += added ? 1 : -1;
            const int x = at(earlier, d, k);
            prepend(hunks, added ? DiffHunk{x, 0, x - k, 1} : DiffHunk{x, 1, x - k, 0});
        }
        std::reverse(hunks.begin(), hunks.end());
    }

    // Hunks come last first; neighbours become one.
    static void prepend(QVector<DiffHunk> &hunks, const DiffHunk &hunk)
    {
        if (!hunks.isEmpty()) {
            DiffHunk &next = hunks.last();
            if (hunk.oldLine + hunk.removed == next.oldLine && hunk.newLine + hunk.added == next.newLine) {
                next = {hunk.oldLine, hunk.removed + next.removed, hunk.newLine, hunk.added + next.added};
                return;
            }
        }
        hunks.append(hunk);
    }

    const int *m_before;
    const int *m_after;
    int m_oldSize;
    int m_newSize;
    QVector<QVector<int>> m_trace;
};

} // namespace

QVector<DiffHunk> diffLines(QStringView oldText, QStringView newText)
{
    QHash<QStringView, int> numbers;
    const Lines before = numbered(oldText, numbers);
    const Lines after = numbered(newText, numbers);
    const Window window = trimmed(before, after);
    if (window.oldSize == 0 && window.newSize == 0)
        return {};
    QVector<DiffHunk> hunks;
    Search search(before.constData() + window.start, window.oldSize, after.constData() + window.start,
                  window.newSize);
    if (!search.run(hunks))
        hunks = {{0, window.oldSize, 0, window.newSize}};
    for (DiffHunk &hunk : hunks) {
        hunk.oldLine += window.start;
        hunk.newLine += window.start;
    }
    return hunks;
}

int newLineFor(const QVector<DiffHunk> &hunks, int oldLine)
{
    int shift = 0;
    for (const DiffHunk &hunk : hunks) {
        if (oldLine < hunk.oldLine)
            break;
        if (oldLine < hunk.oldLine + hunk.removed)
            return hunk.newLine + std::min(oldLine - hunk.oldLine, hunk.added);
        shift = hunk.newLine + hunk.added - hunk.oldLine - hunk.removed;
    }
    return oldLine + shift;
}

int oldLineFor(const QVector<DiffHunk> &hunks, int newLine)
{
    int shift = 0;
    for (const DiffHunk &hunk : hunks) {
        if (newLine < hunk.newLine)
            break;
        if (newLine < hunk.newLine + hunk.added)
            return hunk.oldLine + std::min(newLine - hunk.newLine, hunk.removed);
        shift = hunk.oldLine + hunk.removed - hunk.newLine - hunk.added;
    }
    return newLine + shift;
}

int changedLines(const QVector<DiffHunk> &hunks)
{
    int lines = 0;
    for (const DiffHunk &hunk : hunks)
        lines += std::max(hunk.removed, hunk.added);
    return lines;
}

} // namespace glasshouse::ui
