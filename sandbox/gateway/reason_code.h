// Why the gateway let a request through, refused it or could not carry it out.
#pragma once

#include "core/base/result.h"

#include <QString>

namespace glasshouse::gateway {

enum class Verdict { Allowed, Denied, Failed };

[[nodiscard]] QString toString(Verdict verdict); // "allowed", "denied", "failed"

enum class ReasonCode {
    // allowed
    Listed,
    AllowedOnce,
    AllowedAlways,
    // denied by the rules
    NotListed,
    SchemeNotListed,
    PortNotListed,
    MethodNotListed,
    PathNotListed,
    MethodNever,
    PrivateAddress,
    RuleRemoved,
    DeniedByPerson,
    PermissionTimeout,
    TooManyQuestions,
    // denied because of what the guest sent
    BadRequest,
    HostMismatch,
    UpgradeRefused,
    NotTls,
    SniMissing,
    SniMismatch,
    EncryptedHello,
    // limits
    TooManyConnections,
    HeaderTooLarge,
    ResponseTooLarge,
    TooMuchUnread,
    HeaderTimeout,
    IdleTimeout,
    // the network failed
    NameNotFound,
    ConnectFailed,
    ConnectTimeout,
    TlsFailed,
    BadResponse,
    ClientClosed,
};

// Stable words for traces and files, e.g. "not_listed".
[[nodiscard]] QString toString(ReasonCode code);
[[nodiscard]] Result<ReasonCode> reasonCodeFromString(QStringView word);

[[nodiscard]] Verdict verdictOf(ReasonCode code);

} // namespace glasshouse::gateway
