// What a sandbox profile may open of the host, and what it may not.
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
    void namesTheRuleThatIsWrong();
    void aProjectCannotOpenTheLocalNetwork_data();
    void aProjectCannotOpenTheLocalNetwork();
    void takesOverTheAllowList();

private:
    [[nodiscard]] QString refusal(const QString &host, bool writable = false) const
    {
        SandboxProfile profile = m_profile;
        profile.access.mounts = {{host, QStringLiteral("/input"), writable}};
        const auto setup = setupOf(profile, AccessPolicy::WithinProject);
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
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("outside")), folder.filePath(QStringLiteral("project/link"))));
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
