// Text of models, files and strangers is shown as it is: never drawn as HTML.
#include "ui/common/action_registry.h"
#include "ui/common/empty_state.h"
#include "ui/common/visible_text.h"
#include "ui/common/widgets.h"

#include <QTest>
#include <QTextDocument>

using namespace glasshouse::ui;

namespace {

const QString Hostile = QStringLiteral("<img src='http://evil.example/x.png'><b>done</b> & gone");

// What a person reads in a tooltip: QToolTip decides the same way.
QString readAs(const QString &toolTip)
{
    if (!Qt::mightBeRichText(toolTip))
        return toolTip;
    QTextDocument document;
    document.setHtml(toolTip);
    return document.toPlainText();
}

bool hasPicture(const QString &toolTip)
{
    QTextDocument document;
    document.setHtml(toolTip);
    return Qt::mightBeRichText(toolTip) && document.toPlainText().contains(QChar::ObjectReplacementCharacter);
}

} // namespace

class ForeignTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aToolTipReadsAsItWasWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("markup") << Hostile;
        QTest::newRow("ampersand") << QStringLiteral("Tom & Jerry");
        QTest::newRow("entity") << QStringLiteral("a &lt; b");
        QTest::newRow("markup in a later line") << QStringLiteral("first\n<b>second</b>");
        QTest::newRow("comparison") << QStringLiteral("a < b and b > c");
        QTest::newRow("long") << QStringLiteral("word ").repeated(40).trimmed();
    }
    void aToolTipReadsAsItWasWritten()
    {
        QFETCH(QString, text);
        QCOMPARE(readAs(plainToolTip(text)), text);
        QVERIFY(!hasPicture(plainToolTip(text)));
    }

    void aToolTipThatNeedsNoEscapeIsTheTextItself()
    {
        QCOMPARE(plainToolTip(QStringLiteral("Tom & Jerry")), QStringLiteral("Tom & Jerry"));
    }

    void aLongToolTipWrapsAndEnds()
    {
        const auto toolTip = plainToolTip(QStringLiteral("word ").repeated(10'000));
        QVERIFY(Qt::mightBeRichText(toolTip)); // only those are wrapped
        QVERIFY(readAs(toolTip).size() <= 1001);
    }

    void aToolTipShowsHiddenCharacters()
    {
        QVERIFY(plainToolTip(QStringLiteral("a\u202Eb")).contains(QStringLiteral("U+202E")));
    }

    void labelsNeverInterpretTheirText()
    {
        ToneLabel tone(&m_theme, ColorRole::Text, Hostile);
        QCOMPARE(tone.textFormat(), Qt::PlainText);
        SectionHeader header(&m_theme, Hostile);
        QCOMPARE(header.textFormat(), Qt::PlainText);
        EmptyState empty(&m_theme, QStringLiteral("workflow"), Hostile, Hostile);
        const auto labels = empty.findChildren<ToneLabel *>();
        QCOMPARE(labels.size(), 2);
        for (const auto *label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void anElidedLabelsToolTipReadsAsItsText()
    {
        ElidedLabel label(&m_theme);
        label.resize(20, 20);
        label.setText(Hostile);
        QCOMPARE(readAs(label.toolTip()), Hostile);
        QVERIFY(!hasPicture(label.toolTip()));
    }

    void aReasonReadsAsItWasWritten()
    {
        ActionRegistry registry(&m_theme);
        auto *action = registry.add({QStringLiteral("run.start"), QStringLiteral("Run"), {}});
        registry.disable(QStringLiteral("run.start"), Hostile);
        QCOMPARE(readAs(action->toolTip()), QStringLiteral("Run: ") + Hostile);
        QVERIFY(!hasPicture(action->toolTip()));
    }

private:
    Theme m_theme{ThemeMode::Light};
};

QTEST_MAIN(ForeignTextTest)
#include "foreign_text_test.moc"
