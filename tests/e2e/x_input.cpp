#include "tests/e2e/x_input.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QProcess>
#include <QTest>
#include <QWidget>

namespace glasshouse::e2e {

namespace {

constexpr int dragSteps = 12;

QStringList moveOf(QPoint point)
{
    return {QStringLiteral("mousemove"), QString::number(point.x()), QString::number(point.y())};
}

QStringList dragOf(QPoint from, QPoint to)
{
    auto arguments = moveOf(from) + QStringList{QStringLiteral("mousedown"), QStringLiteral("1")};
    for (int step = 1; step <= dragSteps; ++step) {
        // The pause is the hand's: drag and drop is a conversation between two windows and the server.
        arguments += QStringList{QStringLiteral("sleep"), QStringLiteral("0.03")};
        arguments += moveOf(from + (to - from) * step / dragSteps);
    }
    return arguments;
}

} // namespace

void XInput::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    process.start(program, arguments);
    loop.exec();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
             qPrintable(program + QStringLiteral(": ") + QString::fromUtf8(process.readAllStandardError())));
}

// A hand clicks what stands still: whatever is due to be laid out anew is, before it aims.
void XInput::click(const QWidget &widget)
{
    QPoint aim;
    do {
        aim = centreOf(widget);
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    } while (aim != centreOf(widget));
    clickAt(aim);
}

void XInput::clickAt(QPoint global, int button)
{
    run(QStringLiteral("xdotool"),
        moveOf(global) + QStringList{QStringLiteral("click"), QString::number(button)});
}

void XInput::doubleClickAt(QPoint global)
{
    run(QStringLiteral("xdotool"),
        moveOf(global) + QStringList{QStringLiteral("click"), QStringLiteral("--repeat"), QStringLiteral("2"),
                                     QStringLiteral("--delay"), QStringLiteral("60"), QStringLiteral("1")});
}

void XInput::drag(QPoint from, QPoint to)
{
    run(QStringLiteral("xdotool"),
        dragOf(from, to) + QStringList{QStringLiteral("sleep"), QStringLiteral("0.15"),
                                       QStringLiteral("mouseup"), QStringLiteral("1")});
}

void XInput::dragWithoutDrop(QPoint from, QPoint to)
{
    run(QStringLiteral("xdotool"), dragOf(from, to));
}

void XInput::moveTo(QPoint global)
{
    run(QStringLiteral("xdotool"), moveOf(global));
}

void XInput::release()
{
    run(QStringLiteral("xdotool"), {QStringLiteral("mouseup"), QStringLiteral("1")});
}

void XInput::type(const QString &text)
{
    run(QStringLiteral("xdotool"), {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("8"), QStringLiteral("--"), text});
}

void XInput::key(const QString &keys)
{
    run(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("--clearmodifiers"), keys});
}

void XInput::waitForWindow(const QString &title)
{
    run(QStringLiteral("xdotool"), {QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"),
                                    QStringLiteral("--name"), title});
}

void XInput::screenshot(const QString &file)
{
    run(QStringLiteral("import"), {QStringLiteral("-window"), QStringLiteral("root"), file});
}

QPoint centreOf(const QWidget &widget)
{
    return widget.mapToGlobal(widget.rect().center());
}

} // namespace glasshouse::e2e
