// Serves a folder of the host to the guest's kernel: FUSE on one side, 9P2000.L on the other.
// FUSE: linux/fuse.h, https://www.kernel.org/doc/html/v6.1/filesystems/fuse.html
#pragma once

#include "sandbox/guest/beliefs.h"
#include "sandbox/guest/folder_listing.h"
#include "sandbox/guest/folder_nodes.h"
#include "sandbox/guest/p9_client.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct fuse_entry_out;

namespace glasshouse::guest {

// The host decides about everything and hears of everything but repeated questions: the kernel may keep the
// attributes of a file or folder, and that a folder is there, for `freshFor` and to the next of its ticks;
// what it has just listed, also that a file is there, for `listedFor`. Attributes are taken back as soon as
// the host says anything else, because whoever is in the guest could have heard of a change by it. A name
// cannot be taken back (the kernel would wait for those who wait for this), but all that is asked of its
// folder is asked of what has the name now. Where that is nothing, of another type, or another file than the
// one that was listed, ESTALE makes the kernel walk the path again without belief.
class FolderServer
{
public:
    static constexpr std::chrono::milliseconds freshFor{5};
    // What came with a listing: time enough to look at as many as fit into a page, also where that is slow.
    static constexpr std::chrono::milliseconds listedFor{40};
    static constexpr std::size_t mostRequest = (256 << 10) + 4096; // bytes of one request of the kernel

    // What the kernel is told: each call is one write(2) to /dev/fuse, of both parts.
    using Tell = std::function<void(std::string_view head, std::string_view data)>;

    using Clock = Beliefs::Clock;
    using Now = std::function<Clock::time_point()>;

    explicit FolderServer(Tell tell, bool writable = true, Now now = Clock::now);

    void fromKernel(std::string_view request); // one, as read(2) from /dev/fuse gave it
    void fromHost(std::string_view bytes) { m_host.receive(bytes); }
    void noteWords(); // the host said something that is not of this folder

    [[nodiscard]] std::size_t nodes() const { return m_nodes.size(); } // that the kernel has not forgotten
    [[nodiscard]] bool hasForHost() const { return m_host.hasRequests(); }
    [[nodiscard]] std::size_t unanswered() const { return m_host.unanswered(); } // bytes of requests
    [[nodiscard]] std::string takeForHost() { return m_host.takeRequests(); }

private:
    struct Request;
    using Reply = P9Client::Reply;
    struct Place
    {
        NodeId folder = 0;
        std::string name;
        std::uint64_t epoch = 0; // when it was asked for
    };

    void dispatch(const Request &request);
    [[nodiscard]] bool serveNames(const Request &request);
    [[nodiscard]] bool serveFiles(const Request &request);

    // folder_server.cpp: the conversation, and attributes
    void greet(const Request &request);
    void getAttributes(const Request &request);
    [[nodiscard]] P9Client::Done answeredAttributes(const Request &request);
    void setAttributes(const Request &request);
    void checkAccess(const Request &request);
    void space(const Request &request);
    void forget(NodeId node, std::uint64_t lookups);
    void forgetMany(const Request &request);

    // folder_server_names.cpp: entries of folders
    void lookUp(const Request &request);
    void lookUpKnown(const Request &request, NodeId known);
    void lookUpNew(const Place &place, std::uint64_t unique);
    void make(const Request &request, P9Request how, std::string_view name);
    void makeFolder(const Request &request);
    void makeNode(const Request &request);
    void makeSymlink(const Request &request);
    void makeLink(const Request &request);
    void remove(const Request &request, std::uint32_t flags);
    void rename(const Request &request, NodeId newFolder, std::size_t headSize);
    void renameWithFlags(const Request &request);
    [[nodiscard]] static Place placeOf(const Request &request, std::string_view name);
    [[nodiscard]] P9Client::Done entered(Place place, std::uint64_t unique, Fid fid, std::size_t walked);
    // The host still has the node's file at this place.
    [[nodiscard]] bool isStill(const Place &place, NodeId known, std::string_view attributes);
    [[nodiscard]] fuse_entry_out enter(const Place &place, Fid fid, std::string_view attributes);
    // What the kernel may believe of an entry that it is told now.
    void believe(fuse_entry_out &entry, std::uint64_t epoch, Clock::duration most = freshFor);
    void answerEntry(std::uint64_t unique, const Place &place, Fid fid, std::string_view attributes);

    // folder_server_files.cpp: open files and folders
    void create(const Request &request);
    void open(const Request &request, std::uint32_t extraFlags);
    void read(const Request &request);
    void write(const Request &request);
    void sync(const Request &request);
    void close(const Request &request);

    // folder_server_listing.cpp: what is in an open folder
    struct Page;
    void readFolder(const Request &request);
    void answerPage(Page page, FolderListing &listing);
    void askForEntries(const std::shared_ptr<Page> &page);
    void askForEntry(const std::shared_ptr<Page> &page, std::size_t index);
    [[nodiscard]] fuse_entry_out knownEntry(const Place &place, NodeId known, const Reply &reply);
    [[nodiscard]] fuse_entry_out newEntry(const Place &place, Fid fid, const Reply &reply);
    void answerEntries(Page &page);
    void believeListed(fuse_entry_out &entry, std::uint64_t epoch, Clock::duration most);

    [[nodiscard]] static P9Request walk(Fid from, Fid to);
    [[nodiscard]] static P9Request walk(Fid from, Fid to, std::string_view name);
    [[nodiscard]] static P9Request askAttributes(Fid fid);
    [[nodiscard]] bool isOfAnotherType(NodeId node, std::string_view qid);
    [[nodiscard]] bool isReplaced(NodeId node, std::string_view qid); // since the kernel listed it
    [[nodiscard]] Fid fidOf(NodeId node);  // one that the host does not know if there is no such node
    [[nodiscard]] Fid selfOf(NodeId node); // likewise
    void release(Fid fid, bool isKnown);   // to the host

    template<typename Body> void answer(std::uint64_t unique, const Body &body);
    void answerData(std::uint64_t unique, std::string_view data);
    void answerError(std::uint64_t unique, int error);
    // How long the kernel may believe attributes of the node that were asked for at `epoch`, in nanoseconds:
    // no longer than `most`.
    [[nodiscard]] std::uint32_t beliefIn(NodeId node, std::uint64_t epoch, Clock::duration most);
    void takeBack(NodeId attributesOf);

    Tell m_tell;
    bool m_writable;
    Now m_now;
    P9Client m_host;
    FolderNodes m_nodes;
    std::unordered_map<Fid, FolderListing> m_listings; // of open folders
    Beliefs m_beliefs;
    std::uint64_t m_epoch = 0; // words of the host
};

} // namespace glasshouse::guest
