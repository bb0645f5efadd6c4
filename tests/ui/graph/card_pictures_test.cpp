// Pictures of cards show what drawing them anew would show.
#include "tests/fakes/ink.h"
#include "ui/graph/card_pictures.h"
#include "ui/graph/node_kinds.h"

#include <QPainter>
#include <QTest>

using namespace glasshouse;

namespace {

class Card
{
public:
    explicit Card(const ui::Theme *theme) : m_geometry(theme)
    {
        card.id = QStringLiteral("analyst");
        card.kind = node_kind::Agent;
        card.title = QStringLiteral("Analyst");
        card.subtitle = QStringLiteral("Does the numbers of the whole company, every month anew");
        card.inputs = {port_name::In};
        card.outputs = {port_name::Out};
    }

    [[nodiscard]] QImage paintedBy(const ui::NodePainter &painter, double scale = 1, QPoint at = {40, 40},
                                   double ratio = 1)
    {
        layout = m_geometry.layout(card, run.phase == trace::RunPhase::Waiting);
        ui::NodeLook look;
        look.card = &card;
        look.layout = &layout;
        look.run = &run;
        look.marks = marks;
        look.scale = scale;
        QImage image(QSize(600, 300) * ratio, QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::white);
        QPainter canvas(&image);
        canvas.translate(at);
        canvas.scale(scale, scale);
        painter.paint(&canvas, look);
        return image;
    }

    ui::NodeCard card;
    ui::NodeLayout layout;
    trace::NodeView run;
    ui::NodeMarks marks;

private:
    ui::CardGeometry m_geometry;
};

} // namespace

class CardPicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheSameCardTheSameWay()
    {
        Card card(&m_theme);
        const ui::CardPictures pictures(&m_theme);
        const auto first = card.paintedBy(pictures);
        QCOMPARE(card.paintedBy(pictures), first);
        QCOMPARE(card.paintedBy(pictures, 1, {90, 60}).copy(90, 60, 200, 100), first.copy(40, 40, 200, 100));
    }

    void showsEveryChangeAtOnce()
    {
        Card card(&m_theme);
        const ui::CardPictures pictures(&m_theme);
        auto before = card.paintedBy(pictures);
        const auto isShown = [&] {
            const auto now = card.paintedBy(pictures);
            const bool isOther = now != std::exchange(before, now);
            return isOther && now == card.paintedBy(ui::CardPictures(&m_theme));
        };
        card.card.title = QStringLiteral("Statistician");
        QVERIFY(isShown());
        card.run.phase = trace::RunPhase::Failed;
        QVERIFY(isShown());
        card.marks.isSelected = true;
        QVERIFY(isShown());
        card.marks.inputs = ui::PortMark::Target;
        QVERIFY(isShown());
        card.card.errors = {QStringLiteral("It has no agent.")};
        QVERIFY(isShown());
        m_theme.setMode(ui::ThemeMode::Dark);
        QVERIFY(isShown());
    }

    void keepsTheSpinnerTurning()
    {
        Card card(&m_theme);
        card.run.phase = trace::RunPhase::Running;
        const ui::CardPictures pictures(&m_theme);
        QCOMPARE(card.paintedBy(pictures), card.paintedBy(ui::CardPictures(&m_theme)));
    }

    void drawsAnewForAnotherSizeWhileThereIsTime()
    {
        Card card(&m_theme);
        ui::CardPictures pictures(&m_theme, 60'000);
        pictures.startFrame();
        const auto small = card.paintedBy(pictures, 0.5);
        QCOMPARE(card.paintedBy(pictures, 0.75), card.paintedBy(ui::CardPictures(&m_theme), 0.75));
        QVERIFY(!pictures.isBehind());
        QVERIFY(small != card.paintedBy(pictures, 0.75));
    }

    void stretchesAnOldPictureWhenTheFrameIsLateAndSaysSo()
    {
        Card card(&m_theme);
        ui::CardPictures pictures(&m_theme, 0);
        pictures.startFrame();
        (void)card.paintedBy(pictures, 0.5);
        QVERIFY(!pictures.isBehind()); // there was no picture to show instead
        const auto stretched = card.paintedBy(pictures, 0.75);
        QVERIFY(pictures.isBehind());
        QVERIFY(stretched != card.paintedBy(ui::CardPictures(&m_theme), 0.75));
        pictures.startFrame();
        QVERIFY(!pictures.isBehind());
    }

    void isAsLargeOnAScreenWithSmallerPixels_data()
    {
        QTest::addColumn<int>("frameMs");
        QTest::newRow("drawn anew") << 60'000;
        QTest::newRow("stretched") << 0;
    }
    void isAsLargeOnAScreenWithSmallerPixels()
    {
        QFETCH(int, frameMs);
        Card card(&m_theme);
        ui::CardPictures pictures(&m_theme, frameMs);
        pictures.startFrame();
        const auto coarse = inkOf(card.paintedBy(pictures, 1, {40, 40}, 1));
        const auto fine = inkOf(card.paintedBy(pictures, 1, {40, 40}, 2));
        QVERIFY(std::abs(fine.width() - 2 * coarse.width()) <= 4);
        QVERIFY(std::abs(fine.left() - 2 * coarse.left()) <= 4);
    }

    void neverShowsAnOldStateHoweverLateTheFrame()
    {
        Card card(&m_theme);
        ui::CardPictures pictures(&m_theme, 0);
        pictures.startFrame();
        (void)card.paintedBy(pictures, 0.5);
        card.run.phase = trace::RunPhase::Failed;
        QCOMPARE(card.paintedBy(pictures, 0.75), card.paintedBy(ui::CardPictures(&m_theme), 0.75));
    }

private:
    ui::Theme m_theme{ui::ThemeMode::Light};
};

QTEST_MAIN(CardPicturesTest)
#include "card_pictures_test.moc"
