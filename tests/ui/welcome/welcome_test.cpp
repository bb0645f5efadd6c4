#include "ui/welcome/welcome_page.h"

#include "tests/core/llm/fake_openai_process.h"
#include "ui/common/command_row.h"
#include "ui/common/widgets.h"
#include "ui/sandbox/sandbox_verdict.h"
#include "ui/welcome/model_offers.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>

using namespace glasshouse;
using namespace glasshouse::ui;
using State = sandbox::Status::State;

namespace {

Connection connectionAt(const QString &baseUrl)
{
    Connection connection;
    connection.name = QStringLiteral("ollama");
    connection.title = QStringLiteral("Ollama");
    connection.baseUrl = baseUrl;
    return connection;
}

Connection service()
{
    Connection connection = connectionAt(QStringLiteral("https://api.mistral.ai/v1"));
    connection.title = QStringLiteral("Mistral");
    connection.keyVariable = QStringLiteral("MISTRAL_API_KEY");
    return connection;
}

sandbox::Status slowStatus()
{
    sandbox::Status status;
    status.state = State::Ready;
    status.sentence = QStringLiteral("KVM is not used: this user may not open /dev/kvm.");
    status.accelerator = sandbox::Accelerator::Tcg;
    status.remedy = QStringLiteral("sudo usermod -aG kvm $USER");
    status.confined = true;
    return status;
}

QPushButton *button(const QWidget &parent, const QString &text)
{
    for (QPushButton *each : parent.findChildren<QPushButton *>())
        if (each->text() == text && each->isVisibleTo(&parent))
            return each;
    return nullptr;
}

bool shows(const QWidget &parent, const QString &part)
{
    const auto labels = parent.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisibleTo(&parent) && label->text().contains(part);
    });
}

} // namespace

class WelcomeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.start()); }

    void slowSandboxOffersTheCommandThatChangesIt()
    {
        SandboxVerdict verdict(&m_theme);
        verdict.setStatus(slowStatus());
        QVERIFY(shows(verdict, QStringLiteral("/dev/kvm")));
        QTest::mouseClick(button(verdict, QStringLiteral("Copy")), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), slowStatus().remedy);
        QVERIFY(button(verdict, QStringLiteral("Copied")));
    }

    void fastSandboxOffersNoCommand()
    {
        SandboxVerdict verdict(&m_theme);
        sandbox::Status fast = slowStatus();
        fast.accelerator = sandbox::Accelerator::Kvm;
        fast.remedy.clear();
        verdict.setStatus(fast);
        QVERIFY(verdict.findChild<CommandRow *>()->isHidden());
    }

    void missingImageIsBuiltOnlyWhenAskedFor()
    {
        SandboxVerdict verdict(&m_theme);
        verdict.setImageMissing(true);
        QVERIFY(shows(verdict, QStringLiteral("No image yet")));
        QSignalSpy requested(&verdict, &SandboxVerdict::preparationRequested);
        QTest::mouseClick(button(verdict, QStringLiteral("Build it now")), Qt::LeftButton);
        QCOMPARE(requested.size(), 1);
    }

    void buildShowsItsProgress()
    {
        SandboxVerdict verdict(&m_theme);
        verdict.setImageMissing(true);
        sandbox::Status building;
        building.state = State::BuildingImage;
        building.step = QStringLiteral("Unpacking packages");
        building.progress = 0.4;
        verdict.setStatus(building);
        QCOMPARE(verdict.findChild<QProgressBar *>()->value(), 400);
        QVERIFY(shows(verdict, QStringLiteral("Unpacking packages, 40 %")));
        QVERIFY(!button(verdict, QStringLiteral("Build it now")));
    }

    void failureCanBeTriedAgain()
    {
        SandboxVerdict verdict(&m_theme);
        sandbox::Status failed;
        failed.state = State::Unavailable;
        failed.sentence = QStringLiteral("The disk is full.");
        verdict.setStatus(failed);
        QSignalSpy requested(&verdict, &SandboxVerdict::preparationRequested);
        QTest::mouseClick(button(verdict, QStringLiteral("Try again")), Qt::LeftButton);
        QCOMPARE(requested.size(), 1);
        QVERIFY(shows(verdict, failed.sentence));
    }

    void serverOnThisMachineIsFoundAndOffered()
    {
        ModelOffers offers(&m_theme, {}, {connectionAt(m_server.baseUrl())});
        QSignalSpy ended(&offers, &ModelOffers::searchEnded);
        offers.search();
        QVERIFY(shows(offers, QStringLiteral("Looking for model servers")));
        QVERIFY(ended.wait());
        QVERIFY(!offers.isSearching());
        Connection offered;
        connect(&offers, &ModelOffers::connectionOffered, this,
                [&](const Connection &value) { offered = value; });
        QTest::mouseClick(button(offers, QStringLiteral("Connect...")), Qt::LeftButton);
        QCOMPARE(offered.baseUrl, m_server.baseUrl());
        QVERIFY(!offered.defaultModel.isEmpty());
        offers.setConnections({offered});
        QVERIFY(shows(offers, QStringLiteral("connected")));
        QVERIFY(!button(offers, QStringLiteral("Connect...")));
    }

    void silenceOnThisMachineCanBeAskedAgain()
    {
        ModelOffers offers(&m_theme, {}, {});
        QSignalSpy ended(&offers, &ModelOffers::searchEnded);
        offers.search();
        QVERIFY(ended.wait());
        QVERIFY(shows(offers, QStringLiteral("No model server answers")));
        QTest::mouseClick(button(offers, QStringLiteral("Look again")), Qt::LeftButton);
        QVERIFY(offers.isSearching());
        QVERIFY(ended.wait());
    }

    void keyInTheEnvironmentIsNamedByItsVariable()
    {
        ModelOffers offers(&m_theme, {service()}, {});
        QVERIFY(shows(offers, QStringLiteral("MISTRAL_API_KEY")));
        QVERIFY(button(offers, QStringLiteral("Connect...")));
    }

    void themeIsAppliedAtOnceAndTold()
    {
        Theme theme(ThemeMode::Light);
        WelcomePage page(&theme, {}, {});
        QSignalSpy chosen(&page, &WelcomePage::modeChosen);
        QTest::mouseClick(button(page, QStringLiteral("Dark")), Qt::LeftButton);
        QVERIFY(theme.mode() == ThemeMode::Dark);
        QCOMPARE(chosen.size(), 1);
        theme.setMode(ThemeMode::Light); // by the key, say
        QVERIFY(button(page, QStringLiteral("Light"))->isChecked());
    }

    void enterGoesOnToTheSamples()
    {
        WelcomePage page(&m_theme, {}, {});
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        page.activateWindow();
        page.focusDone();
        QSignalSpy done(&page, &WelcomePage::done);
        QTest::keyClick(page.focusWidget(), Qt::Key_Return);
        QCOMPARE(done.size(), 1);
    }

private:
    Theme m_theme{ThemeMode::Light};
    fakes::OpenAiProcess m_server;
};

QTEST_MAIN(WelcomeTest)
#include "welcome_test.moc"
