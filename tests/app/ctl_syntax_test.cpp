#include "app/ctl_syntax.h"

#include <QFile>
#include <QTest>

using namespace glasshouse;

class CtlSyntaxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void completesEveryCommand()
    {
        const auto offered = ctlCompletions({QString()}, {});
        QVERIFY(!ctlSyntax().isEmpty());
        for (const auto &syntax : ctlSyntax())
            QVERIFY2(offered.contains(syntax.command), qPrintable(syntax.command));
        QCOMPARE(ctlCompletions({u"val"_qs}, {}), QStringList{u"validate"_qs});
    }

    void completesEveryOption()
    {
        for (const auto &syntax : ctlSyntax()) {
            const auto offered = ctlCompletions({syntax.command, u"--"_qs}, {});
            for (const auto &option : syntax.options + syntax.flags)
                QVERIFY2(offered.contains(u"--"_qs + option), qPrintable(syntax.command + option));
            QVERIFY(offered.contains(u"--json"_qs));
        }
    }

    void completesTheValuesOfAnOption()
    {
        QCOMPARE(ctlCompletions({u"run"_qs, u"shop"_qs, u"--approve"_qs, u"a"_qs}, {}),
                 (QStringList{u"ask"_qs, u"all"_qs}));
        QCOMPARE(ctlCompletions({u"run"_qs, u"--approve"_qs, u"="_qs, u"n"_qs}, {}), QStringList{u"none"_qs});
        QCOMPARE(ctlCompletions({u"exec"_qs, u"--language"_qs, u"="_qs}, {}).size(), 4);
    }

    void completesNamesOfImages()
    {
        const QStringList images{u"base"_qs, u"mine"_qs};
        QCOMPARE(ctlCompletions({u"image"_qs, u"verify"_qs, QString()}, images), images);
        QCOMPARE(ctlCompletions({u"exec"_qs, u"--image"_qs, u"m"_qs}, images), QStringList{u"mine"_qs});
    }

    void leavesFilesToTheShell()
    {
        QVERIFY(ctlCompletions({u"validate"_qs, QString()}, {}).isEmpty());
        QVERIFY(ctlCompletions({u"run"_qs, u"--output"_qs, u"dir"_qs}, {}).isEmpty());
        QVERIFY(ctlCompletions({u"nonsense"_qs, QString()}, {}).isEmpty());
    }

    void theHelpNamesEverything() { expectEverythingIn(ctlUsage()); }

    void theManPageNamesEverything()
    {
        QFile page(QStringLiteral(GLASSHOUSE_SOURCE_DIR "/packaging/linux/glasshousectl.1.in"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        expectEverythingIn(QString::fromUtf8(page.readAll()).remove(u'\\'));
    }

private:
    static void expectEverythingIn(const QString &text)
    {
        for (const auto &syntax : ctlSyntax()) {
            QVERIFY2(text.contains(syntax.command), qPrintable(syntax.command));
            for (const auto &option : syntax.options + syntax.flags)
                QVERIFY2(text.contains(u"--"_qs + option), qPrintable(option));
            for (const auto &word : syntax.words)
                QVERIFY2(text.contains(word), qPrintable(word));
        }
    }
};

QTEST_GUILESS_MAIN(CtlSyntaxTest)
#include "ctl_syntax_test.moc"
