#include "sandbox/files/presentation.h"

namespace glasshouse::sandbox {

namespace {

// Inode numbers as on the host, except on what is mounted below the folder: there they could repeat.
std::uint64_t uniqueNumber(const FileIdentity &identity, std::uint64_t rootDevice)
{
    constexpr std::uint64_t goldenRatio = 0x9e3779b97f4a7c15;
    return identity.device == rootDevice ? identity.inode : identity.inode ^ (identity.device * goldenRatio);
}

} // namespace

p9::Qid qidOf(EntryKind kind, const FileIdentity &identity, std::uint64_t rootDevice)
{
    const std::uint8_t type = kind == EntryKind::Folder ? 0x80 : kind == EntryKind::Symlink ? 0x02 : 0;
    return {type, 0, uniqueNumber(identity, rootDevice)};
}

p9::Qid qidOf(const Attributes &attributes, std::uint64_t rootDevice)
{
    p9::Qid qid = qidOf(attributes.kind, attributes.identity, rootDevice);
    qid.version = static_cast<std::uint32_t>(static_cast<std::uint64_t>(attributes.modified.seconds) ^
                                             attributes.modified.nanoseconds ^ (attributes.size << 8));
    return qid;
}

std::uint32_t modeOf(const Attributes &attributes)
{
    return (attributes.kind == EntryKind::Folder ? folderMode : regularMode) | attributes.permissions;
}

std::uint8_t entryTypeOf(EntryKind kind)
{
    switch (kind) {
    case EntryKind::Folder:
        return 4;
    case EntryKind::Regular:
        return 8;
    case EntryKind::Symlink:
        return 10;
    case EntryKind::Other:
        break;
    }
    return 0;
}

} // namespace glasshouse::sandbox
