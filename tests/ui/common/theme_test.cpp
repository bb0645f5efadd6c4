#include "ui/common/theme.h"

#include "ui/common/action_registry.h"
#include "ui/common/lucide.h"
#include "ui/common/state_style.h"
#include "ui/common/widgets.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lightAndDarkDiffer()
    {
        Theme light(ThemeMode::Light);
        Theme dark(ThemeMode::Dark);
        QVERIFY(!light.isDark());
        QVERIFY(dark.isDark());
        QVERIFY(light.color(ColorRole::Pane).lightness() > 200);
        QVERIFY(dark.color(ColorRole::Pane).lightness() < 60);
    }

    void announcesOnlyRealChanges()
    {
        Theme theme(ThemeMode::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(ThemeMode::Light);
        QCOMPARE(changed.count(), 0);
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(changed.count(), 1);
    }

    void iconFollowsTheThemeWithoutBeingSetAgain()
    {
        Theme theme(ThemeMode::Light);
        const QIcon icon = theme.icon(u"square", ColorRole::Text);
        const auto strongest = [&] {
            const QImage image = icon.pixmap(48).toImage();
            QColor found;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixelColor(x, y).alpha() > 250)
                        found = image.pixelColor(x, y);
                }
            }
            return found;
        };
        QCOMPARE(strongest(), theme.color(ColorRole::Text));
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(strongest(), theme.color(ColorRole::Text));
    }

    void shapesFillTheirSquare()
    {
        for (const auto *name : {u"square", u"circle", u"bot", u"play", u"settings"}) {
            const QRectF box = lucideShape(QStringView(name)).boundingRect();
            QVERIFY2(QRectF(0, 0, 1, 1).contains(box), qPrintable(QString::fromUtf16(name)));
            QVERIFY(box.width() > 0.4 && box.height() > 0.4);
            QVERIFY2(qAbs(box.center().y() - 0.5) < 0.1, qPrintable(QString::fromUtf16(name)));
        }
    }

    void unknownIconIsNull()
    {
        Theme theme(ThemeMode::Light);
        QVERIFY(lucideShape(u"no-such-icon").isEmpty());
        QVERIFY(theme.icon(u"no-such-icon").isNull());
    }

    void everyStateHasIconAndWord()
    {
        using trace::RunPhase;
        for (const RunPhase phase : {RunPhase::Idle, RunPhase::Queued, RunPhase::Running, RunPhase::Waiting,
                                     RunPhase::Done, RunPhase::Failed, RunPhase::Cancelled}) {
            const StateStyle style = stateStyle(phase);
            QVERIFY(!style.word.isEmpty());
            QVERIFY(!lucideShape(style.icon).isEmpty());
        }
    }

    void switchingRecoloursWidgets()
    {
        Theme theme(ThemeMode::Light);
        theme.applyTo(*qApp);
        connect(&theme, &Theme::changed, this, [&theme] { theme.applyTo(*qApp); });
        QWidget window;
        window.resize(40, 40);
        QCOMPARE(window.grab().toImage().pixelColor(20, 20), theme.color(ColorRole::Pane));
        const QStyle *style = qApp->style();
        theme.setMode(ThemeMode::Dark);
        QTRY_COMPARE(window.grab().toImage().pixelColor(20, 20), theme.color(ColorRole::Pane));
        QCOMPARE(qApp->style(), style); // nothing was polished again
    }

    void disabledActionSaysWhy()
    {
        Theme theme(ThemeMode::Light);
        ActionRegistry actions(&theme);
        QAction *run =
            actions.add({QStringLiteral("run"), QStringLiteral("Run"), QStringLiteral("play"), Qt::Key_F5});
        QCOMPARE(run->toolTip(), QStringLiteral("Run (F5)"));
        ActionButton button(&theme, run, ButtonKind::Primary);
        actions.disable(QStringLiteral("run"), QStringLiteral("nothing is open"));
        QVERIFY(!button.isEnabled());
        QCOMPARE(button.toolTip(), QStringLiteral("Run (F5): nothing is open"));
        actions.enable(QStringLiteral("run"));
        QVERIFY(button.isEnabled());
        QCOMPARE(button.toolTip(), QStringLiteral("Run (F5)"));
    }

    void elidedLabelTellsTheWholeText()
    {
        Theme theme(ThemeMode::Light);
        ElidedLabel label(&theme);
        label.resize(40, 20);
        label.setText(QStringLiteral("A sentence that is much too long for forty pixels"));
        QCOMPARE(label.toolTip(), label.text());
        label.resize(800, 20);
        QVERIFY(label.grab().width() > 0); // delivers the resize
        QVERIFY(label.toolTip().isEmpty());
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
