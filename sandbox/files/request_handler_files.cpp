#include "sandbox/files/presentation.h"
#include "sandbox/files/request_handler.h"

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

// Flags of Tlopen and Tlcreate: those of open(2) on Linux x86.
constexpr std::uint32_t accessMask = 03;
constexpr std::uint32_t flagExclusive = 0200;
constexpr std::uint32_t flagTruncate = 01000;
constexpr std::uint32_t flagFolder = 0200000;

constexpr std::uint32_t readReplyHeader = 11; // before the data of Rread and Rreaddir
constexpr std::uint32_t writeHeader = 24;     // what the kernel's client keeps free around its data
constexpr std::size_t entryHeader = 24;       // qid, offset, type and the size of the name
constexpr std::uint32_t pageSize = 4096;

constexpr std::uint8_t lockGranted = 0;
constexpr std::uint8_t unlocked = 2;

Outcome<OpenRequest> requestOf(std::uint32_t flags)
{
    static constexpr std::array accesses{HostFile::Access::Read, HostFile::Access::Write,
                                         HostFile::Access::ReadWrite};
    if ((flags & accessMask) >= accesses.size())
        return failure(Errno::Invalid);
    return OpenRequest{accesses[flags & accessMask], (flags & flagTruncate) != 0,
                       (flags & flagExclusive) != 0};
}

Outcome<SharedFile *> readable(Fid *fid)
{
    SharedFile *file = fid->file();
    if (!file || !file->isReadable())
        return failure(fid->kind == EntryKind::Folder ? Errno::IsFolder : Errno::BadFid);
    return file;
}

Outcome<SharedFile *> writable(Fid *fid)
{
    SharedFile *file = fid->file();
    if (!file || !file->isWritable())
        return failure(Errno::BadFid);
    return file;
}

} // namespace

Outcome<Fid *> RequestHandler::closedFid(Fid32 number)
{
    auto fid = m_fids.find(number);
    if (fid && (*fid)->isOpen())
        return failure(Errno::Busy);
    return m_fids.mayOpen().and_then([&] { return fid; });
}

Outcome<void> RequestHandler::open(Reply &reply, Fid32 number, std::uint32_t flags)
{
    const auto fid = closedFid(number);
    const auto request = requestOf(flags);
    if (!fid || !request)
        return tl::unexpected(fid ? request.error() : fid.error());
    if ((*fid)->kind == EntryKind::Folder)
        return request->writes() ? failure(Errno::IsFolder) : openFolder(reply, **fid);
    if ((flags & flagFolder) != 0)
        return failure(Errno::NotFolder);
    return m_folder.openFile((*fid)->path, *request).and_then([&](SharedFilePtr file) {
        return finishOpen(reply, **fid, std::move(file));
    });
}

Outcome<void> RequestHandler::openFolder(Reply &reply, Fid &fid)
{
    return m_folder.openFolder(fid.path).and_then([&](FolderReader folder) {
        return folder.attributes().map([&](const Attributes &attributes) {
            reply.qid(qidOf(attributes, m_rootDevice));
            reply.u32(bestTransfer());
            m_fids.open(fid, std::move(folder));
        });
    });
}

Outcome<void> RequestHandler::finishOpen(Reply &reply, Fid &fid, SharedFilePtr file)
{
    return file->file().attributes().map([&](const Attributes &attributes) {
        reply.qid(qidOf(attributes, m_rootDevice));
        reply.u32(bestTransfer());
        m_fids.open(fid, std::move(file));
    });
}

Outcome<void> RequestHandler::create(Reply &reply, Fid32 number, Text name, std::uint32_t flags,
                                     std::uint32_t mode, std::uint32_t)
{
    const auto fid = closedFid(number);
    const auto request = requestOf(flags);
    if (!fid || !request)
        return tl::unexpected(fid ? request.error() : fid.error());
    return m_folder.create((*fid)->path, name, *request, mode).and_then([&](SharedFilePtr file) {
        m_fids.setPath(**fid, (*fid)->path.child(name), EntryKind::Regular);
        return finishOpen(reply, **fid, std::move(file));
    });
}

Outcome<void> RequestHandler::read(Reply &reply, Fid32 number, std::uint64_t offset, std::uint32_t count)
{
    const std::size_t size = std::min(count, m_messageLimit - readReplyHeader);
    return m_fids.find(number).and_then(readable).and_then([&](SharedFile *file) {
        reply.beginData();
        return file->file().read(reply.room(size), size, offset).map([&](std::size_t done) {
            reply.endData(done);
        });
    });
}

Outcome<void> RequestHandler::write(Reply &reply, Fid32 number, std::uint64_t offset, p9::Data data)
{
    const auto fid = m_fids.find(number);
    return fid.and_then(writable)
        .and_then([&](SharedFile *file) {
            return offset == protocol::p9::endOfFile ? m_folder.append(*file, (*fid)->path, data.bytes)
                                                     : m_folder.write(*file, (*fid)->path, data.bytes, offset);
        })
        .map([&](std::size_t done) { reply.u32(static_cast<std::uint32_t>(done)); });
}

Outcome<void> RequestHandler::readFolder(Reply &reply, Fid32 number, std::uint64_t offset,
                                         std::uint32_t count)
{
    const auto fid = m_fids.find(number);
    if (!fid)
        return tl::unexpected(fid.error());
    FolderReader *folder = (*fid)->folder();
    if (!folder)
        return failure(Errno::BadFid);
    const auto own = folder->attributes();
    if (!own)
        return tl::unexpected(own.error());
    const std::size_t limit = std::min(count, m_messageLimit - readReplyHeader);
    return folder->seek(offset).and_then([&] {
        return writeEntries(reply, *folder, {own->identity, (*fid)->path.isRoot()}, limit);
    });
}

Outcome<void> RequestHandler::writeEntries(Reply &reply, FolderReader &folder, const ListedFolder &listed,
                                           std::size_t limit)
{
    reply.beginData();
    for (;; folder.advance()) {
        auto entry = folder.peek();
        if (!entry)
            return tl::unexpected(std::move(entry.error()));
        const bool isEnd = !*entry;
        const bool fits = isEnd || reply.dataSize() + entryHeader + (*entry)->name.size() <= limit;
        if (!fits && reply.dataSize() == 0)
            return failure(Errno::Invalid); // as getdents(2): not even one entry has room
        if (isEnd || !fits)
            break;
        writeEntry(reply, **entry, listed);
    }
    reply.endData(reply.dataSize());
    return {};
}

void RequestHandler::writeEntry(Reply &reply, const FolderEntry &entry, const ListedFolder &listed) const
{
    // The root's parent is outside: its number is not the guest's business.
    const bool isOutside = listed.isRoot && entry.name == "..";
    const std::uint64_t inode = isOutside ? listed.identity.inode : entry.inode;
    reply.qid(qidOf(entry.kind, {listed.identity.device, inode}, m_rootDevice));
    reply.u64(entry.next);
    reply.u8(entryTypeOf(entry.kind));
    reply.text(entry.name);
}

Outcome<void> RequestHandler::sync(Reply &, Fid32 number, std::uint32_t dataOnly)
{
    return m_fids.find(number).and_then(
        [&](Fid *fid) { return fid->file() ? fid->file()->file().sync(dataOnly != 0) : Outcome<void>(); });
}

// The guest's kernel keeps its processes apart before it asks; nobody else shares this conversation.
Outcome<void> RequestHandler::lock(Reply &reply, Fid32 number, std::uint8_t, std::uint32_t, std::uint64_t,
                                   std::uint64_t, std::uint32_t, Text)
{
    return m_fids.find(number).map([&](Fid *) { reply.u8(lockGranted); });
}

Outcome<void> RequestHandler::getLock(Reply &reply, Fid32 number, std::uint8_t, std::uint64_t start,
                                      std::uint64_t length, std::uint32_t process, Text client)
{
    return m_fids.find(number).map([&](Fid *) {
        reply.u8(unlocked);
        reply.u64(start);
        reply.u64(length);
        reply.u32(process);
        reply.text(client);
    });
}

std::uint32_t RequestHandler::bestTransfer() const
{
    return (m_messageLimit - writeHeader) / pageSize * pageSize;
}

} // namespace glasshouse::sandbox
