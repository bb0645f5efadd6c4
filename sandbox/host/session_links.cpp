#include "sandbox/host/session_links.h"

#include <QPointer>

namespace glasshouse::sandbox {

namespace {

constexpr int patienceMs = 30'000;

// A program may read the certificates before it connects, so they must be there before it starts.
bool needsAuthority(const gateway::AllowList &list)
{
    return std::any_of(list.entries().begin(), list.entries().end(),
                       [](const gateway::AllowEntry &entry) { return !entry.isWholeHost(); });
}

} // namespace

SessionLinks::SessionLinks(Vm &vm, const Clock &clock, gateway::Outside outside)
    : m_mux(vm), m_clock(clock), m_outside(std::move(outside))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &SessionLinks::giveUpWaiting);
    // Direct, and before the network's own connection: it adopts what made it be there.
    connect(&m_mux, &StreamMux::connectionOpened, this, [this](quint32 number) {
        if (m_network)
            return;
        startNetwork();
        m_network->open(number);
    });
}

void SessionLinks::apply(const SessionSetup &setup)
{
    changeNetwork(setup.network);
    m_problem.clear();
    changeMounts(setup.mounts);
    m_patience.start(patienceMs);
    settle();
}

void SessionLinks::answer(qint64 permission, gateway::Permission answer)
{
    if (m_network)
        m_network->answer(permission, answer);
}

void SessionLinks::changeMounts(const QVector<Mount> &wanted)
{
    std::erase_if(m_mounts, [&](const auto &mount) { return !wanted.contains(mount->mount()); });
    for (const Mount &mount : wanted) {
        const bool isThere = std::any_of(m_mounts.begin(), m_mounts.end(),
                                         [&](const auto &present) { return present->mount() == mount; });
        if (!isThere)
            addMount(mount);
    }
}

void SessionLinks::addMount(const Mount &mount)
{
    m_mounts.push_back(std::make_unique<GuestMount>(m_mux, mount, m_clock));
    auto *added = m_mounts.back().get();
    connect(added, &GuestMount::mounted, this, &SessionLinks::settle);
    connect(
        added, &GuestMount::failed, this,
        [this, mount = QPointer(added)](const QString &sentence) {
            if (mount) // else it is not wanted any more
                handleFailure(mount, sentence);
        },
        Qt::QueuedConnection);
    connect(added, &GuestMount::accessed, this,
            [this, path = mount.guestPath](const FileAccess &access) { Q_EMIT fileAccessed(path, access); });
}

void SessionLinks::handleFailure(GuestMount *mount, const QString &sentence)
{
    std::erase_if(m_mounts, [mount](const auto &present) { return present.get() == mount; });
    if (m_problem.isEmpty())
        m_problem = sentence;
    settle();
}

void SessionLinks::settle()
{
    if (!std::all_of(m_mounts.begin(), m_mounts.end(), [](const auto &mount) { return mount->isMounted(); }))
        return;
    m_patience.stop();
    Q_EMIT settled(m_problem);
}

void SessionLinks::giveUpWaiting()
{
    std::erase_if(m_mounts, [](const auto &mount) { return !mount->isMounted(); });
    m_problem = QStringLiteral("The sandbox did not mount its folders in time. Reset it and try again.");
    settle();
}

void SessionLinks::changeNetwork(const gateway::GatewaySettings &wanted)
{
    if (wanted == m_settings && (m_network || !needsAuthority(wanted.allowList)))
        return;
    m_settings = wanted;
    if (m_network)
        m_network->setSettings(wanted);
    else if (needsAuthority(wanted.allowList))
        startNetwork();
}

void SessionLinks::startNetwork()
{
    m_network = std::make_unique<NetworkLink>(m_mux, m_settings, m_outside);
    connect(m_network.get(), &NetworkLink::decided, this, &SessionLinks::requestDecided);
    connect(m_network.get(), &NetworkLink::completed, this, &SessionLinks::requestCompleted);
    connect(m_network.get(), &NetworkLink::permissionRequested, this, &SessionLinks::permissionRequested);
    connect(m_network.get(), &NetworkLink::permissionWithdrawn, this, &SessionLinks::permissionWithdrawn);
    connect(m_network.get(), &NetworkLink::ruleAdded, this, &SessionLinks::ruleAdded);
}

} // namespace glasshouse::sandbox
