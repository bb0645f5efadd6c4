#include "app/ctl_output.h"

#include <QTest>

using namespace glasshouse;

class CtlOutputTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsPlainTextLinesAndTabs()
    {
        const auto text = u"region\tamount\nEast  €12\n"_qs;
        QCOMPARE(terminalSafe(text), text);
    }

    void showsEscapeSequencesInsteadOfSendingThem()
    {
        QCOMPARE(terminalSafe(u"\x1b[2Jgone\x07"_qs), u"\\x1b[2Jgone\\x07"_qs);
    }

    void showsCharactersThatReorderText()
    {
        QCOMPARE(terminalSafe(QString(QChar(0x202e)) + u"txt"_qs), u"\\u202etxt"_qs);
    }

    void showsCarriageReturnsThatWouldHideALine()
    {
        QCOMPARE(terminalSafe(u"rm -rf /\rls"_qs), u"rm -rf /\\x0dls"_qs);
    }
};

QTEST_GUILESS_MAIN(CtlOutputTest)
#include "ctl_output_test.moc"
