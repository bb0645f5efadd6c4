// A QMP client and the socket of the QEMU that a test plays.
#pragma once

#include "sandbox/host/descriptor.h"
#include "sandbox/host/qmp_client.h"

#include <QLocalSocket>

namespace glasshouse::sandbox {

struct QmpPeers
{
    QmpPeers()
    {
        auto pair = makeSocketPair();
        if (pair && socket.setSocketDescriptor(pair->ours.release()))
            qemu.setSocketDescriptor(pair->theirs.release());
    }

    QLocalSocket socket;
    QLocalSocket qemu; // connected, if all went well
    QmpClient client{socket};
};

} // namespace glasshouse::sandbox
