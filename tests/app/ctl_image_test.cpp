// `glasshousectl image build`, cancelled in the middle: the real program, the real script, real packages.

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int stepMs = 300'000; // until apt has read its lists and downloaded the packages
constexpr int cleanUpMs = 60'000;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class CtlImageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0); // what loses its parent is this test's
        m_environment.insert(u"XDG_DATA_HOME"_qs, m_data.path());
    }

    void cancellingABuildLeavesNothingBehind_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QByteArray>("step");
        QTest::newRow("Ctrl+C") << SIGINT << QByteArray("Downloading packages");
        // With /proc and /dev mounted in the new root; and the build before has left nothing that stops this one.
        QTest::newRow("terminated") << SIGTERM << QByteArray("Installing packages");
        QTest::newRow("terminal closed") << SIGHUP << QByteArray("Reading apt's sources");
    }

    void cancellingABuildLeavesNothingBehind()
    {
        QFETCH(int, signal);
        QFETCH(QByteArray, step);
        QProcess build;
        startBuild(build);
        QTRY_VERIFY2_WITH_TIMEOUT(hasReached(build, step), m_said.constData(), stepMs);
        QCOMPARE(build.state(), QProcess::Running);
        QSignalSpy finished(&build, &QProcess::finished);
        ::kill(static_cast<pid_t>(build.processId()), signal);
        QVERIFY(finished.wait(cleanUpMs));
        QCOMPARE(build.exitStatus(), QProcess::NormalExit);
        QCOMPARE(build.exitCode(), 1);
        m_said += build.readAllStandardError();
        QVERIFY2(m_said.contains("The build of the image base was cancelled."), m_said.constData());
        checkThatNothingIsLeft();
    }

    void aBuildThatIsKilledCleansUpToo()
    {
        QProcess build;
        startBuild(build);
        QTRY_VERIFY2_WITH_TIMEOUT(hasReached(build, "Installing packages"), m_said.constData(), stepMs);
        QCOMPARE(build.state(), QProcess::Running);
        build.kill();
        build.waitForFinished(cleanUpMs);
        checkThatNothingIsLeft();
    }

    void namesTheImagesThereAre()
    {
        QProcess build;
        build.start(QStringLiteral(GLASSHOUSECTL), {u"image"_qs, u"build"_qs, u"nothing"_qs});
        QVERIFY(build.waitForFinished(cleanUpMs));
        QCOMPARE(build.exitCode(), 2);
        QVERIFY(build.readAllStandardError().contains("code-interpreter"));
    }

private:
    void startBuild(QProcess &build)
    {
        m_said.clear();
        build.setProcessEnvironment(m_environment);
        build.start(QStringLiteral(GLASSHOUSECTL), {u"image"_qs, u"build"_qs, u"base"_qs});
    }
    [[nodiscard]] bool hasReached(QProcess &build, const QByteArray &step)
    {
        m_said += build.readAllStandardError();
        return m_said.contains(step) || build.state() == QProcess::NotRunning;
    }

    [[nodiscard]] static QList<QByteArray> children()
    {
        return contentOf(u"/proc/self/task/%1/children"_qs.arg(::getpid())).simplified().split(' ');
    }

    void checkThatNothingIsLeft() const
    {
        QTRY_VERIFY_WITH_TIMEOUT((::waitpid(-1, nullptr, WNOHANG), children() == QList<QByteArray>{""}), cleanUpMs);
        QVERIFY(!contentOf(u"/proc/self/mounts"_qs).contains(m_data.path().toUtf8()));
        const QDir images(m_data.filePath(u"glasshouse/images"_qs));
        QCOMPARE(images.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList{u".base.lock"_qs});
        const auto chroots = u"glasshouse-image-%1-base-*"_qs.arg(::getuid());
        QCOMPARE(QDir(u"/var/tmp"_qs).entryList({chroots}, QDir::Dirs), QStringList());
    }

    QTemporaryDir m_data;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    QByteArray m_said;
};

QTEST_GUILESS_MAIN(CtlImageTest)
#include "ctl_image_test.moc"
