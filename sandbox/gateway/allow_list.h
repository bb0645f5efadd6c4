// The rules of a sandbox's network, as values: what is listed, and what that means for one request.
#pragma once

#include "sandbox/gateway/allow_target.h"
#include "sandbox/gateway/reason_code.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QStringList>
#include <QVector>

namespace glasshouse::gateway {

struct AllowEntry
{
    AllowTarget target;
    std::optional<QStringList> methods; // upper-case, unique, sorted; absent: all of them

    bool operator==(const AllowEntry &) const = default;
    // True if TLS can pass untouched: nothing but the host has to be known.
    [[nodiscard]] bool isWholeHost() const { return !methods && target.pathPrefix.isEmpty(); }
    [[nodiscard]] QJsonValue toJson() const; // "host" or {target, methods}
    [[nodiscard]] static Result<AllowEntry> fromJson(const QJsonValue &json);
};

// Upper-cased, without duplicates, sorted. An empty list is an error, and so are CONNECT and TRACE.
[[nodiscard]] Result<QStringList> parseMethods(const QStringList &methods);

[[nodiscard]] Result<AllowEntry> parseAllowEntry(const QString &target,
                                                 const std::optional<QStringList> &methods = std::nullopt);

// As on a command line: "TARGET" or "TARGET=METHOD,METHOD".
[[nodiscard]] Result<AllowEntry> parseAllowRule(const QString &text);

// What a guest asks for. With the method CONNECT the path is empty.
struct RequestTarget
{
    QString method;
    Scheme scheme = Scheme::Http; // Https for CONNECT
    Host host;
    quint16 port = 0;
    QString path; // with its query

    bool operator==(const RequestTarget &) const = default;
    [[nodiscard]] bool isConnect() const { return method == u"CONNECT"; }
    // For people and logs: the query is cut, as it may hold a secret.
    [[nodiscard]] QString displayUrl() const;
};

struct Decision
{
    ReasonCode reason = ReasonCode::NotListed;
    QString sentence;                // for a person
    std::optional<AllowEntry> entry; // the one that matched, or came closest
    // CONNECT only: TLS has to end at the gateway, because entries name methods or paths.
    bool intercept = false;

    bool operator==(const Decision &) const = default;
    [[nodiscard]] bool isAllowed() const { return verdictOf(reason) == Verdict::Allowed; }
};

class AllowList
{
public:
    AllowList() = default; // denies all
    explicit AllowList(const QVector<AllowEntry> &entries) : m_entries(entries) {}

    [[nodiscard]] const QVector<AllowEntry> &entries() const { return m_entries; }
    // An entry for a target that is there already adds its methods to that one.
    [[nodiscard]] AllowList with(const AllowEntry &entry) const;
    [[nodiscard]] QJsonArray toJson() const;
    [[nodiscard]] static Result<AllowList>
    fromJson(const QJsonArray &json); // an error names the entry: "/2: ..."
    [[nodiscard]] Decision decide(const RequestTarget &request) const;
    // Whether `address`, which is not public, is itself listed for what `request` wants.
    [[nodiscard]] bool listsAddress(const QHostAddress &address, const RequestTarget &request) const;

    bool operator==(const AllowList &) const = default;

private:
    QVector<AllowEntry> m_entries;
};

// The narrowest sensible entry that lets `request` through after `denial`; nothing if no entry would.
// `address`: what the name resolved to, for ReasonCode::PrivateAddress.
[[nodiscard]] std::optional<AllowEntry> ruleFor(const RequestTarget &request, const Decision &denial,
                                                const QHostAddress &address = {});

} // namespace glasshouse::gateway
