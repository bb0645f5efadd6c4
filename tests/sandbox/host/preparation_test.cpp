#include "sandbox/host/preparation.h"

#include <QPointer>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::sandbox;

namespace {

class FakeImageRequest : public ImageRequest
{
    Q_OBJECT
};

class FakeImages : public ImageSource
{
public:
    [[nodiscard]] std::unique_ptr<ImageRequest> requestImage(const QString &) override
    {
        auto request = std::make_unique<FakeImageRequest>();
        pending = request.get();
        return request;
    }

    QPointer<FakeImageRequest> pending;
};

QString findProgram(const QString &name)
{
    return QStandardPaths::findExecutable(name);
}

QString nothing(const QString &)
{
    return {};
}

} // namespace

class PreparationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheVersionOfQemu();
    void saysThatQemuIsMissing();
    void runsUnconfinedWithASentenceWhenBubblewrapIsMissing();
    void runsUnconfinedWithASentenceWhenBubblewrapDoesNotWork();
    void saysThatTheGuardIsMissing();
    void staysConfinedWhenTheGuardDoesNotWork();
    void passesOnTheProgressOfTheImage();
    void saysWhyThereIsNoImage();
    void deletingItCancelsTheImage();

private:
    [[nodiscard]] std::unique_ptr<Preparation> preparation(HostFactsJob::Finder find)
    {
        return std::make_unique<Preparation>(VmNeeds{QStringLiteral("base"), 512}, m_images,
                                             m_templates.path(), std::move(find));
    }

    FakeImages m_images;
    QTemporaryDir m_templates;
};

void PreparationTest::readsTheVersionOfQemu()
{
    QCOMPARE(qemuVersionFrom(QStringLiteral("QEMU emulator version 7.2.22 (Debian 1:7.2)\nCopyright (c)")),
             QStringLiteral("7.2.22 (Debian 1:7.2)"));
    QCOMPARE(qemuVersionFrom(QStringLiteral("bwrap: No permissions")), QString());
}

void PreparationTest::saysThatQemuIsMissing()
{
    const auto job = preparation(nothing);
    QSignalSpy finished(job.get(), &Preparation::finished);
    job->start();
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.at(0).at(0).value<Result<Prepared>>();
    QVERIFY(!result);
    QVERIFY(result.error().code == ErrorCode::SandboxUnavailable);
    QVERIFY(result.error().message.contains(u"qemu-system-x86"));
}

void PreparationTest::runsUnconfinedWithASentenceWhenBubblewrapIsMissing()
{
    HostFactsJob job([](const QString &program) {
        return program == u"bwrap" ? QString() : QStandardPaths::findExecutable(program);
    });
    QSignalSpy finished(&job, &HostFactsJob::finished);
    job.start();
    QTRY_COMPARE(finished.size(), 1);
    const auto facts = finished.at(0).at(0).value<Result<HostFacts>>();
    QVERIFY(facts);
    QVERIFY(facts->bubblewrap.isEmpty());
    QVERIFY(facts->confinementProblem.contains(u"install the package bubblewrap"));
    QVERIFY(!facts->qemuVersion.isEmpty());
}

void PreparationTest::runsUnconfinedWithASentenceWhenBubblewrapDoesNotWork()
{
    HostFactsJob job([](const QString &program) {
        return program == u"bwrap" ? QStringLiteral("/bin/false") : QStandardPaths::findExecutable(program);
    });
    QSignalSpy finished(&job, &HostFactsJob::finished);
    job.start();
    QTRY_COMPARE(finished.size(), 1);
    const auto facts = finished.at(0).at(0).value<Result<HostFacts>>();
    QVERIFY(facts);
    QVERIFY(facts->bubblewrap.isEmpty());
    QVERIFY(facts->confinementProblem.contains(u"does not work"));
}

void PreparationTest::saysThatTheGuardIsMissing()
{
    HostFactsJob job(findProgram); // which only looks where the system's programs are
    QSignalSpy finished(&job, &HostFactsJob::finished);
    job.start();
    QTRY_COMPARE(finished.size(), 1);
    const auto facts = finished.at(0).at(0).value<Result<HostFacts>>();
    QVERIFY(facts);
    if (facts->bubblewrap.isEmpty())
        QSKIP("bubblewrap does not work here.");
    QVERIFY(facts->confinementProblem.contains(u"glasshouse-guard"));
}

void PreparationTest::staysConfinedWhenTheGuardDoesNotWork()
{
    HostFactsJob job([](const QString &program) {
        return program == u"glasshouse-guard" ? QStringLiteral("/bin/false") : findProgram(program);
    });
    QSignalSpy finished(&job, &HostFactsJob::finished);
    job.start();
    QTRY_COMPARE(finished.size(), 1);
    const auto facts = finished.at(0).at(0).value<Result<HostFacts>>();
    QVERIFY(facts);
    QVERIFY(!facts->qemuVersion.isEmpty());
    if (facts->bubblewrap.isEmpty())
        QSKIP("bubblewrap does not work here.");
    QVERIFY(facts->bubblewrap.guard.isEmpty());
    QVERIFY(facts->confinementProblem.contains(u"/bin/false does not work here"));
}

void PreparationTest::passesOnTheProgressOfTheImage()
{
    const auto job = preparation(findProgram);
    QSignalSpy progressed(job.get(), &Preparation::progressed);
    job->start();
    QTRY_VERIFY(m_images.pending);
    Q_EMIT m_images.pending->progressed(0.5, QStringLiteral("Unpacking packages"), 60'000);
    const auto progress = progressed.at(0).at(0).value<PreparationProgress>();
    QCOMPARE(progress, (PreparationProgress{Status::State::BuildingImage,
                                            QStringLiteral("Unpacking packages"), 0.5, 60'000}));
}

void PreparationTest::saysWhyThereIsNoImage()
{
    const auto job = preparation(findProgram);
    QSignalSpy finished(job.get(), &Preparation::finished);
    job->start();
    QTRY_VERIFY(m_images.pending);
    Q_EMIT m_images.pending->finished(
        fail(QStringLiteral("The image is damaged."), ErrorCode::SandboxUnavailable));
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.at(0).at(0).value<Result<Prepared>>().error().message,
             QStringLiteral("The image is damaged."));
}

void PreparationTest::deletingItCancelsTheImage()
{
    auto job = preparation(findProgram);
    job->start();
    QTRY_VERIFY(m_images.pending);
    job.reset();
    QVERIFY(!m_images.pending);
}

QTEST_GUILESS_MAIN(PreparationTest)
#include "preparation_test.moc"
