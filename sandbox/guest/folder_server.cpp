#include "sandbox/guest/folder_server.h"

#include "sandbox/guest/fuse_request.h"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

namespace set = protocol::p9::set;
using protocol::p9::noFid;

constexpr std::uint32_t mostData = 256 << 10; // of one read or write
constexpr std::uint32_t pageSize = 4096;
constexpr std::uint32_t mostReadAhead = 1 << 20;
constexpr std::uint32_t messageSize = mostData + pageSize; // of one 9P message
// Whoever asked begins to believe when it has the processor, which may take it a while.
constexpr std::chrono::milliseconds longestBelief = FolderServer::listedFor + std::chrono::milliseconds(120);

std::uint32_t setBits(std::uint32_t valid)
{
    constexpr std::pair<std::uint32_t, std::uint32_t> pairs[] = {
        {FATTR_MODE, set::Mode},          {FATTR_UID, set::User},           {FATTR_GID, set::Group},
        {FATTR_SIZE, set::Size},          {FATTR_ATIME, set::Accessed},     {FATTR_MTIME, set::Modified},
        {FATTR_ATIME_NOW, set::Accessed}, {FATTR_MTIME_NOW, set::Modified},
    };
    std::uint32_t bits = 0;
    for (const auto &[fuse, p9] : pairs)
        bits |= (valid & fuse) != 0 ? p9 : 0;
    if ((valid & FATTR_ATIME) != 0 && (valid & FATTR_ATIME_NOW) == 0)
        bits |= set::AccessedIsGiven;
    if ((valid & FATTR_MTIME) != 0 && (valid & FATTR_MTIME_NOW) == 0)
        bits |= set::ModifiedIsGiven;
    return bits;
}

} // namespace

fuse_attr attributesIn(std::string_view reply)
{
    P9Fields fields(reply);
    fuse_attr attributes{};
    [[maybe_unused]] const auto valid = fields.u64();
    [[maybe_unused]] const auto qid = fields.bytes(1 + 4);
    attributes.ino = fields.u64();
    attributes.mode = fields.u32();
    attributes.uid = fields.u32();
    attributes.gid = fields.u32();
    attributes.nlink = static_cast<std::uint32_t>(fields.u64());
    [[maybe_unused]] const auto device = fields.u64();
    attributes.size = fields.u64();
    attributes.blksize = static_cast<std::uint32_t>(fields.u64());
    attributes.blocks = fields.u64();
    const auto time = [&fields](std::uint64_t &seconds, std::uint32_t &nanoseconds) {
        seconds = fields.u64();
        nanoseconds = static_cast<std::uint32_t>(fields.u64());
    };
    time(attributes.atime, attributes.atimensec);
    time(attributes.mtime, attributes.mtimensec);
    time(attributes.ctime, attributes.ctimensec);
    return attributes;
}

FileIdentity identityIn(std::string_view qid)
{
    P9Fields fields(qid);
    const std::uint8_t type = fields.u8();
    [[maybe_unused]] const auto version = fields.u32();
    return {type, fields.u64()};
}

std::string_view qidIn(std::string_view attributes)
{
    return attributes.substr(std::min(sizeof(std::uint64_t), attributes.size())); // behind what is valid
}

FolderServer::FolderServer(Tell tell, bool writable, Now now)
    : m_tell(std::move(tell)), m_writable(writable), m_now(std::move(now)), m_beliefs(longestBelief)
{
    m_host.send({P9Request(P9Type::Version).u32(messageSize).text("9P2000.L"),
                 P9Request(P9Type::Attach).u32(FolderNodes::rootFid).u32(noFid).text("").text("").u32(0)},
                {});
}

void FolderServer::fromKernel(std::string_view bytes)
{
    fuse_in_header header{};
    if (bytes.size() < sizeof header)
        return;
    std::memcpy(&header, bytes.data(), sizeof header);
    const Request request{header.opcode, header.unique, header.nodeid,
                          header.gid,    m_epoch,       bytes.substr(sizeof header)};
    dispatch(request);
}

void FolderServer::dispatch(const Request &request)
{
    switch (request.operation) {
    case FUSE_INIT:
        return greet(request);
    case FUSE_GETATTR:
        return getAttributes(request);
    case FUSE_SETATTR:
        return setAttributes(request);
    case FUSE_ACCESS:
        return checkAccess(request);
    case FUSE_STATFS:
        return space(request);
    case FUSE_FORGET:
        return forget(request.node, request.head<fuse_forget_in>().nlookup);
    case FUSE_BATCH_FORGET:
        return forgetMany(request);
    case FUSE_INTERRUPT: // every answer comes soon
        return;
    case FUSE_DESTROY:
        return answerError(request.unique, 0);
    default:
        if (!serveNames(request) && !serveFiles(request))
            answerError(request.unique, ENOSYS); // the kernel then does without
    }
}

void FolderServer::greet(const Request &request)
{
    const auto in = request.head<fuse_init_in>();
    fuse_init_out out{};
    out.major = FUSE_KERNEL_VERSION;
    out.minor = std::min<std::uint32_t>(in.minor, FUSE_KERNEL_MINOR_VERSION);
    out.max_readahead = mostReadAhead; // or less, as Mounts has set it
    out.flags =
        in.flags & (FUSE_ASYNC_READ | FUSE_ATOMIC_O_TRUNC | FUSE_BIG_WRITES | FUSE_AUTO_INVAL_DATA |
                    FUSE_PARALLEL_DIROPS | FUSE_MAX_PAGES | FUSE_DO_READDIRPLUS | FUSE_READDIRPLUS_AUTO);
    out.max_background = 16;
    out.congestion_threshold = 12;
    out.max_write = mostData;
    out.max_pages = mostData / pageSize;
    out.time_gran = 1;
    answer(request.unique, out);
}

void FolderServer::getAttributes(const Request &request)
{
    m_host.send({askAttributes(selfOf(request.node))}, answeredAttributes(request));
}

P9Client::Done FolderServer::answeredAttributes(const Request &request)
{
    return [this, unique = request.unique, node = request.node, epoch = request.epoch](const Reply &reply) {
        if (reply.error != 0)
            return answerError(unique, reply.error);
        if (isOfAnotherType(node, qidIn(reply.body)))
            return answerError(unique, ESTALE);
        fuse_attr_out out{};
        out.attr = attributesIn(reply.body);
        out.attr_valid_nsec = beliefIn(node, epoch, freshFor);
        answer(unique, out);
    };
}

void FolderServer::setAttributes(const Request &request)
{
    const auto in = request.head<fuse_setattr_in>();
    const FolderNode *node = m_nodes.find(request.node);
    const bool isByFile = (in.valid & FATTR_FH) != 0;
    if (!isByFile && (in.valid & FATTR_SIZE) != 0 && node && !node->hasName())
        return answerError(request.unique, ESTALE); // the host would take what has its name now
    const Fid known = node ? node->changeable() : noFid;
    const Fid fid = isByFile ? static_cast<Fid>(in.fh) : known;
    m_host.send({P9Request(P9Type::SetAttributes)
                     .u32(fid)
                     .u32(setBits(in.valid))
                     .u32(in.mode & 07777)
                     .u32(in.uid)
                     .u32(in.gid)
                     .u64(in.size)
                     .u64(in.atime)
                     .u64(in.atimensec)
                     .u64(in.mtime)
                     .u64(in.mtimensec),
                 askAttributes(fid)},
                answeredAttributes(request));
}

// For access(2) alone: everything else just happens or is refused by the host. All files belong to the
// sandbox's user.
void FolderServer::checkAccess(const Request &request)
{
    const std::uint32_t asked = request.head<fuse_access_in>().mask;
    if ((asked & W_OK) != 0 && !m_writable)
        return answerError(request.unique, EROFS);
    m_host.send({askAttributes(selfOf(request.node))},
                [this, unique = request.unique, asked](const Reply &reply) {
                    if (reply.error != 0)
                        return answerError(unique, reply.error);
                    const std::uint32_t granted = attributesIn(reply.body).mode >> 6;
                    answerError(unique, (asked & (R_OK | W_OK | X_OK) & ~granted) == 0 ? 0 : EACCES);
                });
}

void FolderServer::space(const Request &request)
{
    m_host.send({P9Request(P9Type::StatFs).u32(FolderNodes::rootFid)},
                [this, unique = request.unique](const Reply &reply) {
                    if (reply.error != 0)
                        return answerError(unique, reply.error);
                    P9Fields fields(reply.body);
                    fuse_statfs_out out{};
                    [[maybe_unused]] const auto type = fields.u32();
                    out.st.frsize = out.st.bsize = fields.u32();
                    out.st.blocks = fields.u64();
                    out.st.bfree = fields.u64();
                    out.st.bavail = fields.u64();
                    out.st.files = fields.u64();
                    out.st.ffree = fields.u64();
                    [[maybe_unused]] const auto id = fields.u64();
                    out.st.namelen = fields.u32();
                    answer(unique, out);
                });
}

void FolderServer::forgetMany(const Request &request)
{
    const auto count = request.head<fuse_batch_forget_in>().count;
    std::string_view rest = request.behind(sizeof(fuse_batch_forget_in));
    for (std::uint32_t i = 0; i < count && rest.size() >= sizeof(fuse_forget_one); ++i) {
        fuse_forget_one one{};
        std::memcpy(&one, rest.data(), sizeof one);
        rest.remove_prefix(sizeof one);
        forget(one.nodeid, one.nlookup);
    }
}

void FolderServer::forget(NodeId node, std::uint64_t lookups)
{
    Fid fid = FolderNodes::rootFid;
    if (m_nodes.forget(node, lookups, fid))
        release(fid, true);
}

void FolderServer::noteWords()
{
    ++m_epoch;
    for (const NodeId node : m_beliefs.takeAll())
        takeBack(node);
}

void FolderServer::takeBack(NodeId attributesOf)
{
    const fuse_notify_inval_inode_out which{attributesOf, -1, 0}; // the attributes alone
    fuse_out_header head{};
    head.error = FUSE_NOTIFY_INVAL_INODE;
    head.len = sizeof head + sizeof which;
    m_tell({reinterpret_cast<const char *>(&head), sizeof head},
           {reinterpret_cast<const char *>(&which), sizeof which});
}

std::uint32_t FolderServer::beliefIn(NodeId node, std::uint64_t epoch, Clock::duration most)
{
    if (epoch != m_epoch ||
        most <= Clock::duration::zero()) // the host may have said what makes them old before they came
        return 0;
    if (const auto tooMany = m_beliefs.add(node, m_now()))
        takeBack(*tooMany);
    return static_cast<std::uint32_t>(std::chrono::nanoseconds(most).count());
}

P9Request FolderServer::walk(Fid from, Fid to)
{
    return P9Request(P9Type::Walk).u32(from).u32(to).u16(0);
}

P9Request FolderServer::walk(Fid from, Fid to, std::string_view name)
{
    return P9Request(P9Type::Walk).u32(from).u32(to).u16(1).text(name);
}

P9Request FolderServer::askAttributes(Fid fid)
{
    return P9Request(P9Type::GetAttributes).u32(fid).u64(protocol::p9::basicAttributes);
}

// The host has put a folder in a file's place, or a file in a folder's: nothing of the node is true any more.
bool FolderServer::isOfAnotherType(NodeId node, std::string_view qid)
{
    const FolderNode *found = m_nodes.find(node);
    return found && node != FolderNodes::root && found->identity.type != identityIn(qid).type;
}

// To open it would tie the new file to what the kernel has of the old one. Where it has looked the name up
// and not only listed it, there was no time for that; and not every file system of the host numbers its files
// for good.
bool FolderServer::isReplaced(NodeId node, std::string_view qid)
{
    const FolderNode *found = m_nodes.find(node);
    return found && found->isListed && found->identity != identityIn(qid);
}

Fid FolderServer::fidOf(NodeId node)
{
    const FolderNode *found = m_nodes.find(node);
    return found ? found->fid : noFid;
}

Fid FolderServer::selfOf(NodeId node)
{
    const FolderNode *found = m_nodes.find(node);
    return found ? found->self() : noFid;
}

void FolderServer::release(Fid fid, bool isKnown)
{
    if (isKnown)
        m_host.tell(P9Request(P9Type::Clunk).u32(fid));
    m_nodes.freeFid(fid);
}

void FolderServer::answerData(std::uint64_t unique, std::string_view data)
{
    fuse_out_header head{};
    head.unique = unique;
    head.len = static_cast<std::uint32_t>(sizeof head + data.size());
    m_tell({reinterpret_cast<const char *>(&head), sizeof head}, data);
}

void FolderServer::answerError(std::uint64_t unique, int error)
{
    fuse_out_header head{};
    head.unique = unique;
    head.error = -error;
    head.len = sizeof head;
    m_tell({reinterpret_cast<const char *>(&head), sizeof head}, {});
}

} // namespace glasshouse::guest
