// A request that waits for a person, in the gateway's mode `ask`.
#pragma once

#include "sandbox/gateway/allow_list.h"

#include <QMetaType>

namespace glasshouse::gateway {

enum class Permission { AllowOnce, AllowAlways, Deny };

struct PermissionRequest
{
    qint64 id = 0; // of the gateway
    RequestTarget target;
    Decision denial; // what would be decided without a person

    bool operator==(const PermissionRequest &) const = default;
    // What AllowAlways would add.
    [[nodiscard]] std::optional<AllowEntry> rule() const { return ruleFor(target, denial); }
};

} // namespace glasshouse::gateway

Q_DECLARE_METATYPE(glasshouse::gateway::PermissionRequest)
