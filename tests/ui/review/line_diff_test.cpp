#include "ui/review/line_diff.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QtTest>

using namespace glasshouse::ui;

namespace {

// Applying the hunks to the old text has to give the new one.
QString applied(const QString &before, const QString &after, const QVector<DiffHunk> &hunks)
{
    const QStringList oldLines = before.split(u'\n');
    const QStringList newLines = after.split(u'\n');
    QStringList out;
    int at = 0;
    for (const DiffHunk &hunk : hunks) {
        out += oldLines.mid(at, hunk.oldLine - at);
        out += newLines.mid(hunk.newLine, hunk.added);
        at = hunk.oldLine + hunk.removed;
    }
    out += oldLines.mid(at);
    return out.join(u'\n');
}

} // namespace

class LineDiffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalTextsHaveNoHunks() { QVERIFY(diffLines(u"a\nb", u"a\nb").isEmpty()); }

    void findsTheChangedLines()
    {
        const QVector<DiffHunk> expected{{1, 2, 1, 3}};
        QCOMPARE(diffLines(u"a\nb\nc\nz", u"a\nX\nY\nW\nz"), expected);
        QCOMPARE(changedLines(expected), 3);
    }

    void findsPureInsertionAndRemoval()
    {
        QCOMPARE(diffLines(u"a\nc", u"a\nb\nc"), (QVector<DiffHunk>{{1, 0, 1, 1}}));
        QCOMPARE(diffLines(u"a\nb\nc", u"a\nc"), (QVector<DiffHunk>{{1, 1, 1, 0}}));
    }

    void hunksTurnTheOldTextIntoTheNew()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QStringList before;
            QStringList after;
            for (quint32 i = random.bounded(40u); i > 0; --i)
                before << QString::number(random.bounded(6));
            for (quint32 i = random.bounded(40u); i > 0; --i)
                after << QString::number(random.bounded(6));
            const QString a = before.join(u'\n');
            const QString b = after.join(u'\n');
            QCOMPARE(applied(a, b, diffLines(a, b)), b);
        }
    }

    void mapsLinesAcross()
    {
        const QVector<DiffHunk> hunks{{1, 2, 1, 3}};
        QCOMPARE(newLineFor(hunks, 0), 0);
        QCOMPARE(newLineFor(hunks, 3), 4);
        QCOMPARE(oldLineFor(hunks, 4), 3);
        QCOMPARE(oldLineFor(hunks, 0), 0);
    }

    void unrelatedLargeTextsEndInOneCoarseHunk()
    {
        QStringList before;
        QStringList after;
        for (int i = 0; i < 20'000; ++i) {
            before << QStringLiteral("a%1").arg(i);
            after << QStringLiteral("b%1").arg(i);
        }
        const QString a = before.join(u'\n');
        const QString b = after.join(u'\n');
        const auto hunks = diffLines(a, b);
        QCOMPARE(hunks.size(), 1);
        QCOMPARE(applied(a, b, hunks), b);
    }
};

QTEST_GUILESS_MAIN(LineDiffTest)
#include "line_diff_test.moc"
