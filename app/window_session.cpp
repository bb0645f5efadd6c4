#include "app/window_session.h"

#include "app/workbench_adapter.h"
#include "core/llm/known_services.h"
#include "core/llm/local_servers.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/main_window.h"

#include <QApplication>
#include <QSettings>
#include <QTimer>

namespace glasshouse {

WindowSession::WindowSession(const Paths &paths) : WindowSession(paths, sandbox::makeService(paths.sandbox)) {}

WindowSession::WindowSession(const Paths &paths, std::unique_ptr<sandbox::Service> sandbox)
    : m_settings(std::make_unique<QSettings>(paths.config + QStringLiteral("/window.ini"), QSettings::IniFormat)),
      m_engine(std::make_unique<Engine>(paths, std::move(sandbox))),
      m_workbench(std::make_unique<WorkbenchAdapter>(*m_engine)),
      m_theme(std::make_unique<ui::Theme>(ui::savedThemeMode(*m_settings)))
{
    m_theme->applyTo(*qApp);
    const ui::WindowOptions options{.settings = m_settings.get(),
                                    .samples = QStringLiteral(":/samples"),
                                    .documents = paths.documents,
                                    .services = servicesWithKeys(QProcessEnvironment::systemEnvironment()),
                                    .localServers = usualLocalServers()};
    m_window = std::make_unique<ui::MainWindow>(m_workbench.get(), m_theme.get(), options);
}

WindowSession::~WindowSession() = default;

void WindowSession::welcomeOnce()
{
    if (ui::wasWelcomed(*m_settings))
        return;
    ui::saveWelcomed(*m_settings);
    m_window->showPage(ui::MainWindow::Page::Welcome);
}

void WindowSession::open(const QString &projectFolder)
{
    m_window->show();
    // After the first frame: nothing that reads a disk or a keychain may keep the window from appearing.
    QTimer::singleShot(0, m_engine.get(), [this, projectFolder] {
        m_engine->open([this, projectFolder](const Result<void> &) {
            if (!projectFolder.isEmpty())
                m_window->openProject(projectFolder);
        });
    });
}

} // namespace glasshouse
