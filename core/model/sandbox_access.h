// What a sandbox gets to see of the world: folders of this machine, and hosts of the network. Nothing by
// default.
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>
#include <QVector>

namespace glasshouse {

struct FolderMount
{
    QString host;  // relative paths start at SandboxAccess::folder
    QString guest; // absolute, in the sandbox
    bool writable = false;

    bool operator==(const FolderMount &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<FolderMount> fromJson(const QJsonObject &json);
};

struct AllowRule
{
    QString target;      // "pypi.org", "*.example.com", "https://api.example.com/v1"
    QStringList methods; // empty: all of them

    bool operator==(const AllowRule &) const = default;
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<AllowRule> fromJson(const QJsonObject &json);
};

struct SandboxAccess
{
    QString folder; // of the project; not part of the files
    QVector<FolderMount> mounts;
    QVector<AllowRule> allow;
    bool asksForUnlisted = false; // a request that no rule allows waits for a person instead of being denied

    bool operator==(const SandboxAccess &) const = default;
};

} // namespace glasshouse
