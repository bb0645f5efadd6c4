// Buttons as they are painted: what they say fits, and links stand in line with the text around them.
#include "tests/fakes/ink.h"
#include "ui/common/glass_style.h"
#include "ui/common/widgets.h"

#include <QPainter>
#include <QTest>

using namespace glasshouse::ui;

namespace {

// The columns that show anything on a plain ground.
QRect inkOf(QWidget &widget)
{
    QImage image(widget.size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    widget.render(&image, {}, {}, QWidget::DrawChildren);
    return glasshouse::inkOf(image);
}

} // namespace

class ButtonStyleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.applyTo(*qApp); }

    void aLinkStartsWhereTheTextAroundItDoes()
    {
        const auto button = make(ButtonKind::Link, QStringLiteral("Hide"), false);
        QVERIFY(inkOf(*button).left() <= 2); // the side bearing of the first letter
        QVERIFY(button->width() - inkOf(*button).right() <= 3);
    }

    void theIconOfALinkStartsThereToo()
    {
        const auto button = make(ButtonKind::Link, QStringLiteral("Add a tool"), true);
        QVERIFY(inkOf(*button).left() <= 4); // a plus leaves some of its square free
    }

    void textFitsAtTheNaturalSize_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("hasIcon");
        for (const auto kind : {ButtonKind::Link, ButtonKind::Ghost}) { // those without an edge of their own
            QTest::addRow("kind %d", int(kind)) << int(kind) << false;
            QTest::addRow("kind %d with an icon", int(kind)) << int(kind) << true;
        }
    }
    void textFitsAtTheNaturalSize()
    {
        QFETCH(int, kind);
        QFETCH(bool, hasIcon);
        const auto button =
            make(static_cast<ButtonKind>(kind), QStringLiteral("Approve the same tool"), hasIcon);
        const auto natural = inkOf(*button);
        button->resize(button->width() + 100, button->height());
        QCOMPARE(inkOf(*button).width(), natural.width());
    }

    void textThatDoesNotFitEndsInAnEllipsisWithinTheButton()
    {
        const auto button = make(ButtonKind::Ghost, QStringLiteral("a-very-long-name-of-a-file.csv"), true);
        button->resize(90, button->height());
        QVERIFY(inkOf(*button).right() < 90 - metric::Tight);
    }

    void iconAndTextAreAsFarApartOnEveryKind()
    {
        const auto width = [this](ButtonKind kind, bool hasIcon) {
            return make(kind, QStringLiteral("Fit"), hasIcon)->sizeHint().width();
        };
        for (const auto kind : {ButtonKind::Plain, ButtonKind::Primary, ButtonKind::Ghost, ButtonKind::Link})
            QCOMPARE(width(kind, true) - width(kind, false), metric::IconSize + 7);
    }

private:
    [[nodiscard]] std::unique_ptr<QPushButton> make(ButtonKind kind, const QString &text, bool hasIcon) const
    {
        std::unique_ptr<QPushButton> button(makeButton(text, kind, nullptr));
        if (hasIcon)
            button->setIcon(m_theme.icon(u"plus"));
        button->resize(button->sizeHint());
        return button;
    }

    Theme m_theme{ThemeMode::Light};
};

QTEST_MAIN(ButtonStyleTest)
#include "button_style_test.moc"
