// What this machine offers and what Glasshouse found on it, as a person may pass it on: keys, passwords and
// the person's name are taken out of every line.
#pragma once

#include "app/chat_endpoints.h"
#include "app/paths.h"
#include "core/base/component.h"
#include "core/base/redaction.h"
#include "sandbox/host/sandbox_probe.h"

#include <QProcessEnvironment>

namespace glasshouse {

struct DiagnosticFinding
{
    QString what; // "qemu"
    QString finding;

    bool operator==(const DiagnosticFinding &) const = default;
};

struct DiagnosticReport
{
    QVector<DiagnosticFinding> findings;
    QStringList problems; // sentences
    QString remedy;       // a command that makes sandboxes faster; empty if there is none
    sandbox::ProbeResult::Health health = sandbox::ProbeResult::Health::Ok;
    sandbox::Accelerator accelerator = sandbox::Accelerator::Unknown;
    bool confined = false;

    bool operator==(const DiagnosticReport &) const = default;
    [[nodiscard]] QString toText() const;
};

// Looks; changes nothing but a cached initramfs. One finished(), nothing after it was deleted.
class Diagnostics : public QObject
{
    Q_OBJECT

public:
    // Connections and endpoints, whose keys are loaded, outlive it.
    Diagnostics(const Paths &paths, const ConnectionStore &connections, const ChatEndpoints &endpoints,
                QVector<Component> components,
                const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment(),
                QObject *parent = nullptr);

    void addProblem(const QString &sentence);
    void start() { m_probe.start(); }

Q_SIGNALS:
    void finished(const glasshouse::DiagnosticReport &report);

private:
    void report(const sandbox::ProbeResult &probe);
    void addSystem();
    void addComponents();
    void addConnections();
    void addSandbox(const sandbox::ProbeResult &probe);
    void addImages();
    void addFolders();
    void addEnvironment();
    void add(const QString &what, const QString &finding);
    [[nodiscard]] Redaction redaction() const;

    Paths m_paths;
    const ConnectionStore &m_connections;
    const ChatEndpoints &m_endpoints;
    QVector<Component> m_components;
    QProcessEnvironment m_environment;
    sandbox::SandboxProbe m_probe;
    DiagnosticReport m_report;
};

} // namespace glasshouse
