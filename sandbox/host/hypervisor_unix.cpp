#include "sandbox/host/accelerator_choice.h"

#include <QFileInfo>

namespace glasshouse::sandbox {

QString kvmProblem()
{
    const QFileInfo device(QStringLiteral("/dev/kvm"));
    if (!device.exists())
        return QStringLiteral("KVM is not used: this machine has no /dev/kvm.");
    if (!device.isReadable() || !device.isWritable())
        return QStringLiteral(
            "KVM is not used: this user may not open /dev/kvm; add the user to the group kvm.");
    return {};
}

} // namespace glasshouse::sandbox
