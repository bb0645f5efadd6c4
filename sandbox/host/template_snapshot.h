// A template: the memory and device state of a guest that is ready to execute, on disk. Sandboxes are its
// clones.
#pragma once

#include "core/base/result.h"
#include "sandbox/host/micro_vm.h"

namespace glasshouse::sandbox {

// Everything that makes one template differ from another.
struct TemplateKey
{
    QString qemuVersion;
    QString
        hostKernel; // counts for an accelerator of the host alone: TCG emulates the same processor everywhere
    QString imageHash; // of kernel, initramfs and root file system together
    CpuChoice cpu;
    int memoryMb = 512;
    MachineLink::Kind link = MachineLink::own;

    bool operator==(const TemplateKey &) const = default;
};

inline constexpr int templateNameLength = 32;
[[nodiscard]] QString folderName(const TemplateKey &key); // so long

// Cheap to look at; a file that was written to since has another one (unless the clock was turned back).
struct FileMark
{
    qint64 size = -1;
    qint64 modifiedNs = 0;
    qint64 changedNs = 0;
    quint64 inode = 0;

    bool operator==(const FileMark &) const = default;
};

[[nodiscard]] FileMark fileMark(const QString &path);

struct Template
{
    QString folder;
    QByteArray memorySha256;
    QByteArray deviceSha256;
    FileMark memoryMark; // when the hashes were last found right
    FileMark deviceMark;
    QString image{}; // its name

    [[nodiscard]] QString memoryFile() const { return folder + QStringLiteral("/memory"); }
    [[nodiscard]] QString deviceFile() const { return folder + QStringLiteral("/device"); }
    [[nodiscard]] bool isUntouched() const;

    bool operator==(const Template &) const = default;
};

// NotFound if there is none in `folder`.
[[nodiscard]] Result<Template> readTemplate(const QString &folder);
// In `folder`, or else in `provided`, where a package may have put it; that may be empty.
[[nodiscard]] Result<Template> findTemplate(const QString &folder, const QString &provided);
[[nodiscard]] Result<void> writeTemplate(const Template &snapshot);

} // namespace glasshouse::sandbox
