#include "app/diagnostics.h"

#include "sandbox/host/limits.h"
#include "sandbox/image/image_catalog.h"

#include <QDir>
#include <QStorageInfo>
#include <QSysInfo>
#include <QThread>

namespace glasshouse {

namespace {

QString stateText(const sandbox::ImageEntry &image)
{
    using State = sandbox::ImageEntry::State;
    switch (image.state) {
    case State::NotBuilt:
        return QStringLiteral("not built");
    case State::Built:
        return QStringLiteral("built %1").arg(image.manifest->created);
    case State::Outdated:
        return QStringLiteral("older than its template");
    case State::Damaged:
        break;
    }
    return image.problem;
}

// Variables that change how the programs behave; those of keys too, since only names are told.
bool matters(const QString &variable)
{
    for (const QLatin1String start :
         {QLatin1String("GLASSHOUSE_"), QLatin1String("QT_"), QLatin1String("XDG_"),
          QLatin1String("WAYLAND_DISPLAY"), QLatin1String("DISPLAY")})
        if (variable.startsWith(start))
            return true;
    return variable.endsWith(QLatin1String("_API_KEY")) ||
           variable.endsWith(QLatin1String("_proxy"), Qt::CaseInsensitive);
}

bool holdsSecret(const QString &variable)
{
    for (const QLatin1String word :
         {QLatin1String("KEY"), QLatin1String("TOKEN"), QLatin1String("SECRET"), QLatin1String("PASSW")})
        if (variable.contains(word, Qt::CaseInsensitive))
            return true;
    return false;
}

} // namespace

QString DiagnosticReport::toText() const
{
    QString text;
    for (const auto &[what, finding] : findings)
        text += QStringLiteral("%1  %2\n").arg(what, -20).arg(finding);
    for (const auto &problem : problems)
        text += QStringLiteral("\n- %1\n").arg(problem);
    if (!remedy.isEmpty())
        text += QStringLiteral("\nThis makes sandboxes faster: %1\n").arg(remedy);
    return text + QStringLiteral("\nThe sandbox is %1.\n").arg(sandbox::toString(health));
}

Diagnostics::Diagnostics(const Paths &paths, const ConnectionStore &connections,
                         const ChatEndpoints &endpoints, QVector<Component> components,
                         const QProcessEnvironment &environment, QObject *parent)
    : QObject(parent), m_paths(paths), m_connections(connections), m_endpoints(endpoints),
      m_components(std::move(components)), m_environment(environment),
      m_probe(paths.sandbox, QStringLiteral("code-interpreter"), sandbox::Limits{}.memoryMb)
{
    connect(&m_probe, &sandbox::SandboxProbe::finished, this, &Diagnostics::report);
}

void Diagnostics::addProblem(const QString &sentence)
{
    m_report.problems << sentence;
}

void Diagnostics::report(const sandbox::ProbeResult &probe)
{
    addSystem();
    addComponents();
    addConnections();
    addSandbox(probe);
    addImages();
    addFolders();
    addEnvironment();
    const auto redaction = this->redaction();
    for (auto &[what, finding] : m_report.findings) {
        what = redaction.applied(what);
        finding = redaction.applied(finding).simplified(); // one line each, whatever somebody named something
    }
    m_report.problems = redaction.applied(m_report.problems + probe.problems);
    Q_EMIT finished(m_report);
}

// The values of everything that may be a secret, so that none of them survives wherever it has got to.
Redaction Diagnostics::redaction() const
{
    Redaction redaction(QDir::homePath());
    for (const auto &connection : m_connections.connections()) {
        const auto key = m_endpoints.key(connection.name);
        for (const auto &form : key.forms())
            redaction.addSecret(form);
    }
    constexpr qsizetype shortestSecret = 6; // of shorter ones, every text would be full
    for (const auto &variable : m_environment.keys())
        if (const auto value = m_environment.value(variable);
            holdsSecret(variable) && value.size() >= shortestSecret)
            redaction.addSecret(value);
    return redaction;
}

void Diagnostics::add(const QString &what, const QString &finding)
{
    m_report.findings.append({what, finding});
}

void Diagnostics::addSystem()
{
    add(QStringLiteral("glasshouse"), QStringLiteral(GLASSHOUSE_VERSION));
    add(QStringLiteral("system"), QStringLiteral("%1, %2 %3, %4, %5 processors")
                                      .arg(QSysInfo::prettyProductName(), QSysInfo::kernelType(),
                                           QSysInfo::kernelVersion(), QSysInfo::currentCpuArchitecture())
                                      .arg(QThread::idealThreadCount()));
}

void Diagnostics::addComponents()
{
    for (const auto &component : m_components)
        add(component.name.toLower(),
            component.version.isEmpty() ? QStringLiteral("version not known") : component.version);
}

void Diagnostics::addConnections()
{
    for (const auto &connection : m_connections.connections()) {
        const bool isDemo = connection.kind == Connection::Kind::Demo;
        const auto key = m_endpoints.key(connection.name).isEmpty() ? QStringLiteral("no key")
                                                                    : QStringLiteral("a key is set");
        add(QStringLiteral("connection ") + connection.name,
            isDemo ? QStringLiteral("scripted, offline, always there")
                   : withoutCredentials(connection.baseUrl) + QStringLiteral(", ") + key);
    }
}

void Diagnostics::addSandbox(const sandbox::ProbeResult &probe)
{
    add(QStringLiteral("qemu"),
        probe.qemuVersion.isEmpty() ? QStringLiteral("not found") : probe.qemuVersion);
    add(QStringLiteral("hypervisor"), probe.kvm);
    add(QStringLiteral("accelerator"), toString(probe.accelerator));
    add(QStringLiteral("confinement"), probe.confined
                                           ? QStringLiteral("QEMU runs inside bubblewrap, with seccomp.")
                                           : QStringLiteral("QEMU would run without bubblewrap."));
    add(QStringLiteral("image"), probe.image);
    add(QStringLiteral("template"),
        probe.templates.isEmpty() ? QStringLiteral("not looked for") : probe.templates);
    m_report.remedy = probe.remedy;
    m_report.health = probe.health;
    m_report.accelerator = probe.accelerator;
    m_report.confined = probe.confined;
}

void Diagnostics::addImages()
{
    const sandbox::ImageCatalog catalog(imageStore(m_paths.sandbox), m_paths.imageTemplates);
    for (const auto &image : catalog.entries())
        add(QStringLiteral("image ") + image.name, stateText(image));
}

void Diagnostics::addFolders()
{
    const auto addFolder = [this](const QString &what, const QString &folder) {
        const QStorageInfo disk(folder);
        add(what, disk.isValid()
                      ? QStringLiteral("%1, %2 MB free").arg(folder).arg(disk.bytesAvailable() / 1'000'000)
                      : folder);
    };
    addFolder(QStringLiteral("data in"), m_paths.data);
    addFolder(QStringLiteral("settings in"), m_paths.config);
    addFolder(QStringLiteral("images in"), m_paths.sandbox.images);
    addFolder(QStringLiteral("templates in"), m_paths.sandbox.templates);
}

void Diagnostics::addEnvironment()
{
    QStringList names = m_environment.keys();
    names.removeIf([](const QString &name) { return !matters(name); });
    names.sort();
    add(QStringLiteral("variables set"),
        names.isEmpty() ? QStringLiteral("none that matters") : names.join(QStringLiteral(", ")));
}

} // namespace glasshouse
