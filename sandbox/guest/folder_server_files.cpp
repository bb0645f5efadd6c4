#include "sandbox/guest/folder_server.h"
#include "sandbox/guest/fuse_request.h"

#include <cerrno>

#include <fcntl.h>

namespace glasshouse::guest {

namespace {

constexpr std::uint32_t flagsOfHost = O_ACCMODE | O_EXCL | O_TRUNC | O_DIRECTORY;

// What the kernel last heard of the node's name is no longer true: it may be to make the file that is
// missing.
bool isOfNames(int error, bool isFolder)
{
    return (error == ENOENT && !isFolder) || error == ENOTDIR || error == EISDIR;
}

} // namespace

bool FolderServer::serveFiles(const Request &request)
{
    switch (request.operation) {
    case FUSE_CREATE:
        return create(request), true;
    case FUSE_OPEN:
        return open(request, 0), true;
    case FUSE_OPENDIR:
        return open(request, O_DIRECTORY), true;
    case FUSE_READ:
        return read(request), true;
    case FUSE_READDIR:
    case FUSE_READDIRPLUS:
        return readFolder(request), true;
    case FUSE_WRITE:
        return write(request), true;
    case FUSE_FSYNC:
    case FUSE_FSYNCDIR:
        return sync(request), true;
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
        return close(request), true;
    default:
        return false;
    }
}

void FolderServer::create(const Request &request)
{
    const auto in = request.head<fuse_create_in>();
    const std::string_view name = request.text(sizeof in);
    const Fid folder = fidOf(request.node);
    const Fid file = m_nodes.newFid();
    const Fid fid = m_nodes.newFid();
    m_host.send(
        {walk(folder, file),
         P9Request(P9Type::Create)
             .u32(file)
             .text(name)
             .u32(in.flags & flagsOfHost)
             .u32(in.mode)
             .u32(request.group),
         walk(folder, fid, name), askAttributes(fid)},
        [this, unique = request.unique, place = placeOf(request, name), file, fid](const Reply &reply) {
            if (reply.error != 0) {
                release(file, reply.isDone(0));
                release(fid, reply.isDone(2));
                return answerError(unique, reply.error);
            }
            struct
            {
                fuse_entry_out entry{};
                fuse_open_out open{};
            } out;
            out.entry = enter(place, fid, reply.body);
            believe(out.entry, place.epoch);
            out.open.fh = file;
            m_nodes.find(out.entry.nodeid)->open.push_back(file);
            answer(unique, out);
        });
}

void FolderServer::open(const Request &request, std::uint32_t extraFlags)
{
    if (const FolderNode *node = m_nodes.find(request.node); node && !node->hasName())
        return answerError(request.unique, ESTALE); // the host would open what has its name now
    const Fid file = m_nodes.newFid();
    const std::uint32_t flags = (request.head<fuse_open_in>().flags & flagsOfHost) | extraFlags;
    m_host.send({walk(fidOf(request.node), file), P9Request(P9Type::Open).u32(file).u32(flags)},
                [this, unique = request.unique, node = request.node, file,
                 isFolder = extraFlags != 0](const Reply &reply) {
                    if (reply.error != 0) {
                        release(file, reply.isDone(0));
                        return answerError(unique, isOfNames(reply.error, isFolder) ? ESTALE : reply.error);
                    }
                    if (isOfAnotherType(node, reply.body) || isReplaced(node, reply.body)) {
                        release(file, true);
                        return answerError(unique, ESTALE);
                    }
                    if (FolderNode *found = m_nodes.find(node))
                        found->open.push_back(file);
                    fuse_open_out out{};
                    out.fh = file;
                    answer(unique, out);
                });
}

void FolderServer::close(const Request &request)
{
    const auto file = static_cast<Fid>(request.head<fuse_release_in>().fh);
    FolderNode *const node = m_nodes.find(request.node);
    if (!node || std::erase(node->open, file) == 0)
        return answerError(request.unique, EBADF);
    m_listings.erase(file);
    m_nodes.freeFid(file);
    m_host.send({P9Request(P9Type::Clunk).u32(file)},
                [this, unique = request.unique](const Reply &) { answerError(unique, 0); });
}

void FolderServer::read(const Request &request)
{
    const auto in = request.head<fuse_read_in>();
    m_host.send({P9Request(P9Type::Read).u32(static_cast<Fid>(in.fh)).u64(in.offset).u32(in.size)},
                [this, unique = request.unique](const Reply &reply) {
                    if (reply.error != 0)
                        return answerError(unique, reply.error);
                    P9Fields fields(reply.body);
                    answerData(unique, fields.bytes(fields.u32()));
                });
}

void FolderServer::write(const Request &request)
{
    const auto in = request.head<fuse_write_in>();
    const std::string_view bytes = request.behind(sizeof in).substr(0, in.size);
    // The kernel says where the file ended when it last heard. Pages of a file in memory have their own
    // place.
    const bool isAtEnd = (in.flags & O_APPEND) != 0 && (in.write_flags & FUSE_WRITE_CACHE) == 0;
    const std::uint64_t offset = isAtEnd ? protocol::p9::endOfFile : in.offset;
    m_host.send({P9Request(P9Type::Write).u32(static_cast<Fid>(in.fh)).u64(offset).data(bytes)},
                [this, unique = request.unique](const Reply &reply) {
                    if (reply.error != 0)
                        return answerError(unique, reply.error);
                    fuse_write_out out{};
                    out.size = P9Fields(reply.body).u32();
                    answer(unique, out);
                });
}

void FolderServer::sync(const Request &request)
{
    const auto in = request.head<fuse_fsync_in>();
    m_host.send({P9Request(P9Type::Sync)
                     .u32(static_cast<Fid>(in.fh))
                     .u32((in.fsync_flags & FUSE_FSYNC_FDATASYNC) != 0 ? 1 : 0)},
                [this, unique = request.unique](const Reply &reply) { answerError(unique, reply.error); });
}

} // namespace glasshouse::guest
