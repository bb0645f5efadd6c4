#include "sandbox/guest/folder_server.h"
#include "sandbox/guest/fuse_request.h"

#include <cerrno>

#include <sys/stat.h>

namespace glasshouse::guest {

bool FolderServer::serveNames(const Request &request)
{
    switch (request.operation) {
    case FUSE_LOOKUP:
        return lookUp(request), true;
    case FUSE_MKDIR:
        return makeFolder(request), true;
    case FUSE_MKNOD:
        return makeNode(request), true;
    case FUSE_SYMLINK:
        return makeSymlink(request), true;
    case FUSE_LINK:
        return makeLink(request), true;
    case FUSE_UNLINK:
        return remove(request, 0), true;
    case FUSE_RMDIR:
        return remove(request, protocol::p9::removeFolder), true;
    case FUSE_RENAME:
        return rename(request, request.head<fuse_rename_in>().newdir, sizeof(fuse_rename_in)), true;
    case FUSE_RENAME2:
        return renameWithFlags(request), true;
    default:
        return false;
    }
}

void FolderServer::lookUp(const Request &request)
{
    const std::string_view name = request.text();
    if (const auto known = m_nodes.at(request.node, name))
        return lookUpKnown(request, *known);
    lookUpNew(placeOf(request, name), request.unique);
}

// Asked of its fid, which is of the name, the host tells what has that name now: most often what had it
// before.
void FolderServer::lookUpKnown(const Request &request, NodeId known)
{
    m_host.send(
        {askAttributes(m_nodes.find(known)->fid)},
        [this, unique = request.unique, place = placeOf(request, request.text()), known](const Reply &reply) {
            if (reply.error != 0)
                return answerError(unique, reply.error);
            if (!isStill(place, known, reply.body))
                return lookUpNew(place, unique);
            answerEntry(unique, place, FolderNodes::rootFid, reply.body);
        });
}

bool FolderServer::isStill(const Place &place, NodeId known, std::string_view attributes)
{
    return m_nodes.at(place.folder, place.name) == known &&
           m_nodes.find(known)->identity == identityIn(qidIn(attributes));
}

void FolderServer::lookUpNew(const Place &place, std::uint64_t unique)
{
    const Fid fid = m_nodes.newFid();
    m_host.send({walk(fidOf(place.folder), fid, place.name), askAttributes(fid)},
                entered(place, unique, fid, 0));
}

FolderServer::Place FolderServer::placeOf(const Request &request, std::string_view name)
{
    return {request.node, std::string(name), request.epoch};
}

// Answers with the entry of this name, which the last request asked for the attributes of, by `fid`; the
// request `walked` of them made it.
P9Client::Done FolderServer::entered(Place place, std::uint64_t unique, Fid fid, std::size_t walked)
{
    return [this, unique, place = std::move(place), fid, walked](const Reply &reply) {
        if (reply.error != 0) {
            release(fid, reply.isDone(walked));
            return answerError(unique, reply.error);
        }
        answerEntry(unique, place, fid, reply.body);
    };
}

void FolderServer::answerEntry(std::uint64_t unique, const Place &place, Fid fid, std::string_view attributes)
{
    fuse_entry_out entry = enter(place, fid, attributes);
    believe(entry, place.epoch);
    answer(unique, entry);
}

fuse_entry_out FolderServer::enter(const Place &place, Fid fid, std::string_view attributes)
{
    fuse_entry_out entry{};
    entry.nodeid = m_nodes.lookUp(place.folder, place.name, identityIn(qidIn(attributes)), fid);
    if (fid != FolderNodes::rootFid)
        release(fid, true); // it was known
    entry.attr = attributesIn(attributes);
    return entry;
}

// The name only of a folder: the next one to come there goes through it.
void FolderServer::believe(fuse_entry_out &entry, std::uint64_t epoch, Clock::duration most)
{
    entry.attr_valid_nsec = beliefIn(entry.nodeid, epoch, most);
    if (S_ISDIR(entry.attr.mode))
        entry.entry_valid_nsec = entry.attr_valid_nsec;
    m_nodes.find(entry.nodeid)->isListed = false;
}

// `how` makes something of this name in the request's folder.
void FolderServer::make(const Request &request, P9Request how, std::string_view name)
{
    const Fid fid = m_nodes.newFid();
    m_host.send({std::move(how), walk(fidOf(request.node), fid, name), askAttributes(fid)},
                entered(placeOf(request, name), request.unique, fid, 1));
}

void FolderServer::makeFolder(const Request &request)
{
    const auto in = request.head<fuse_mkdir_in>();
    const std::string_view name = request.text(sizeof in);
    make(request,
         P9Request(P9Type::MakeFolder).u32(fidOf(request.node)).text(name).u32(in.mode).u32(request.group),
         name);
}

void FolderServer::makeNode(const Request &request)
{
    const auto in = request.head<fuse_mknod_in>();
    const std::string_view name = request.text(sizeof in);
    make(request,
         P9Request(P9Type::MakeNode)
             .u32(fidOf(request.node))
             .text(name)
             .u32(in.mode)
             .u32(in.rdev >> 8 & 0xfff)
             .u32((in.rdev & 0xff) | (in.rdev >> 12 & 0xfff00))
             .u32(request.group),
         name);
}

void FolderServer::makeSymlink(const Request &request)
{
    const std::string_view name = request.text();
    const std::string_view target = request.text(name.size() + 1);
    make(request,
         P9Request(P9Type::Symlink).u32(fidOf(request.node)).text(name).text(target).u32(request.group),
         name);
}

void FolderServer::makeLink(const Request &request)
{
    const auto in = request.head<fuse_link_in>();
    const std::string_view name = request.text(sizeof in);
    make(request, P9Request(P9Type::Link).u32(fidOf(request.node)).u32(fidOf(in.oldnodeid)).text(name), name);
}

void FolderServer::remove(const Request &request, std::uint32_t flags)
{
    const std::string_view name = request.text();
    m_host.send(
        {P9Request(P9Type::UnlinkAt).u32(fidOf(request.node)).text(name).u32(flags)},
        [this, unique = request.unique, folder = request.node, name = std::string(name)](const Reply &reply) {
            if (reply.error == 0)
                m_nodes.removed(folder, name);
            answerError(unique, reply.error);
        });
}

void FolderServer::renameWithFlags(const Request &request)
{
    const auto in = request.head<fuse_rename2_in>();
    if (in.flags != 0) // to exchange two, or only where nothing is: the host knows no such request
        return answerError(request.unique, EINVAL);
    rename(request, in.newdir, sizeof in);
}

void FolderServer::rename(const Request &request, NodeId newFolder, std::size_t headSize)
{
    const std::string_view name = request.text(headSize);
    const std::string_view newName = request.text(headSize + name.size() + 1);
    m_host.send(
        {P9Request(P9Type::RenameAt).u32(fidOf(request.node)).text(name).u32(fidOf(newFolder)).text(newName)},
        [this, unique = request.unique, folder = request.node, name = std::string(name), newFolder,
         newName = std::string(newName)](const Reply &reply) {
            if (reply.error == 0)
                m_nodes.renamed(folder, name, newFolder, newName);
            answerError(unique, reply.error);
        });
}

} // namespace glasshouse::guest
