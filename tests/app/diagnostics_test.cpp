// Plants a secret in everything that the report reads, and looks for any of them in it.
#include "app/components.h"
#include "app/diagnostics.h"

#include "core/base/atomic_file.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace glasshouse;

namespace {

const QString planted[] = {
    u"EnvKey-planted-1"_qs,      // of a variable
    u"StoredKey-planted-2"_qs,   // of a connection
    u"UrlPassword-planted-3"_qs, // in a base URL
    u"UrlToken-planted-4"_qs,    // in the query of one
    u"sk-PlantedProblem5abc"_qs, // quoted in an error
    u"PlantedImage6"_qs,         // in what somebody put into a manifest
};

Connection connectionTo(const QString &name, const QString &baseUrl)
{
    Connection connection;
    connection.name = name;
    connection.baseUrl = baseUrl;
    return connection;
}

} // namespace

class DiagnosticsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void holdsNoSecretAndNoName();
    void tellsWhatAHelperNeeds();
    void keepsEachFindingOnOneLine();
    void knowsTheVersionOfEverythingThatTells();

private:
    DiagnosticReport m_report;
    QTemporaryDir m_home;
};

void DiagnosticsTest::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit());
    Paths paths;
    paths.data = m_home.filePath(u"data"_qs);
    paths.config = m_home.filePath(u"config"_qs);
    paths.sandbox.images = m_home.filePath(u"images"_qs);
    paths.sandbox.templates = m_home.filePath(u"templates"_qs);
    paths.sandbox.guest = m_home.filePath(u"guest"_qs);
    const QString image = paths.sandbox.images + u"/code-interpreter"_qs;
    QVERIFY(QDir().mkpath(image) && QDir().mkpath(paths.config));
    QVERIFY(writeFileAtomically(image + u"/manifest.json"_qs,
                                QStringLiteral("{\"name\": \"token=%1\"}").arg(planted[5]).toUtf8()));

    QProcessEnvironment environment;
    environment.insert(u"SOME_API_KEY"_qs, planted[0]);
    ConnectionStore connections(paths.config, environment);
    QVERIFY(connections.save(connectionTo(
        u"mine"_qs, QStringLiteral("https://me:%1@models.example/v1?key=%2").arg(planted[2], planted[3]))));
    QVERIFY(connections.save(
        connectionTo(u"other"_qs, QStringLiteral("https://%1.example/v1").arg(planted[1].toLower()))));
    ChatEndpoints endpoints(connections, this);
    endpoints.setKey(u"mine"_qs, Secret(planted[1]));
    endpoints.setKey(u"other"_qs, Secret(planted[1].toLower()));

    Diagnostics diagnostics(paths, connections, endpoints, carriedComponents(), environment);
    diagnostics.addProblem(
        QStringLiteral("%1/file said: key %2, %3 is wrong").arg(m_home.path(), planted[4], planted[0]));
    QSignalSpy finished(&diagnostics, &Diagnostics::finished);
    connect(&diagnostics, &Diagnostics::finished, this,
            [this](const DiagnosticReport &report) { m_report = report; });
    diagnostics.start();
    QVERIFY(finished.wait(30'000)); // QEMU may be started
}

void DiagnosticsTest::holdsNoSecretAndNoName()
{
    const QString text = m_report.toText();
    for (const QString &secret : planted)
        QVERIFY2(!text.contains(secret, Qt::CaseInsensitive), qPrintable(secret + u" in\n"_qs + text));
    QVERIFY2(!text.contains(m_home.path()), qPrintable(text));
    QVERIFY2(!text.contains(QDir(m_home.path()).dirName()), qPrintable(text));
}

void DiagnosticsTest::tellsWhatAHelperNeeds()
{
    const QString text = m_report.toText();
    for (const QString &part :
         {u"glasshouse "_qs, QSysInfo::kernelVersion(), u"qt "_qs, u"connection mine"_qs,
          u"https://models.example/v1, a key is set"_qs, u"hypervisor"_qs, u"SOME_API_KEY"_qs,
          u"image code-interpreter"_qs, u"~/data"_qs, u"The sandbox is "_qs})
        QVERIFY2(text.contains(part), qPrintable(part + u" not in\n"_qs + text));
}

void DiagnosticsTest::keepsEachFindingOnOneLine()
{
    for (const DiagnosticFinding &one : m_report.findings)
        QVERIFY2(!one.finding.contains(u'\n'), qPrintable(one.what));
}

void DiagnosticsTest::knowsTheVersionOfEverythingThatTells()
{
    for (const Component &component : carriedComponents()) {
        QVERIFY2(!component.licence.isEmpty() && component.home.startsWith(u"https://"),
                 qPrintable(component.name));
        QVERIFY2(component.name == u"QtKeychain" || component.version.contains(u'.'),
                 qPrintable(component.name));
    }
}

QTEST_GUILESS_MAIN(DiagnosticsTest)
#include "diagnostics_test.moc"
