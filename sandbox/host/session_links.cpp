#include "sandbox/host/session_links.h"

namespace glasshouse::sandbox {

namespace {

// A program may read the certificates before it connects, so they must be there before it starts.
bool needsAuthority(const gateway::AllowList &list)
{
    return std::any_of(list.entries().begin(), list.entries().end(),
                       [](const gateway::AllowEntry &entry) { return !entry.isWholeHost(); });
}

} // namespace

SessionLinks::SessionLinks(Vm &vm, const Clock &clock) : m_mux(vm), m_clock(clock)
{
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
    if (m_unanswered == 0)
        Q_EMIT settled(m_problem);
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
    ++m_unanswered;
    m_mounts.push_back(std::make_unique<GuestMount>(m_mux, mount, m_clock));
    auto *added = m_mounts.back().get();
    connect(added, &GuestMount::mounted, this, &SessionLinks::handleMounted);
    connect(
        added, &GuestMount::failed, this,
        [this, added](const QString &sentence) { handleFailure(added, sentence); }, Qt::QueuedConnection);
    connect(added, &GuestMount::accessed, this,
            [this, path = mount.guestPath](const FileAccess &access) { Q_EMIT fileAccessed(path, access); });
}

void SessionLinks::handleMounted()
{
    settle();
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
    if (m_unanswered > 0 && --m_unanswered == 0)
        Q_EMIT settled(m_problem);
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
    m_network = std::make_unique<NetworkLink>(m_mux, m_settings);
    connect(m_network.get(), &NetworkLink::decided, this, &SessionLinks::requestDecided);
    connect(m_network.get(), &NetworkLink::completed, this, &SessionLinks::requestCompleted);
    connect(m_network.get(), &NetworkLink::permissionRequested, this, &SessionLinks::permissionRequested);
    connect(m_network.get(), &NetworkLink::permissionWithdrawn, this, &SessionLinks::permissionWithdrawn);
    connect(m_network.get(), &NetworkLink::ruleAdded, this, &SessionLinks::ruleAdded);
}

} // namespace glasshouse::sandbox
