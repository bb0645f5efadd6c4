// Remembers on disk which accelerator works, so that a KVM that hangs costs its 20 seconds once.
#pragma once

#include "sandbox/host/accelerator_choice.h"

namespace glasshouse::sandbox {

struct VerdictKey
{
    QString qemuVersion;
    QString hostKernel;
    QString imageHash;

    bool operator==(const VerdictKey &) const = default;
};

class VerdictStore
{
public:
    explicit VerdictStore(const QString &folder);

    [[nodiscard]] std::optional<Verdict> find(const VerdictKey &key) const;
    [[nodiscard]] Result<void> remember(const VerdictKey &key, const Verdict &verdict) const;
    [[nodiscard]] Result<void> forgetAll() const; // the next sandbox tries everything again

private:
    [[nodiscard]] QJsonObject all() const;

    QString m_file;
};

} // namespace glasshouse::sandbox
