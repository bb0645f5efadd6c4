#include "sandbox/guest/folder_server.h"
#include "sandbox/guest/fuse_request.h"

#include <algorithm>
#include <cerrno>

#include <dirent.h>

namespace glasshouse::guest {

namespace {

constexpr std::uint32_t usualListing = 16 << 10; // bytes of entries that the host is asked for at once

// What is neither is listed only: the host would refuse to tell more, and show that to a person.
bool isFileOrFolder(const ListedName &entry)
{
    return (entry.type == DT_REG || entry.type == DT_DIR) && entry.name != "." && entry.name != "..";
}

template<typename Head> void append(std::string &records, const Head &head, std::size_t size)
{
    records.append(reinterpret_cast<const char *>(&head), size);
}

void append(std::string &records, const ListedName &entry)
{
    fuse_dirent record{};
    record.ino = entry.number;
    record.off = entry.next;
    record.type = entry.type;
    record.namelen = static_cast<std::uint32_t>(entry.name.size());
    append(records, record, FUSE_NAME_OFFSET);
    records += entry.name;
    records.resize(FUSE_DIRENT_ALIGN(records.size()));
}

} // namespace

struct FolderServer::Page
{
    std::uint64_t unique = 0;
    NodeId folder = 0;
    std::uint64_t epoch = 0;
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
    bool hasEntries = false;      // FUSE_READDIRPLUS
    Clock::time_point asked = {}; // the host, about the entries
    std::vector<ListedName> names = {};
    std::vector<fuse_entry_out> entries = {}; // of the names; all 0: only the name is told
    std::size_t unanswered = 0;
};

void FolderServer::readFolder(const Request &request)
{
    const auto in = request.head<fuse_read_in>();
    const auto folder = static_cast<Fid>(in.fh);
    const Page page{request.unique, request.node, request.epoch,
                    in.offset,      in.size,      request.operation == FUSE_READDIRPLUS};
    if (const auto told = m_listings.find(folder);
        told != m_listings.end() && told->second.continuesAt(in.offset))
        return answerPage(page, told->second);
    const std::uint32_t size = std::max(usualListing, in.size);
    m_host.send({P9Request(P9Type::ReadFolder).u32(folder).u64(in.offset).u32(size)},
                [this, folder, page](const Reply &reply) {
                    if (reply.error != 0)
                        return answerError(page.unique, reply.error);
                    m_listings[folder] = FolderListing(page.offset, reply.body);
                    answerPage(page, m_listings[folder]);
                });
}

void FolderServer::answerPage(Page page, FolderListing &listing)
{
    page.names = listing.take(page.size, page.hasEntries ? FUSE_NAME_OFFSET_DIRENTPLUS : FUSE_NAME_OFFSET);
    if (page.names.empty() && listing.continuesAt(page.offset))
        return answerError(page.unique, EINVAL); // as getdents(2): not even one entry has room
    if (page.hasEntries)
        return askForEntries(std::make_shared<Page>(std::move(page)));
    std::string records;
    for (const ListedName &name : page.names)
        append(records, name);
    answerData(page.unique, records);
}

// So that whoever looks at all the files of a folder, as `ls -l` does, need not ask for each.
void FolderServer::askForEntries(const std::shared_ptr<Page> &page)
{
    page->asked = m_now();
    page->entries.resize(page->names.size());
    page->unanswered =
        static_cast<std::size_t>(std::count_if(page->names.begin(), page->names.end(), isFileOrFolder));
    if (page->unanswered == 0)
        return answerEntries(*page);
    for (std::size_t i = 0; i < page->names.size(); ++i)
        if (isFileOrFolder(page->names[i]))
            askForEntry(page, i);
}

void FolderServer::askForEntry(const std::shared_ptr<Page> &page, std::size_t index)
{
    const Place place{page->folder, page->names[index].name, page->epoch};
    const auto known = m_nodes.at(place.folder, place.name);
    const Fid fid = known ? m_nodes.find(*known)->fid : m_nodes.newFid();
    auto done = [this, page, index, place, known, fid](const Reply &reply) {
        page->entries[index] = known ? knownEntry(place, *known, reply) : newEntry(place, fid, reply);
        if (--page->unanswered == 0)
            answerEntries(*page);
    };
    if (known)
        m_host.send({askAttributes(fid)}, std::move(done));
    else
        m_host.send({walk(fidOf(place.folder), fid, place.name), askAttributes(fid)}, std::move(done));
}

// What has changed since it was listed, the kernel looks up itself.
fuse_entry_out FolderServer::knownEntry(const Place &place, NodeId known, const Reply &reply)
{
    if (reply.error != 0 || !isStill(place, known, reply.body))
        return {};
    return enter(place, FolderNodes::rootFid, reply.body);
}

fuse_entry_out FolderServer::newEntry(const Place &place, Fid fid, const Reply &reply)
{
    if (reply.error == 0)
        return enter(place, fid, reply.body);
    release(fid, reply.isDone(0));
    return {};
}

void FolderServer::answerEntries(Page &page)
{
    const Clock::duration left = listedFor - (m_now() - page.asked);
    std::string records;
    for (std::size_t i = 0; i < page.names.size(); ++i) {
        fuse_entry_out &entry = page.entries[i];
        if (entry.nodeid != 0)
            believeListed(entry, page.epoch, left);
        append(records, entry, sizeof entry);
        append(records, page.names[i]);
    }
    answerData(page.unique, records);
}

// The name too, because whoever has listed it comes to it next. Not while it is open: then the kernel would
// be told of the open file, whatever has its name by now.
void FolderServer::believeListed(fuse_entry_out &entry, std::uint64_t epoch, Clock::duration most)
{
    believe(entry, epoch, most);
    FolderNode &node = *m_nodes.find(entry.nodeid);
    node.isListed = true;
    if (node.open.empty())
        entry.entry_valid_nsec = entry.attr_valid_nsec;
}

} // namespace glasshouse::guest
