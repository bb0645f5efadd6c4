#include "sandbox/gateway/admission.h"

#include "sandbox/gateway/address_class.h"
#include "sandbox/gateway/retire.h"
#include "sandbox/gateway/socket_stream.h"

#include <algorithm>
#include <utility>

namespace glasshouse::gateway {

namespace {

constexpr int shareOfOneAddress = 6; // of the time for all of them

bool isPublic(const QHostAddress &address)
{
    return classOf(address) == AddressClass::Public;
}

// Private addresses need a rule of their own; a click on a question must not open the host's network.
bool isForAPerson(const Decision &denial, const RequestTarget &target)
{
    switch (denial.reason) {
    case ReasonCode::NotListed:
    case ReasonCode::SchemeNotListed:
    case ReasonCode::PortNotListed:
    case ReasonCode::PathNotListed:
    case ReasonCode::MethodNotListed:
        return !target.host.isAddress() || isPublic(target.host.address);
    default:
        return false;
    }
}

} // namespace

bool Grant::holds(const AllowList &list, const RequestTarget &target) const
{
    if (decision.reason == ReasonCode::AllowedOnce)
        return true;
    const Decision now = list.decide(target);
    if (!now.isAllowed() || now.intercept != decision.intercept)
        return false;
    return address.isNull() || isPublic(address) || list.listsAddress(address, target);
}

Admission::Admission(const RequestTarget &target, Services &services)
    : m_target(target), m_services(services), m_deadline(this), m_attempt(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Admission::expire);
    m_attempt.setSingleShot(true);
    connect(&m_attempt, &QTimer::timeout, this,
            [this] { failDialling(DialProblem::Connect, QStringLiteral("no answer")); });
    QMetaObject::invokeMethod(this, &Admission::decide, Qt::QueuedConnection);
}

Admission::~Admission()
{
    m_services.desk.withdraw(m_question);
}

void Admission::cancel()
{
    m_services.desk.withdraw(std::exchange(m_question, 0));
    stop();
}

void Admission::decide()
{
    m_grant.decision = m_services.settings.allowList.decide(m_target);
    if (m_grant.decision.isAllowed())
        goOn();
    else if (m_services.settings.mode == Mode::Ask && isForAPerson(m_grant.decision, m_target))
        ask();
    else
        conclude({m_grant.decision.reason, m_grant.decision.sentence});
}

void Admission::ask()
{
    connect(&m_services.desk, &PermissionDesk::answered, this, &Admission::take);
    connect(&m_services.desk, &PermissionDesk::turnedAway, this, &Admission::giveUpAsking);
    connect(&m_services, &Services::allowListChanged, this, &Admission::decideAgain);
    m_deadline.start(m_services.settings.limits.askMs);
    m_question = m_services.desk.ask(m_target, m_grant.decision);
}

void Admission::decideAgain()
{
    const Decision decision = m_services.settings.allowList.decide(m_target);
    if (!m_question || !decision.isAllowed())
        return;
    m_services.desk.withdraw(std::exchange(m_question, 0));
    m_grant.decision = decision;
    goOn();
}

void Admission::take(qint64 permission, Permission answer)
{
    if (permission != m_question)
        return;
    m_question = 0;
    if (answer == Permission::Deny)
        return conclude(
            {ReasonCode::DeniedByPerson, QStringLiteral("A person denied %1.").arg(m_target.displayUrl())});
    if (answer == Permission::AllowOnce)
        return allow(ReasonCode::AllowedOnce,
                     QStringLiteral("A person allowed %1 this once.").arg(m_target.displayUrl()));
    allowAlways();
}

void Admission::giveUpAsking(qint64 question)
{
    if (question != m_question)
        return;
    m_question = 0;
    conclude({ReasonCode::TooManyQuestions,
              QStringLiteral("Nobody was asked about %1: code asks for more than a person can answer. Try "
                             "again later, or list what it needs.")
                  .arg(m_target.displayUrl())});
}

void Admission::allowAlways()
{
    const auto rule = ruleFor(m_target, m_grant.decision);
    if (!rule)
        return allow(
            ReasonCode::AllowedOnce,
            QStringLiteral("A person allowed %1; there is no rule for it.").arg(m_target.displayUrl()));
    m_services.setAllowList(m_services.settings.allowList.with(*rule));
    Q_EMIT m_services.ruleAdded(*rule);
    allow(ReasonCode::AllowedAlways,
          QStringLiteral("A person allowed %1 from now on.").arg(m_target.displayUrl()));
}

void Admission::allow(ReasonCode reason, const QString &sentence)
{
    m_grant.decision = {reason, sentence, m_grant.decision.entry, false};
    goOn();
}

void Admission::goOn()
{
    m_deadline.start(m_services.settings.limits.connectMs);
    if (m_grant.decision.intercept) {
        stop();
        Q_EMIT admitted();
    } else if (m_target.host.isAddress()) {
        check(QVector<QHostAddress>{m_target.host.address});
    } else {
        lookUp();
    }
}

void Admission::lookUp()
{
    m_lookup = m_services.resolver->lookup(m_target.host.name);
    connect(m_lookup.get(), &LookupJob::finished, this, &Admission::check);
}

void Admission::check(const Result<QVector<QHostAddress>> &addresses)
{
    retire(m_lookup, *this);
    if (!addresses)
        return conclude({ReasonCode::NameNotFound, addresses.error().message});
    const auto isFine = [this](const QHostAddress &address) {
        return isPublic(address) || m_services.settings.allowList.listsAddress(address, m_target);
    };
    const auto wrong = std::find_if_not(addresses->begin(), addresses->end(), isFine);
    if (wrong != addresses->end()) {
        m_grant.address = *wrong;
        return conclude({ReasonCode::PrivateAddress,
                         QStringLiteral("%1 is at %2, %3, and that address is not on the allow-list.")
                             .arg(m_target.host.name, wrong->toString(), describe(classOf(*wrong)))});
    }
    m_addresses = *addresses;
    dialNext();
}

void Admission::dialNext()
{
    m_grant.address = m_addresses.takeFirst();
    const bool needsTls = m_target.scheme == Scheme::Https && !m_target.isConnect();
    m_dial =
        m_services.dialer->dial({m_grant.address, m_target.port, needsTls ? m_target.host.name : QString()});
    connect(m_dial.get(), &DialJob::connected, this, &Admission::finishDialling);
    connect(m_dial.get(), &DialJob::failed, this, &Admission::failDialling);
    if (!m_addresses.isEmpty()) // a dead address must not use up the time of the others
        m_attempt.start(m_services.settings.limits.connectMs / shareOfOneAddress);
}

void Admission::finishDialling()
{
    m_server = std::make_unique<SocketStream>(m_dial->takeSocket());
    stop();
    if (m_grant.holds(m_services.settings.allowList, m_target))
        Q_EMIT admitted();
    else
        conclude({ReasonCode::RuleRemoved,
                  QStringLiteral("The rule for %1 was removed.").arg(m_target.host.inUrl())});
}

void Admission::failDialling(DialProblem problem, const QString &sentence)
{
    m_attempt.stop();
    retire(m_dial, *this);
    if (problem == DialProblem::Connect && !m_addresses.isEmpty())
        return dialNext();
    const QString host = m_target.host.inUrl();
    if (problem == DialProblem::Tls)
        conclude({ReasonCode::TlsFailed,
                  QStringLiteral("No trusted TLS connection with %1: %2.").arg(host, sentence)});
    else
        conclude(
            {ReasonCode::ConnectFailed,
             QStringLiteral("No connection to %1, port %2: %3.").arg(host).arg(m_target.port).arg(sentence)});
}

void Admission::expire()
{
    if (m_question) {
        m_services.desk.withdraw(std::exchange(m_question, 0));
        return conclude({ReasonCode::PermissionTimeout,
                         QStringLiteral("Nobody allowed %1 in time.").arg(m_target.displayUrl())});
    }
    conclude({ReasonCode::ConnectTimeout,
              QStringLiteral("%1 did not answer in time.").arg(m_target.host.inUrl())});
}

void Admission::stop()
{
    m_deadline.stop();
    m_attempt.stop();
    retire(m_lookup, *this);
    retire(m_dial, *this);
    disconnect(&m_services.desk, nullptr, this, nullptr);
    disconnect(&m_services, nullptr, this, nullptr);
}

void Admission::conclude(const Refusal &refusal)
{
    stop();
    Q_EMIT refused(refusal);
}

} // namespace glasshouse::gateway
