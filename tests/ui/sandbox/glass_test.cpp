#include "ui/common/image_loader.h"
#include "ui/common/visible_text.h"
#include "ui/sandbox/artifact_view.h"
#include "ui/sandbox/console_view.h"
#include "ui/sandbox/csv_model.h"
#include "ui/sandbox/glass_dock.h"

#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtEndian>
#include <QtTest>

using namespace glasshouse;
using namespace glasshouse::ui;
namespace type = glasshouse::trace::event_type;

namespace {

trace::Event event(QLatin1String kind, const QJsonObject &data)
{
    return {1, QStringLiteral("run_1"), 0, kind, {}, 0, data};
}

trace::Event output(const QString &text)
{
    return event(type::ExecOutput, {{QStringLiteral("call"), QStringLiteral("c1")},
                                    {QStringLiteral("stream"), QStringLiteral("stdout")},
                                    {QStringLiteral("text"), text}});
}

} // namespace

class GlassTest : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Dark};
    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return file.fileName();
    }

private Q_SLOTS:
    void escapeSequencesAreShownNotInterpreted()
    {
        ConsoleView console(&m_theme);
        console.applyEvent(output(QStringLiteral("a\x1b[31mred\x1b[0m\x07")));
        console.flush();
        QVERIFY(console.text().contains(QStringLiteral("a\u241b[31mred\u241b[0m\u2407")));
    }

    void aLineEndSplitBetweenPiecesIsOne()
    {
        ConsoleView console(&m_theme);
        console.applyEvent(output(QStringLiteral("one\r")));
        console.applyEvent(output(QStringLiteral("\ntwo")));
        console.flush();
        QCOMPARE(console.text(), QStringLiteral("one\ntwo"));
    }

    void endlessOutputIsBoundedAndSaysSo()
    {
        ConsoleView console(&m_theme);
        const trace::Event piece = output(QString(64 * 1024, u'x'));
        for (int i = 0; i < 200; ++i)
            console.applyEvent(piece);
        console.flush();
        QVERIFY(console.text().size() < 1024 * 1024);
        QVERIFY(console.text().contains(u"came too fast to be shown"));
        for (const QString &line : console.text().split(u'\n'))
            QVERIFY(line.size() <= 2000);
    }

    void clearEmptiesTheConsole()
    {
        ConsoleView console(&m_theme);
        console.applyEvent(output(QStringLiteral("text")));
        console.flush();
        QTest::mouseClick(console.findChild<QToolButton *>(QStringLiteral("clear")), Qt::LeftButton);
        QVERIFY(console.text().isEmpty());
    }

    void resetIsOfferedOnlyWhereThereIsASandbox()
    {
        GlassDock dock(&m_theme);
        auto *reset = dock.findChild<QToolButton *>(QStringLiteral("resetSandbox"));
        QVERIFY(!reset->isEnabled());
        sandbox::Status status;
        status.state = sandbox::Status::State::Ready;
        dock.setStatus(status);
        QSignalSpy requested(&dock, &GlassDock::resetRequested);
        QTest::mouseClick(reset, Qt::LeftButton);
        QCOMPARE(requested.size(), 1);
    }

    void csvWithQuotesAndNewlinesIsRead()
    {
        const QString path =
            write(QStringLiteral("a.csv"), "name,note\n\"Smith, J\",\"two\nlines \"\"q\"\"\"\nx,y");
        CsvModel model(path);
        QCOMPARE(model.columnCount(), 2);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Smith, J"));
        QVERIFY(model.index(0, 1).data().toString().contains(u"\"q\""));
    }

    void numbersSortAsNumbers()
    {
        const QString path = write(QStringLiteral("n.csv"), "v\n10\n9\nabc\n100\n");
        CsvModel model(path);
        CsvOrder order;
        order.setSourceModel(&model);
        order.sort(0);
        QStringList sorted;
        for (int row = 0; row < order.rowCount(); ++row)
            sorted << order.index(row, 0).data().toString();
        QCOMPARE(sorted, QStringList({QStringLiteral("9"), QStringLiteral("10"), QStringLiteral("100"),
                                      QStringLiteral("abc")}));
    }

    void largeTablesComeInPieces()
    {
        const QString path = write(QStringLiteral("big.csv"), "a,b\n" + QByteArray("1,2\n").repeated(25'000));
        CsvModel model(path);
        QCOMPARE(model.rowCount(), CsvModel::RowsPerFetch);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        model.fetchMore({});
        QCOMPARE(model.rowCount(), 25'000);
    }

    void anImageBombIsNotDecoded()
    {
        QImage tiny(1, 1, QImage::Format_RGB32);
        const QString path = m_folder.filePath(QStringLiteral("bomb.png"));
        QVERIFY(tiny.save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (const int offset : {16, 20}) { // width and height in IHDR
            QVERIFY(file.seek(offset));
            const quint32 huge = qToBigEndian(quint32(60'000));
            file.write(reinterpret_cast<const char *>(&huge), 4);
        }
        file.close();
        QVERIFY(!decodeImage(path, {}));
    }

    void vectorAndScriptFilesAreNeverPictures()
    {
        const QString path =
            write(QStringLiteral("x.png"), "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
        QVERIFY(!decodeImage(path, {}));
        Artifact svg;
        svg.name = QStringLiteral("x.svg");
        svg.mime = QStringLiteral("image/svg+xml");
        QCOMPARE(artifactKind(svg), ArtifactKind::Text);
    }

    void htmlIsShownAsSource()
    {
        Artifact page;
        page.name = QStringLiteral("index.html");
        page.mime = QStringLiteral("text/html");
        page.path = write(page.name, "<b>bold</b><script>alert(1)</script>");
        ArtifactView view(&m_theme);
        view.showArtifact(page);
        QVERIFY(view.findChild<QPlainTextEdit *>()->toPlainText().startsWith(u"<b>bold</b>"));
    }

    void aMissingFileIsASentence()
    {
        const auto image = decodeImage(QStringLiteral("/nowhere/at/all.png"), {});
        QVERIFY(!image);
        QVERIFY(image.error().message.contains(u"not there any more"));
    }

    void hiddenCharactersAreNamed()
    {
        QCOMPARE(visibleText(u"a\u202eb\u200b"), QStringLiteral("a<U+202E>b<U+200B>"));
        QCOMPARE(visibleLine(u"one\ntwo"), QStringLiteral("one\u23cetwo"));
    }
};

QTEST_MAIN(GlassTest)
#include "glass_test.moc"
