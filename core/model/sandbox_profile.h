// What a sandbox is made from and how much it may use. One file: sandboxes/NAME.sandbox.json.
#pragma once

#include "core/model/sandbox_access.h"
#include "core/model/sandbox_sharing.h"

#include <QJsonObject>
#include <QString>

namespace glasshouse {

struct SandboxProfile
{
    QString name = QStringLiteral("default");
    QString image = QStringLiteral("code-interpreter");
    int memoryMb = 512;
    int callTimeoutMs = 60'000;
    int cpuTimeMs = 0;             // of one call; 0: as long as the call may take
    int timeToLiveMs = 600'000;    // of an idle sandbox
    int lifetimeMs = 0;            // of a sandbox, idle or not; 0: for ever
    int outputCharacters = 10'000; // what the model gets to see of stdout and stderr
    qint64 printedBytes = 1 << 30; // by one call, on stdout and stderr together
    qint64 outputBytes = 64 << 20; // of /output, all files together
    int outputFiles = 1'000;       // in /output
    int processes = 128;           // inside the guest
    bool clearOutputPerCall = false;
    SandboxSharing sharedBy = SandboxSharing::Thread;
    SandboxAccess access;
    QJsonObject extra;

    bool operator==(const SandboxProfile &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<SandboxProfile> fromJson(const QJsonObject &json);
};

} // namespace glasshouse
