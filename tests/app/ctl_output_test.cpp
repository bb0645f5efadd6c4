#include "app/ctl_output.h"

#include <QTemporaryFile>
#include <QTest>

#include <cstdio>
#include <functional>
#include <unistd.h>

using namespace glasshouse;

namespace {

// What `print` writes to a standard stream of this process.
QByteArray written(std::FILE *stream, const std::function<void()> &print)
{
    QTemporaryFile file;
    if (!file.open())
        return "no temporary file";
    std::fflush(stream);
    const int descriptor = ::fileno(stream);
    const int kept = ::dup(descriptor);
    ::dup2(file.handle(), descriptor);
    print();
    std::fflush(stream);
    ::dup2(kept, descriptor);
    ::close(kept);
    file.seek(0);
    return file.readAll();
}

const QString hostile = u"\x1b]0;owned\x07\x1b[2K\rAll is well"_qs + QChar(0x202e);
const QByteArray harmless = "\\x1b]0;owned\\x07\\x1b[2K\\x0dAll is well\\u202e";

} // namespace

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

    void anErrorMayQuoteAHostileServer()
    {
        const Error error{u"The server answered: "_qs + hostile};
        QCOMPARE(written(stderr, [&error] { printError(error, false); }), "The server answered: " + harmless + '\n');
    }

    void aNoteMayQuoteAHostileGuest()
    {
        QCOMPARE(written(stderr, [] { printNote(u"not kept: "_qs + hostile); }), "not kept: " + harmless + '\n');
    }

    void theTextOfEveryEventIsMadeHarmless_data()
    {
        namespace type = trace::event_type;
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("key");
        QTest::newRow("answer") << QString(type::TextDelta) << u"text"_qs;
        QTest::newRow("output") << QString(type::ExecOutput) << u"text"_qs;
        QTest::newRow("artifact") << QString(type::ArtifactAdded) << u"name"_qs;
        QTest::newRow("refused name") << QString(type::ArtifactRefused) << u"name"_qs;
        QTest::newRow("refused reason") << QString(type::ArtifactRefused) << u"reason"_qs;
        QTest::newRow("waiting") << QString(type::ExecWaiting) << u"reason"_qs;
        QTest::newRow("retrying") << QString(type::ModelCallRetrying) << u"reason"_qs;
        QTest::newRow("language") << QString(type::ExecStarted) << u"language"_qs;
        QTest::newRow("ending") << QString(type::ExecFinished) << u"outcome"_qs;
    }

    void theTextOfEveryEventIsMadeHarmless()
    {
        QFETCH(QString, type);
        QFETCH(QString, key);
        trace::Event event;
        event.type = type;
        event.data.insert(key, hostile);
        const auto text = written(stdout, [&event] { EventPrinter(false).print(event); });
        QVERIFY2(text.contains(harmless), text.constData());
        for (const char character : text)
            QVERIFY(character == '\n' || static_cast<unsigned char>(character) >= ' ');
    }

    void theNameOfANodeIsMadeHarmless()
    {
        trace::Event event;
        event.type = trace::event_type::NodeStarted;
        event.node = hostile;
        QVERIFY(written(stdout, [&event] { EventPrinter(false).print(event); }).contains(harmless));
    }
};

QTEST_GUILESS_MAIN(CtlOutputTest)
#include "ctl_output_test.moc"
