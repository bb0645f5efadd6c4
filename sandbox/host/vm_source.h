// Where sessions get their micro-VM from: restored and waiting, or made on request. Tests use a fake.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/vm.h"

#include <memory>
#include <tuple>

namespace glasshouse::sandbox {

// What a template is made for; sandboxes with the same needs are clones of one template.
struct VmNeeds
{
    QString image;
    int memoryMb = 512;

    bool operator==(const VmNeeds &) const = default;
    bool operator<(const VmNeeds &other) const
    {
        return std::tie(image, memoryMb) < std::tie(other.image, other.memoryMb);
    }
};

// Deleting it withdraws the request.
class VmRequest : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // After made(), once.
    [[nodiscard]] virtual std::unique_ptr<Vm> takeVm() = 0;

Q_SIGNALS:
    void delayed(const QString &reason); // a sentence; an image or a template is being made first
    void made();
    void failed(const glasshouse::Error &error);
};

class VmSource
{
public:
    virtual ~VmSource() = default;
    // Never ends before control returns to the event loop.
    [[nodiscard]] virtual std::unique_ptr<VmRequest> requestVm(const VmNeeds &needs) = 0;
    // The one that was saved for this session if there is one, else as requestVm().
    [[nodiscard]] virtual std::unique_ptr<VmRequest> requestVmFor(const QString &session, const VmNeeds &needs)
    {
        Q_UNUSED(session)
        return requestVm(needs);
    }
    // The execution that the last VM was taken for is under way: a good moment to make the next one.
    virtual void replenish(const VmNeeds &needs) = 0;
};

} // namespace glasshouse::sandbox
