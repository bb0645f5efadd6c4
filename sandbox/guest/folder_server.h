// Serves a folder of the host to the guest's kernel: FUSE on one side, 9P2000.L on the other.
// FUSE: linux/fuse.h, https://www.kernel.org/doc/html/v6.1/filesystems/fuse.html
#pragma once

#include "sandbox/guest/folder_listing.h"
#include "sandbox/guest/folder_nodes.h"
#include "sandbox/guest/p9_client.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

struct fuse_entry_out;
struct fuse_read_in;

namespace glasshouse::guest {

// The host decides about everything and hears of everything but repeated questions: the kernel may keep the
// attributes of a file or folder, and that a folder is there, for `freshFor` and to the next of its ticks.
// Attributes are taken back as soon as the host says anything else, because whoever is in the guest could
// have heard of a change by it. A name cannot be taken back (the kernel would wait for those who wait for
// this), but all that is asked of its folder is asked of what has the name now. Where that is nothing, or of
// another type, ESTALE makes the kernel walk the path again without belief.
class FolderServer
{
public:
    static constexpr std::chrono::milliseconds freshFor{5};
    static constexpr std::size_t mostRequest = (256 << 10) + 4096; // bytes of one request of the kernel

    // What the kernel is told: each call is one write(2) to /dev/fuse, of both parts.
    using Tell = std::function<void(std::string_view head, std::string_view data)>;

    using Clock = std::chrono::steady_clock;
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

    struct Belief // that the kernel may still have
    {
        NodeId attributesOf = 0;
        Clock::time_point since;
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
    void make(const Request &request, P9Request how, std::string_view name);
    void makeFolder(const Request &request);
    void makeNode(const Request &request);
    void makeSymlink(const Request &request);
    void makeLink(const Request &request);
    void remove(const Request &request, std::uint32_t flags);
    void rename(const Request &request, NodeId newFolder, std::size_t headSize);
    void renameWithFlags(const Request &request);
    [[nodiscard]] P9Client::Done entered(const Request &request, std::string_view name, Fid fid,
                                         std::size_t walked);
    [[nodiscard]] fuse_entry_out enter(const Place &place, Fid fid, std::string_view attributes);

    // folder_server_files.cpp: open files and folders
    void create(const Request &request);
    void open(const Request &request, std::uint32_t extraFlags);
    void read(const Request &request);
    void readFolder(const Request &request);
    void answerEntries(std::uint64_t unique, FolderListing &listing, const fuse_read_in &asked);
    void write(const Request &request);
    void sync(const Request &request);
    void close(const Request &request);

    [[nodiscard]] static P9Request walk(Fid from, Fid to);
    [[nodiscard]] static P9Request walk(Fid from, Fid to, std::string_view name);
    [[nodiscard]] static P9Request askAttributes(Fid fid);
    [[nodiscard]] bool isOfAnotherType(NodeId node, std::string_view qid);
    [[nodiscard]] Fid fidOf(NodeId node);  // one that the host does not know if there is no such node
    [[nodiscard]] Fid selfOf(NodeId node); // likewise
    void release(Fid fid, bool isKnown);   // to the host

    template<typename Body> void answer(std::uint64_t unique, const Body &body);
    void answerData(std::uint64_t unique, std::string_view data);
    void answerError(std::uint64_t unique, int error);
    // How long the kernel may believe attributes of the node that were asked for at `epoch`, in nanoseconds.
    [[nodiscard]] std::uint32_t beliefIn(NodeId node, std::uint64_t epoch);
    void takeBack(NodeId attributesOf);

    Tell m_tell;
    bool m_writable;
    Now m_now;
    P9Client m_host;
    FolderNodes m_nodes;
    std::unordered_map<Fid, FolderListing> m_listings; // of open folders
    std::deque<Belief> m_believed;                     // of attributes, oldest first
    std::uint64_t m_epoch = 0;                         // words of the host
};

} // namespace glasshouse::guest
