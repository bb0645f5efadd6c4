// What a session's sandbox gets to see of the world: folders of the host and the network. Nothing by default.
#pragma once

#include "sandbox/files/export.h"
#include "sandbox/gateway/gateway_settings.h"

#include <QVector>

namespace glasshouse::sandbox {

struct Mount
{
    QString guestPath; // absolute, in the guest
    Export share;

    bool operator==(const Mount &) const = default;
};

struct SessionSetup
{
    QVector<Mount> mounts; // one per place in the guest
    gateway::GatewaySettings network;

    bool operator==(const SessionSetup &) const = default;
};

} // namespace glasshouse::sandbox
