// A mounted folder in a test: asks a FolderServer as the kernel would, and lets it talk to the true host.
#pragma once

#include "sandbox/guest/folder_server.h"
#include "tests/sandbox/files/shared_fixture.h"

#include <cstring>
#include <unordered_map>

#include <linux/fuse.h>

namespace glasshouse::guest {

template<typename Part> std::string bytesOf(const Part &part)
{
    return std::string(reinterpret_cast<const char *>(&part), sizeof part);
}

template<typename Part> Part partOf(std::string_view bytes)
{
    if (bytes.size() != sizeof(Part))
        qFatal("An answer of %zu bytes, not %zu.", bytes.size(), sizeof(Part));
    Part part{};
    std::memcpy(&part, bytes.data(), sizeof part);
    return part;
}

struct KernelAnswer
{
    int error = 0;
    std::string body = {};
};

struct KernelEntry // of what was looked up or made
{
    int error = 0;
    fuse_entry_out entry = {};
    std::uint64_t handle = 0; // if it was opened too

    [[nodiscard]] NodeId node() const { return entry.nodeid; }
};

// Every call answers an error number of Linux, 0 if it was done.
class FuseKernel
{
public:
    explicit FuseKernel(sandbox::P9Session &host, bool writable = true);
    Q_DISABLE_COPY_MOVE(FuseKernel)

    // Asks, and waits for the answer.
    KernelAnswer ask(std::uint32_t operation, NodeId node, std::string_view body = {});
    // Asks only: returns the request's number, 0 if it gets no answer.
    std::uint64_t send(std::uint32_t operation, NodeId node, std::string_view body = {});
    // Something that changes nothing, so that what waits for the next request goes out.
    void askAnything() { (void)ask(FUSE_STATFS, FolderNodes::root); }
    // Lets the server and the host talk until both have nothing to say.
    void carry();
    // Of the host from now on, anywhere; between two pieces something else may happen.
    void cutReplies(std::function<void()> between = [] {}) { m_between = std::move(between); }

    [[nodiscard]] bool isAnswered(std::uint64_t request) const { return m_answers.contains(request); }
    [[nodiscard]] KernelAnswer answer(std::uint64_t request) const { return m_answers.at(request); }
    // Nodes whose attributes the server took back, since the last call.
    std::vector<NodeId> takenBack() { return std::exchange(m_takenBack, {}); }
    void advance(std::chrono::milliseconds time) { m_now += time; }
    [[nodiscard]] FolderServer &server() { return m_server; }

    KernelEntry lookUp(NodeId folder, std::string_view name);
    KernelEntry makeFolder(NodeId folder, std::string_view name);
    KernelEntry makeNode(NodeId folder, std::string_view name, std::uint32_t mode);
    KernelEntry create(NodeId folder, std::string_view name, std::uint32_t flags, std::uint32_t mode = 0644);
    int remove(NodeId folder, std::string_view name);
    int removeFolder(NodeId folder, std::string_view name);
    int rename(NodeId folder, std::string_view name, NodeId newFolder, std::string_view newName);
    void forget(NodeId node, std::uint64_t lookups = 1);

    int attributes(NodeId node, fuse_attr_out &found);
    [[nodiscard]] std::uint64_t sizeOf(NodeId node);
    int setAttributes(NodeId node, const fuse_setattr_in &wanted);

    int open(NodeId node, std::uint32_t flags, std::uint64_t &handle);
    int openFolder(NodeId node, std::uint64_t &handle);
    int read(NodeId node, std::uint64_t handle, std::uint64_t offset, std::uint32_t size, std::string &bytes);
    int readFolder(NodeId node, std::uint64_t handle, std::uint64_t offset, std::uint32_t size,
                   std::string &records);
    int write(NodeId node, std::uint64_t handle, std::uint64_t offset, std::string_view bytes,
              std::uint32_t fileFlags = 0, std::uint32_t writeFlags = 0);
    int close(NodeId node, std::uint64_t handle);
    int closeFolder(NodeId node, std::uint64_t handle);

private:
    void hear(std::string_view head, std::string_view data);
    void tellServer(std::string_view replies);
    KernelEntry askEntry(std::uint32_t operation, NodeId folder, std::string_view body);

    sandbox::P9Session &m_host;
    FolderServer::Clock::time_point m_now;
    FolderServer m_server;
    std::unordered_map<std::uint64_t, KernelAnswer> m_answers;
    std::vector<NodeId> m_takenBack;
    std::uint64_t m_last = 0;
    std::function<void()> m_between; // none: replies come whole
};

// A folder of the host, mounted.
struct Mount
{
    explicit Mount(bool writable = true, sandbox::Quota quota = {})
        : share(writable, quota), kernel(share.session(), writable)
    {
    }

    // Fids that the host knows, among the first ones; its root is one.
    [[nodiscard]] int fidsAtHost();
    // The host puts another file in its place.
    void replace(const char *name, const QByteArray &content) const;

    sandbox::SharedFixture share;
    FuseKernel kernel;
};

inline constexpr NodeId root = FolderNodes::root;

} // namespace glasshouse::guest
