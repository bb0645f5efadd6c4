// Where guest images come from, as the host needs it: found and verified, or built first.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/qemu_command.h"

#include <memory>

namespace glasshouse::sandbox {

struct GuestImage
{
    QString name;
    QString hash; // of everything the guest boots from
    GuestFiles files;

    bool operator==(const GuestImage &) const = default;
};

// Deleting it cancels.
class ImageRequest : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void progressed(double fraction, const QString &step,
                    qint64 remainingMs); // while it is built; -1 if unknown
    void finished(const glasshouse::Result<glasshouse::sandbox::GuestImage> &image);
};

class ImageSource
{
public:
    virtual ~ImageSource() = default;
    // Never finishes before control returns to the event loop.
    [[nodiscard]] virtual std::unique_ptr<ImageRequest> requestImage(const QString &name) = 0;
};

} // namespace glasshouse::sandbox
