#include "ui/mainwindow/welcome_workspace.h"

#include "ui/mainwindow/workbench.h"
#include "ui/sandbox/sandbox_verdict.h"
#include "ui/welcome/model_offers.h"
#include "ui/welcome/welcome_page.h"

#include <QTimer>

namespace glasshouse::ui {

namespace {

bool isImageMissing(Workbench &workbench)
{
    const auto image = workbench.images().catalog().entry(SandboxProfile().image);
    return image.state == sandbox::ImageEntry::State::NotBuilt;
}

} // namespace

WelcomeWorkspace::WelcomeWorkspace(const WindowContext &context, const WindowOptions &options,
                                   QObject *parent)
    : WelcomeWorkspace(new WelcomePage(context.theme, options.services, options.localServers), context,
                       options, parent)
{
}

WelcomeWorkspace::WelcomeWorkspace(WelcomePage *page, const WindowContext &context,
                                   const WindowOptions &options, QObject *parent)
    : PageWorkspace(page, nullptr, parent), m_page(page), m_context(context)
{
    Workbench *workbench = context.workbench;
    connect(page, &WelcomePage::modeChosen, this,
            [settings = options.settings](ThemeMode mode) { saveThemeMode(*settings, mode); });
    connect(page, &WelcomePage::done, this, &WelcomeWorkspace::samplesRequested);

    SandboxVerdict *verdict = page->sandbox();
    connect(workbench, &Workbench::sandboxStatusChanged, verdict, &SandboxVerdict::setStatus);
    connect(verdict, &SandboxVerdict::preparationRequested, workbench, &Workbench::prepareSandbox);
    connect(&workbench->images(), &sandbox::ImageWorkshop::changed, this, &WelcomeWorkspace::refreshImage);
    verdict->setStatus(workbench->sandboxStatus());

    ModelOffers *models = page->models();
    connect(models, &ModelOffers::connectionOffered, this, &WelcomeWorkspace::connectionOffered);
    connect(workbench, &Workbench::connectionsChanged, models,
            [models, workbench] { models->setConnections(workbench->connections()); });
}

void WelcomeWorkspace::shown()
{
    m_page->focusDone();
    // After the frame: to look at the machine starts processes and connections.
    QTimer::singleShot(0, this, &WelcomeWorkspace::begin);
}

void WelcomeWorkspace::begin()
{
    Workbench *workbench = m_context.workbench;
    m_page->models()->setConnections(workbench->connections());
    m_page->models()->search();
    refreshImage();
    if (!isImageMissing(*workbench)) // to fetch one is the person's decision
        workbench->prepareSandbox();
}

void WelcomeWorkspace::refreshImage()
{
    m_page->sandbox()->setImageMissing(isImageMissing(*m_context.workbench));
}

} // namespace glasshouse::ui
