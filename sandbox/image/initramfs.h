// The initial RAM disk of the guest: the agent (which is also its init), the Python kernel and the kernel
// modules. It is put together at each start of a template in milliseconds, so a new agent needs no new image.
#pragma once

#include "sandbox/image/image_manifest.h"

#include <QByteArray>
#include <QString>

namespace glasshouse::sandbox {

// An archive in cpio's "newc" format, which the Linux kernel unpacks
// (Documentation/driver-api/early-userspace/ buffer-format.rst). Times and inode numbers are fixed: the same
// parts give the same bytes.
class CpioArchive
{
public:
    void addFolder(const QByteArray &path);
    void addFile(const QByteArray &path, const QByteArray &content, bool executable = false);
    void addConsole(); // dev/console, which the kernel opens for init

    [[nodiscard]] QByteArray finish() &&;

private:
    struct Entry
    {
        QByteArray path;
        quint32 mode = 0;
        QByteArray content;
        quint32 deviceMajor = 0;
        quint32 deviceMinor = 0;
    };

    void add(const Entry &entry);
    void pad();

    QByteArray m_bytes;
    quint32 m_inode = 0;
};

struct InitramfsParts
{
    QString agent;        // path of the static guest agent
    QString pythonKernel; // path of kernel.py
    QString imageFolder;
    ImageManifest image;
};

// Uncompressed, about 3 MB: QEMU copies it into the guest's memory, where unpacking it is faster than
// inflating.
[[nodiscard]] Result<QByteArray> buildInitramfs(const InitramfsParts &parts);

} // namespace glasshouse::sandbox
