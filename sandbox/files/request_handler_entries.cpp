#include "sandbox/files/presentation.h"
#include "sandbox/files/request_handler.h"

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

namespace set = protocol::p9::set;

constexpr std::uint32_t blockSize = 128 << 10; // what programs then read at once

constexpr std::uint32_t fileSystemType = 0x01021997; // V9FS_MAGIC
constexpr std::uint32_t nameLimit = 255;

void writeTime(p9::ReplyWriter &reply, const Timestamp &time)
{
    reply.u64(static_cast<std::uint64_t>(time.seconds));
    reply.u64(time.nanoseconds);
}

Timestamp timestampOf(const p9::Time &time)
{
    return {static_cast<std::int64_t>(time.seconds), static_cast<std::uint32_t>(time.nanoseconds)};
}

bool changesOwner(const p9::SetAttributes &fields)
{
    const auto isOther = [](std::uint32_t id) { return id != guestUser && id != 0xffffffff; }; // -1: leave it
    return ((fields.valid & set::User) && isOther(fields.user)) ||
           ((fields.valid & set::Group) && isOther(fields.group));
}

AttributeChange changeOf(const p9::SetAttributes &fields, const Timestamp &now)
{
    AttributeChange change;
    if (fields.valid & set::Mode)
        change.permissions = fields.mode;
    if (fields.valid & set::Accessed)
        change.accessed = fields.valid & set::AccessedIsGiven ? timestampOf(fields.accessed) : now;
    if (fields.valid & set::Modified)
        change.modified = fields.valid & set::ModifiedIsGiven ? timestampOf(fields.modified) : now;
    return change;
}

} // namespace

Outcome<void> RequestHandler::getAttributes(Reply &reply, Fid32 number, std::uint64_t mask)
{
    return m_fids.find(number)
        .and_then([&](Fid *fid) { return attributesOf(*fid); })
        .map([&](const Attributes &found) {
            reply.u64(mask & protocol::p9::basicAttributes);
            reply.qid(qidOf(found, m_rootDevice));
            reply.u32(modeOf(found));
            reply.u32(guestUser);
            reply.u32(guestUser);
            reply.u64(found.links);
            reply.u64(0); // of no device
            reply.u64(found.size);
            reply.u64(std::min(blockSize, bestTransfer()));
            reply.u64(found.blocks);
            writeTime(reply, found.accessed);
            writeTime(reply, found.modified);
            writeTime(reply, found.changed);
            for (int i = 0; i < 4; ++i)
                reply.u64(0); // time of birth, generation and data version are not told
        });
}

Outcome<Attributes> RequestHandler::attributesOf(Fid &fid)
{
    return fid.file() ? fid.file()->file().attributes() : m_folder.attributes(fid.path);
}

Outcome<void> RequestHandler::setAttributes(Reply &, Fid32 number, p9::SetAttributes fields)
{
    const auto found = m_fids.find(number);
    if (!found)
        return tl::unexpected(found.error());
    Fid &fid = **found;
    if (changesOwner(fields))
        return m_folder.refuseOwner(fid.path);
    if (fields.valid & set::Size)
        if (auto resized = setSize(fid, fields.size); !resized)
            return resized;
    const AttributeChange change = changeOf(fields, m_folder.now());
    return change.isEmpty() ? Outcome<void>() : m_folder.change(fid.file(), fid.path, change);
}

Outcome<void> RequestHandler::setSize(Fid &fid, std::uint64_t size)
{
    if (fid.file() && fid.file()->isWritable())
        return m_folder.setSize(*fid.file(), fid.path, size);
    return m_folder.setSize(fid.path, size);
}

Outcome<void> RequestHandler::statFs(Reply &reply, Fid32 number)
{
    return m_fids.find(number).and_then([&](Fid *) { return m_folder.space(); }).map([&](const Space &space) {
        constexpr std::uint32_t unit = 4096;
        reply.u32(fileSystemType);
        reply.u32(unit);
        reply.u64(space.bytes / unit);
        reply.u64(space.freeBytes / unit);
        reply.u64(space.freeBytes / unit);
        reply.u64(space.files);
        reply.u64(space.freeFiles);
        reply.u64(0); // no id
        reply.u32(nameLimit);
    });
}

Outcome<void> RequestHandler::makeFolder(Reply &reply, Fid32 folder, Text name, std::uint32_t mode,
                                         std::uint32_t)
{
    return m_fids.find(folder).and_then([&](Fid *parent) {
        return m_folder.makeFolder(parent->path, name, mode)
            .and_then([&] { return m_folder.lookUp(parent->path, name); })
            .map([&](const Attributes &made) { reply.qid(qidOf(made, m_rootDevice)); });
    });
}

// The client also makes regular files this way.
Outcome<void> RequestHandler::makeNode(Reply &reply, Fid32 folder, Text name, std::uint32_t mode,
                                       std::uint32_t, std::uint32_t, std::uint32_t)
{
    return m_fids.find(folder).and_then([&](Fid *parent) -> Outcome<void> {
        const std::uint32_t kind = mode & kindOfModeMask;
        if (kind != regularMode && kind != 0)
            return m_folder.refuseSpecial(parent->path, name);
        return m_folder.create(parent->path, name, {HostFile::Access::Write, false, true}, mode)
            .and_then([](const SharedFilePtr &file) { return file->file().attributes(); })
            .map([&](const Attributes &made) { reply.qid(qidOf(made, m_rootDevice)); });
    });
}

Outcome<void> RequestHandler::symlink(Reply &, Fid32 folder, Text name, Text, std::uint32_t)
{
    return m_fids.find(folder).and_then(
        [&](Fid *parent) -> Outcome<void> { return m_folder.refuseSpecial(parent->path, name); });
}

Outcome<void> RequestHandler::link(Reply &, Fid32 folder, Fid32, Text name)
{
    return m_fids.find(folder).and_then(
        [&](Fid *parent) -> Outcome<void> { return m_folder.refuseSpecial(parent->path, name); });
}

Outcome<void> RequestHandler::readLink(Reply &, Fid32 number)
{
    return m_fids.find(number).and_then([](Fid *) -> Outcome<void> {
        return failure(Errno::Invalid); // no fid is ever on a link
    });
}

Outcome<void> RequestHandler::remove(Reply &, Fid32 number)
{
    const auto found = m_fids.find(number);
    if (!found)
        return tl::unexpected(found.error());
    const TreePath path = (*found)->path;
    const EntryKind kind = (*found)->kind;
    m_fids.remove(number); // whether it can be removed or not: remove(9P)
    return removeEntry(path.parent(), path.name(), kind);
}

Outcome<void> RequestHandler::unlinkAt(Reply &, Fid32 folder, Text name, std::uint32_t flags)
{
    return m_fids.find(folder).and_then([&](Fid *parent) {
        return removeEntry(parent->path, name,
                           flags & protocol::p9::removeFolder ? EntryKind::Folder : EntryKind::Regular);
    });
}

Outcome<void> RequestHandler::removeEntry(const TreePath &folder, Text name, EntryKind kind)
{
    return kind == EntryKind::Folder ? m_folder.removeFolder(folder, name)
                                     : m_folder.removeFile(folder, name);
}

Outcome<void> RequestHandler::rename(Reply &, Fid32 number, Fid32 folder, Text name)
{
    return m_fids.find(number).and_then([&](Fid *fid) {
        const TreePath from = fid->path; // the fid's own path changes with it
        return m_fids.find(folder).and_then([&](Fid *to) { return move(from, to->path, name); });
    });
}

Outcome<void> RequestHandler::renameAt(Reply &, Fid32 fromFolder, Text from, Fid32 toFolder, Text to)
{
    return m_fids.find(fromFolder).and_then([&](Fid *source) {
        return m_fids.find(toFolder).and_then([&](Fid *target) {
            return m_folder.lookUp(source->path, from).and_then([&](const Attributes &) {
                return move(source->path.child(from), target->path, to);
            });
        });
    });
}

Outcome<void> RequestHandler::move(const TreePath &from, const TreePath &folder, Text name)
{
    const TreePath to = folder.child(name); // `folder` may belong to a fid that moves too
    return m_folder.rename(from, folder, name).map([&] { m_fids.renamed(from, to); });
}

Outcome<void> RequestHandler::xattrWalk(Reply &, Fid32, Fid32, Text)
{
    return failure(Errno::NotSupported);
}

Outcome<void> RequestHandler::xattrCreate(Reply &, Fid32, Text, std::uint64_t, std::uint32_t)
{
    return failure(Errno::NotSupported);
}

} // namespace glasshouse::sandbox
