// The folders that the sandboxes of a program use.
#pragma once

#include <QString>
#include <QStringList>

namespace glasshouse::sandbox {

struct ServicePaths
{
    QString images;                  // image folders: IMAGE/manifest.json, rootfs, kernel, initramfs
    QString templates;               // template snapshots; rebuilt at will
    QString runtime;                 // sockets of running sandboxes
    QString artifacts;               // content by SHA-256
    QString guest;                   // folder with the guest agent binary and the Python kernel
    QStringList providedImages = {}; // folders like `images`, of packages: only read
    QString providedTemplates = {};  // a folder like `templates`, of a package

    bool operator==(const ServicePaths &) const = default;
};

} // namespace glasshouse::sandbox
