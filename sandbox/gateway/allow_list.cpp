#include "sandbox/gateway/allow_list.h"

#include "sandbox/gateway/address_class.h"
#include "sandbox/gateway/path_rules.h"

#include <QJsonObject>

#include <algorithm>

namespace glasshouse::gateway {

namespace {

bool isToken(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || u"!#$%&'*+-.^_`|~"_qs.contains(c));
    });
}

bool isNever(const QString &method)
{
    return method == u"CONNECT" || method == u"TRACE";
}

bool matchesHost(const AllowTarget &target, const Host &host)
{
    if (!target.subdomains)
        return target.host == host;
    return !host.isAddress() && host.name.endsWith(u'.' + target.host.name);
}

bool matchesPort(const AllowTarget &target, const RequestTarget &request)
{
    return request.port == target.port.value_or(defaultPort(request.scheme));
}

// Listed, or the first thing in the order host, scheme, port, path, method that `entry` does not grant.
ReasonCode judge(const AllowEntry &entry, const RequestTarget &request)
{
    if (!matchesHost(entry.target, request.host))
        return ReasonCode::NotListed;
    if (entry.target.scheme && *entry.target.scheme != request.scheme)
        return ReasonCode::SchemeNotListed;
    if (!matchesPort(entry.target, request))
        return ReasonCode::PortNotListed;
    if (request.isConnect()) // methods and paths are judged inside
        return ReasonCode::Listed;
    if (!isBelow(entry.target.pathPrefix, request.path))
        return ReasonCode::PathNotListed;
    if (entry.methods && !entry.methods->contains(request.method))
        return ReasonCode::MethodNotListed;
    return ReasonCode::Listed;
}

// How near to being listed, for the most helpful of several reasons.
int nearness(ReasonCode reason)
{
    switch (reason) {
    case ReasonCode::Listed:
        return 5;
    case ReasonCode::MethodNotListed:
        return 4;
    case ReasonCode::PathNotListed:
        return 3;
    case ReasonCode::PortNotListed:
        return 2;
    case ReasonCode::SchemeNotListed:
        return 1;
    default:
        return 0;
    }
}

QString sentenceFor(ReasonCode reason, const RequestTarget &request, const AllowEntry *entry)
{
    const QString host = request.host.inUrl();
    switch (reason) {
    case ReasonCode::Listed:
        return QStringLiteral("%1 is on the allow-list.").arg(entry->target.toString());
    case ReasonCode::MethodNotListed:
        return QStringLiteral("%1 is not listed for %2, only %3.")
            .arg(request.method, entry->target.toString(), entry->methods->join(u", "));
    case ReasonCode::PathNotListed:
        return QStringLiteral("%1 is not below %2, which is listed.")
            .arg(request.displayUrl(), entry->target.toString());
    case ReasonCode::PortNotListed:
        return QStringLiteral("Port %1 of %2 is not on the allow-list.").arg(request.port).arg(host);
    case ReasonCode::SchemeNotListed:
        return QStringLiteral("%1 is on the allow-list, but not for %2.").arg(host, toString(request.scheme));
    case ReasonCode::PrivateAddress:
        return QStringLiteral("%1 is %2, and it is not on the allow-list.")
            .arg(host, describe(classOf(request.host.address)));
    case ReasonCode::MethodNever:
        return QStringLiteral("The method %1 never leaves a sandbox.").arg(request.method);
    default:
        return QStringLiteral("%1 is not on the allow-list.").arg(host);
    }
}

Decision decisionFor(ReasonCode reason, const RequestTarget &request, const AllowEntry *entry)
{
    Decision decision{reason, sentenceFor(reason, request, entry), std::nullopt, false};
    if (entry && nearness(reason) > 0)
        decision.entry = *entry;
    return decision;
}

Result<QStringList> methodsFromJson(const QJsonValue &json)
{
    QStringList methods;
    for (const auto &value : json.toArray()) {
        if (!value.isString())
            return fail(QStringLiteral("Each method has to be a text."));
        methods << value.toString();
    }
    return parseMethods(methods);
}

AllowTarget exactTarget(const RequestTarget &request)
{
    AllowTarget target;
    target.host = request.host;
    target.scheme = request.scheme;
    if (request.port != defaultPort(request.scheme))
        target.port = request.port;
    return target;
}

std::optional<AllowEntry> ruleForPath(const RequestTarget &request, const Decision &denial)
{
    const QStringView path = withoutQuery(request.path);
    if (!isPlainPath(path))
        return std::nullopt;
    AllowEntry entry{exactTarget(request), std::nullopt};
    entry.target.pathPrefix = path == u"/" ? QString() : path.toString();
    if (denial.entry && denial.entry->methods)
        entry.methods = QStringList{request.method};
    return entry;
}

AllowEntry ruleForMethod(const RequestTarget &request, const Decision &denial)
{
    AllowEntry entry = denial.entry.value_or(AllowEntry{exactTarget(request), QStringList()});
    entry.methods = entry.methods.value_or(QStringList()) + QStringList{request.method};
    entry.methods->sort();
    return entry;
}

} // namespace

QJsonValue AllowEntry::toJson() const
{
    if (!methods)
        return target.toString();
    return QJsonObject{{QStringLiteral("target"), target.toString()},
                       {QStringLiteral("methods"), QJsonArray::fromStringList(*methods)}};
}

Result<AllowEntry> AllowEntry::fromJson(const QJsonValue &json)
{
    if (json.isString())
        return parseAllowEntry(json.toString());
    const QJsonValue target = json[QStringLiteral("target")];
    const QJsonValue methods = json[QStringLiteral("methods")];
    if (!target.isString())
        return fail(QStringLiteral("An entry of the allow-list is a target, or an object with a target."));
    if (methods.isUndefined() || methods.isNull())
        return parseAllowEntry(target.toString());
    if (!methods.isArray())
        return fail(QStringLiteral("The methods of %1 have to be a list.").arg(target.toString()));
    const auto parsed = methodsFromJson(methods);
    if (!parsed)
        return fail(parsed.error());
    return parseAllowEntry(target.toString(), *parsed);
}

Result<QStringList> parseMethods(const QStringList &methods)
{
    QStringList result;
    for (const QString &method : methods) {
        const QString name = method.trimmed().toUpper();
        if (name.isEmpty() || !isToken(name))
            return fail(QStringLiteral("\"%1\" is not a method; write e.g. GET or POST.").arg(method));
        if (isNever(name))
            return fail(QStringLiteral("The method %1 cannot be allowed.").arg(name));
        result << name;
    }
    if (result.isEmpty())
        return fail(QStringLiteral("A list of methods names at least one; leave the list out to allow all."));
    result.removeDuplicates();
    result.sort();
    return result;
}

Result<AllowEntry> parseAllowEntry(const QString &target, const std::optional<QStringList> &methods)
{
    const auto parsedTarget = parseAllowTarget(target);
    if (!parsedTarget)
        return fail(parsedTarget.error());
    AllowEntry entry{*parsedTarget, std::nullopt};
    if (methods) {
        const auto parsedMethods = parseMethods(*methods);
        if (!parsedMethods)
            return fail(parsedMethods.error());
        entry.methods = *parsedMethods;
    }
    return entry;
}

Result<AllowEntry> parseAllowRule(const QString &text)
{
    const qsizetype end = text.lastIndexOf(u'=');
    if (end < 0)
        return parseAllowEntry(text);
    return parseAllowEntry(text.first(end), text.sliced(end + 1).split(u','));
}

QString RequestTarget::displayUrl() const
{
    if (host.name.isEmpty())
        return {};
    QString url = isConnect() ? QString() : toString(scheme) + QStringLiteral("://");
    url += host.inUrl();
    if (isConnect() || port != defaultPort(scheme))
        url += QStringLiteral(":%1").arg(port);
    url += withoutQuery(path);
    return path.contains(u'?') ? url + QStringLiteral("?…") : url;
}

AllowList AllowList::with(const AllowEntry &entry) const
{
    AllowList list = *this;
    const auto same = std::find_if(list.m_entries.begin(), list.m_entries.end(),
                                   [&](const AllowEntry &one) { return one.target == entry.target; });
    if (same == list.m_entries.end()) {
        list.m_entries << entry;
    } else if (!same->methods || !entry.methods) {
        same->methods.reset();
    } else {
        *same->methods += *entry.methods;
        same->methods->removeDuplicates();
        same->methods->sort();
    }
    return list;
}

QJsonArray AllowList::toJson() const
{
    QJsonArray json;
    for (const AllowEntry &entry : m_entries)
        json.append(entry.toJson());
    return json;
}

Result<AllowList> AllowList::fromJson(const QJsonArray &json)
{
    QVector<AllowEntry> entries;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const auto entry = AllowEntry::fromJson(json.at(i));
        if (!entry)
            return fail(QStringLiteral("/%1: %2").arg(i).arg(entry.error().message));
        entries << *entry;
    }
    return AllowList(entries);
}

Decision AllowList::decide(const RequestTarget &request) const
{
    if (request.method.toUpper() == u"TRACE" || (isNever(request.method.toUpper()) && !request.isConnect()))
        return decisionFor(ReasonCode::MethodNever, request, nullptr);
    ReasonCode best = ReasonCode::NotListed;
    const AllowEntry *bestEntry = nullptr;
    for (const AllowEntry &entry : m_entries) {
        const ReasonCode reason = judge(entry, request);
        const bool isNearer = !bestEntry || nearness(reason) > nearness(best);
        // Of two that allow a CONNECT, the one that needs no look inside.
        const bool isWider = reason == ReasonCode::Listed && reason == best && entry.isWholeHost();
        if (!isNearer && !isWider)
            continue;
        best = reason;
        bestEntry = &entry;
    }
    const Host &host = request.host;
    if (best == ReasonCode::NotListed && host.isAddress() && classOf(host.address) != AddressClass::Public)
        best = ReasonCode::PrivateAddress;
    Decision decision = decisionFor(best, request, bestEntry);
    decision.intercept = best == ReasonCode::Listed && request.isConnect() && !bestEntry->isWholeHost();
    return decision;
}

bool AllowList::listsAddress(const QHostAddress &address, const RequestTarget &request) const
{
    RequestTarget literal = request;
    literal.host = Host{address.toString(), address};
    const Decision decision = decide(literal);
    return decision.isAllowed() && !decision.intercept;
}

std::optional<AllowEntry> ruleFor(const RequestTarget &request, const Decision &denial,
                                  const QHostAddress &address)
{
    if (request.host.name.isEmpty())
        return std::nullopt;
    RequestTarget literal = request;
    switch (denial.reason) {
    case ReasonCode::DeniedByPerson:
    case ReasonCode::PermissionTimeout:
    case ReasonCode::TooManyQuestions:
        if (denial.entry)
            return ruleFor(request, Decision{judge(*denial.entry, request), {}, denial.entry, false});
        [[fallthrough]];
    case ReasonCode::NotListed:
    case ReasonCode::SchemeNotListed:
    case ReasonCode::PortNotListed:
    case ReasonCode::RuleRemoved:
        return AllowEntry{exactTarget(request), std::nullopt};
    case ReasonCode::PathNotListed:
        return ruleForPath(request, denial);
    case ReasonCode::MethodNotListed:
        return ruleForMethod(request, denial);
    case ReasonCode::PrivateAddress:
        if (!address.isNull())
            literal.host = Host{address.toString(), address};
        if (!literal.host.isAddress())
            return std::nullopt;
        return AllowEntry{exactTarget(literal), std::nullopt};
    default:
        return std::nullopt;
    }
}

} // namespace glasshouse::gateway
