// What a sandbox profile may open of the host, and what it may not.
#include "app/folder_consents.h"
#include "app/sandbox_setup.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

class SandboxSetupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opensNothingByDefault();
    void mountsAFolderOfTheProject();
    void refusesWhatLiesOutsideTheProject_data();
    void refusesWhatLiesOutsideTheProject();
    void refusesToWriteToTheProjectItself_data();
    void refusesToWriteToTheProjectItself();
    void readsTheProjectItself();
    void aPersonMayNameAnyFolder();
    void aConsentOpensExactlyItsFolder();
    void aConsentToReadIsNoneToWrite();
    void aConsentNeverOpensTheProjectForWriting();
    void aConsentIsOfOneProject();
    void aBentLinkNeedsItsOwnConsent();
    void refusesPlacesOfTheGuestsSystem_data();
    void refusesPlacesOfTheGuestsSystem();
    void consentsSurviveARestartAndCanBeTakenBack();
    void anUnreadableFileOfConsentsAllowsNothing();
    void namesTheRuleThatIsWrong();
    void aProjectCannotOpenTheLocalNetwork_data();
    void aProjectCannotOpenTheLocalNetwork();
    void takesOverTheAllowList();

private:
    [[nodiscard]] QVector<FolderConsent> allowed(const QString &folder, bool writable) const
    {
        const QDir base(m_folder->path());
        return {{QDir(m_profile.access.folder).canonicalPath(), QFileInfo(base, folder).canonicalFilePath(),
                 writable, 1}};
    }

    [[nodiscard]] QString refusal(const QString &host, bool writable = false,
                                  const QVector<FolderConsent> &consents = {}) const
    {
        SandboxProfile profile = m_profile;
        profile.access.mounts = {{host, QStringLiteral("/input"), writable}};
        const auto setup = setupOf(profile, {AccessPolicy::WithinProject, consents});
        return setup ? QString() : setup.error().message;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    SandboxProfile m_profile;
};

void SandboxSetupTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QDir folder(m_folder->path());
    for (const char *name : {"project/data", "project/agents", "outside"})
        QVERIFY(folder.mkpath(QLatin1String(name)));
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("outside")),
                        folder.filePath(QStringLiteral("project/link"))));
    m_profile = {};
    m_profile.access.folder = folder.filePath(QStringLiteral("project"));
}

void SandboxSetupTest::opensNothingByDefault()
{
    const auto setup = setupOf(m_profile, AccessPolicy::WithinProject);
    QVERIFY(setup);
    QVERIFY(*setup == sandbox::SessionSetup());
}

void SandboxSetupTest::mountsAFolderOfTheProject()
{
    m_profile.access.mounts = {{QStringLiteral("data"), QStringLiteral("/input/"), true}};
    const auto setup = setupOf(m_profile, AccessPolicy::WithinProject);
    QVERIFY(setup);
    const auto &mount = setup->mounts.at(0);
    QCOMPARE(mount.guestPath, QStringLiteral("/input"));
    QCOMPARE(mount.share.hostPath, QDir(m_folder->filePath(QStringLiteral("project/data"))).canonicalPath());
    QVERIFY(mount.share.writable);
    QCOMPARE(mount.share.quota.bytes, quint64(m_profile.outputBytes));
}

void SandboxSetupTest::refusesWhatLiesOutsideTheProject_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("absolute") << QStringLiteral("/etc");
    QTest::newRow("parent") << QStringLiteral("../outside");
    QTest::newRow("link") << QStringLiteral("link");
    QTest::newRow("through a folder") << QStringLiteral("data/../../outside");
    QTest::newRow("root") << QStringLiteral("/");
}

void SandboxSetupTest::refusesWhatLiesOutsideTheProject()
{
    QFETCH(QString, host);
    QVERIFY2(refusal(host).contains(u"outside the project"), qPrintable(refusal(host)));
}

void SandboxSetupTest::refusesToWriteToTheProjectItself_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("the folder") << QStringLiteral(".");
    QTest::newRow("its agents") << QStringLiteral("agents");
    QTest::newRow("its agents, roundabout") << QStringLiteral("data/../agents");
}

void SandboxSetupTest::refusesToWriteToTheProjectItself()
{
    QFETCH(QString, host);
    QVERIFY2(refusal(host, true).contains(u"own files"), qPrintable(refusal(host, true)));
}

void SandboxSetupTest::readsTheProjectItself()
{
    QCOMPARE(refusal(QStringLiteral(".")), QString());
}

void SandboxSetupTest::aPersonMayNameAnyFolder()
{
    m_profile.access.mounts = {{QStringLiteral("../outside"), QStringLiteral("/input"), true}};
    QVERIFY(setupOf(m_profile, AccessPolicy::Anywhere));
}

void SandboxSetupTest::aConsentOpensExactlyItsFolder()
{
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("outside2")));
    const auto consents = allowed(QStringLiteral("outside"), false);
    QCOMPARE(refusal(QStringLiteral("../outside"), false, consents), QString());
    QVERIFY(!refusal(QStringLiteral("../outside2"), false, consents).isEmpty());
    QVERIFY(!refusal(QStringLiteral(".."), false, consents).isEmpty());
}

void SandboxSetupTest::aConsentToReadIsNoneToWrite()
{
    QVERIFY(
        !refusal(QStringLiteral("../outside"), true, allowed(QStringLiteral("outside"), false)).isEmpty());
    QCOMPARE(refusal(QStringLiteral("../outside"), true, allowed(QStringLiteral("outside"), true)),
             QString());
}

void SandboxSetupTest::aConsentNeverOpensTheProjectForWriting()
{
    const QString why = refusal(QStringLiteral(".."), true, allowed(QStringLiteral("."), true));
    QVERIFY2(why.contains(u"own files"), qPrintable(why));
}

void SandboxSetupTest::aConsentIsOfOneProject()
{
    auto consents = allowed(QStringLiteral("outside"), false);
    consents[0].project = m_folder->filePath(QStringLiteral("another"));
    QVERIFY(!refusal(QStringLiteral("../outside"), false, consents).isEmpty());
}

void SandboxSetupTest::aBentLinkNeedsItsOwnConsent()
{
    const auto consents = allowed(QStringLiteral("outside"), false);
    QCOMPARE(refusal(QStringLiteral("link"), false, consents), QString());
    QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("project/link"))));
    QVERIFY(QFile::link(QStringLiteral("/etc"), m_folder->filePath(QStringLiteral("project/link"))));
    QVERIFY(!refusal(QStringLiteral("link"), false, consents).isEmpty());
}

void SandboxSetupTest::refusesPlacesOfTheGuestsSystem_data()
{
    QTest::addColumn<QString>("guest");
    for (const char *guest :
         {"/", "//", "/etc", "/usr/local", "/input/../etc", "/./etc", "/a//b", "input", ""})
        QTest::newRow(guest) << QString::fromLatin1(guest);
    QTest::newRow("invisible") << QStringLiteral("/in\u202eput");
}

void SandboxSetupTest::refusesPlacesOfTheGuestsSystem()
{
    QFETCH(QString, guest);
    m_profile.access.mounts = {{QStringLiteral("data"), guest, false}};
    QVERIFY(!setupOf(m_profile, AccessPolicy::WithinProject));
}

void SandboxSetupTest::consentsSurviveARestartAndCanBeTakenBack()
{
    FolderConsents first(m_folder->path());
    QVERIFY(first.load());
    QVERIFY(first.allow(m_profile.access.folder, m_folder->filePath(QStringLiteral("outside")), false, 1));
    QVERIFY(first.allow(m_profile.access.folder, m_folder->filePath(QStringLiteral("outside")), true, 2));
    FolderConsents second(m_folder->path());
    QVERIFY(second.load());
    QCOMPARE(second.all(), first.all());
    QCOMPARE(refusal(QStringLiteral("../outside"), true, second.all()), QString());
    QVERIFY(second.revoke(second.all().first()));
    QVERIFY(!refusal(QStringLiteral("../outside"), false, second.all()).isEmpty());
}

void SandboxSetupTest::anUnreadableFileOfConsentsAllowsNothing()
{
    QFile file(m_folder->filePath(QStringLiteral("folders.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"folders\":[{}]}") > 0);
    file.close();
    FolderConsents consents(m_folder->path());
    QVERIFY(!consents.load());
    QVERIFY(consents.all().isEmpty());
    QVERIFY(!consents.allow(m_profile.access.folder, m_folder->path(), false, 1)); // nothing is overwritten
}

void SandboxSetupTest::namesTheRuleThatIsWrong()
{
    m_profile.access.allow = {{QStringLiteral("*.com"), {}}};
    const auto setup = setupOf(m_profile, AccessPolicy::WithinProject);
    QVERIFY(!setup);
    QVERIFY2(setup.error().message.contains(u"\"*.com\""), qPrintable(setup.error().message));
}

void SandboxSetupTest::aProjectCannotOpenTheLocalNetwork_data()
{
    QTest::addColumn<QString>("target");
    for (const char *target : {"127.0.0.1:8080", "192.168.1.1", "169.254.169.254", "[::1]:80"})
        QTest::newRow(target) << QString::fromLatin1(target);
}

void SandboxSetupTest::aProjectCannotOpenTheLocalNetwork()
{
    QFETCH(QString, target);
    m_profile.access.allow = {{target, {}}};
    QVERIFY(!setupOf(m_profile, AccessPolicy::WithinProject));
    QVERIFY(setupOf(m_profile, AccessPolicy::Anywhere));
}

void SandboxSetupTest::takesOverTheAllowList()
{
    m_profile.access.allow = {{QStringLiteral("PyPI.org"), {QStringLiteral("get")}}};
    m_profile.access.asksForUnlisted = true;
    const auto setup = setupOf(m_profile, AccessPolicy::WithinProject);
    QVERIFY(setup);
    QCOMPARE(setup->network.allowList.entries().at(0).target.toString(), QStringLiteral("pypi.org"));
    QCOMPARE(*setup->network.allowList.entries().at(0).methods, QStringList{QStringLiteral("GET")});
    QVERIFY(setup->network.mode == gateway::Mode::Ask);
}

QTEST_GUILESS_MAIN(SandboxSetupTest)
#include "sandbox_setup_test.moc"
