#include "tests/sandbox/guest/python_kernel_process.h"

#include <QDir>
#include <QTest>

#include <memory>

using glasshouse::test::PythonKernelProcess;

class PythonKernelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsVariablesBetweenCalls();
    void showsOnlyWhatIsPrinted();
    void streamsOutputWhileTheCodeRuns();
    void tracebackNamesTheLinesOfTheUser();
    void tracebackOfASyntaxErrorShowsTheLine();
    void exitCodesComeFromSystemExit();
    void interruptEndsTheCodeAndKeepsTheState();
    void interruptBetweenCallsIsIgnored();
    void awaitsAtTopLevel();
    void childOfAForkDoesNotAnswer();
    void readingInputEndsAtOnce();
    void replacedStreamsAreRestored();
    void unsavedFiguresAreSavedAndSavedOnesAreNot();
    void reseedChangesTheRandomNumbers();
    void classesOfTheSessionCanBePickled();

private:
    std::unique_ptr<PythonKernelProcess> m_kernel;
};

namespace {

// Stands in for matplotlib, which need not be on the machine that builds.
const char fakeMatplotlib[] = R"(
import sys, types
base = types.ModuleType("matplotlib.backend_bases")
class FigureCanvasBase:
    def __init__(self, figure): self.figure = figure
    def print_figure(self, path, **kwargs): open(path, "w").write("png")
base.FigureCanvasBase = FigureCanvasBase
pyplot = types.ModuleType("matplotlib.pyplot")
class Figure:
    axes = [1]
    def __init__(self): self.canvas = FigureCanvasBase(self)
    def savefig(self, path, **kwargs): self.canvas.print_figure(path, **kwargs)
figures = {}
pyplot.get_fignums = lambda: list(figures)
pyplot.figure = lambda number: figures.setdefault(number, Figure())
pyplot.close = lambda which: figures.clear()
sys.modules["matplotlib.backend_bases"], sys.modules["matplotlib.pyplot"] = base, pyplot
)";

} // namespace

void PythonKernelTest::init()
{
    m_kernel = std::make_unique<PythonKernelProcess>();
    QVERIFY(m_kernel->started());
}

void PythonKernelTest::cleanup()
{
    m_kernel.reset();
}

void PythonKernelTest::keepsVariablesBetweenCalls()
{
    QCOMPARE(m_kernel->run("import math\nx = 41\ndef f(): return x + 1"), 0);
    QCOMPARE(m_kernel->run("print(f(), math.floor(1.5), __name__)"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("42 1 __main__\n"));
}

void PythonKernelTest::showsOnlyWhatIsPrinted()
{
    QCOMPARE(m_kernel->run("1 + 1"), 0);
    QCOMPARE(m_kernel->run("print('seen')"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("seen\n"));
}

void PythonKernelTest::streamsOutputWhileTheCodeRuns()
{
    m_kernel->begin("import time\nprint('first')\ntime.sleep(60)");
    QTRY_COMPARE_WITH_TIMEOUT(m_kernel->out(), QByteArray("first\n"), 20'000);
    QVERIFY(!m_kernel->answer());
}

void PythonKernelTest::tracebackNamesTheLinesOfTheUser()
{
    QCOMPARE(m_kernel->run("def divide(n):\n    return 1 / n\n"), 0);
    QCOMPARE(m_kernel->run("x = 1\ndivide(0)\n"), 1);
    QTRY_VERIFY(m_kernel->error().endsWith("ZeroDivisionError: division by zero\n"));
    const QByteArray error = m_kernel->error();
    QVERIFY(error.startsWith(
        "Traceback (most recent call last):\n  File \"<cell 2>\", line 2, in <module>\n    divide(0)"));
    QVERIFY(error.contains("File \"<cell 1>\", line 2, in divide\n    return 1 / n"));
    QVERIFY(!error.contains("kernel.py"));
}

void PythonKernelTest::tracebackOfASyntaxErrorShowsTheLine()
{
    QCOMPARE(m_kernel->run("x = 1\nif x\n"), 1);
    QTRY_VERIFY(m_kernel->error().contains("SyntaxError"));
    QVERIFY(m_kernel->error().contains("File \"<cell 1>\", line 2\n    if x\n"));
}

void PythonKernelTest::exitCodesComeFromSystemExit()
{
    QCOMPARE(m_kernel->run("raise SystemExit"), 0);
    QCOMPARE(m_kernel->run("import sys\nsys.exit(3)"), 3);
    QCOMPARE(m_kernel->run("sys.exit(-1)"), 255);
    QCOMPARE(m_kernel->run("sys.exit('no such file')"), 1);
    QTRY_COMPARE(m_kernel->error(), QByteArray("no such file\n"));
}

void PythonKernelTest::interruptEndsTheCodeAndKeepsTheState()
{
    m_kernel->begin("x = 7\nprint('running')\nwhile True: pass");
    QTRY_COMPARE_WITH_TIMEOUT(m_kernel->out(), QByteArray("running\n"), 20'000);
    m_kernel->interrupt();
    QTRY_VERIFY(m_kernel->answer().has_value());
    QCOMPARE(*m_kernel->answer(), 130);
    QTRY_VERIFY(m_kernel->error().endsWith("KeyboardInterrupt\n"));
    QVERIFY(!m_kernel->error().contains("kernel.py"));
    QCOMPARE(m_kernel->run("print(x)"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("7\n"));
}

void PythonKernelTest::interruptBetweenCallsIsIgnored()
{
    QCOMPARE(m_kernel->run("x = 1"), 0);
    m_kernel->interrupt();
    QCOMPARE(m_kernel->run("print(x)"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("1\n"));
}

void PythonKernelTest::awaitsAtTopLevel()
{
    QCOMPARE(m_kernel->run("import asyncio\nasync def f(): return 5\nprint(await f())"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("5\n"));
}

void PythonKernelTest::childOfAForkDoesNotAnswer()
{
    QCOMPARE(m_kernel->run("import os\nif os.fork() == 0:\n    raise SystemExit(9)\nstatus = os.wait()[1]"),
             0);
    QCOMPARE(m_kernel->run("raise SystemExit(os.waitstatus_to_exitcode(status) + 1)"), 10);
}

void PythonKernelTest::readingInputEndsAtOnce()
{
    QCOMPARE(m_kernel->run("input('? ')"), 1);
    QTRY_VERIFY(m_kernel->error().contains("EOFError"));
}

void PythonKernelTest::replacedStreamsAreRestored()
{
    QCOMPARE(m_kernel->run("import sys\nsys.stdout = None\nsys.stderr = 3\nraise ValueError"), 1);
    QCOMPARE(m_kernel->run("print('back')"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("back\n"));
}

void PythonKernelTest::unsavedFiguresAreSavedAndSavedOnesAreNot()
{
    QCOMPARE(m_kernel->run(fakeMatplotlib), 0);
    QCOMPARE(m_kernel->run("pyplot.figure(1)"), 0); // saved at the end of the call that first sees the module
    QCOMPARE(m_kernel->run("pyplot.figure(1).savefig('mine.png')\npyplot.figure(2)"), 0);
    QCOMPARE(m_kernel->run("pyplot.figure(1)\npyplot.show()\nprint(pyplot.get_fignums())"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("[]\n"));
    QCOMPARE(QDir(m_kernel->outputFolder()).entryList(QDir::Files, QDir::Name),
             (QStringList{QStringLiteral("figure_1.png"), QStringLiteral("figure_2.png"),
                          QStringLiteral("figure_3.png"), QStringLiteral("mine.png")}));
}

void PythonKernelTest::reseedChangesTheRandomNumbers()
{
    QCOMPARE(m_kernel->run("import random\nrandom.seed(1)\nexpected = random.random()\nrandom.seed(1)"), 0);
    m_kernel->send('R', 0, {});
    QCOMPARE(m_kernel->run("print(random.random() == expected)"), 0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("False\n"));
}

void PythonKernelTest::classesOfTheSessionCanBePickled()
{
    QCOMPARE(
        m_kernel->run("import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))).__name__)"),
        0);
    QTRY_COMPARE(m_kernel->out(), QByteArray("A\n"));
}

QTEST_GUILESS_MAIN(PythonKernelTest)
#include "python_kernel_test.moc"
