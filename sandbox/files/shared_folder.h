// What a guest may do with one exported folder: the rules of the mount, its quota and its audit, over a
// HostTree.
#pragma once

#include "core/base/clock.h"
#include "sandbox/files/file_access.h"
#include "sandbox/files/host_tree.h"
#include "sandbox/files/quota_meter.h"

#include <functional>
#include <stop_token>

namespace glasshouse::sandbox {

struct ShareRules
{
    bool writable = false;
    Quota quota;
    const Clock *clock = nullptr; // outlives the folder
    std::function<void(const FileAccess &)> audit;
    std::stop_token stop = {}; // ends the counting of a large tree, and a long batch of requests
};

struct OpenRequest
{
    HostFile::Access access = HostFile::Access::Read;
    bool truncate = false;
    bool exclusive = false; // for create(): fails if it exists

    [[nodiscard]] bool writes() const { return truncate || access != HostFile::Access::Read; }
};

// An open file, counted by the quota as long as it is open.
class SharedFile
{
public:
    SharedFile(HostFile file, const FileIdentity &identity, HostFile::Access access, QuotaMeter &meter);
    ~SharedFile() { m_meter.closed(m_identity, m_file); }
    Q_DISABLE_COPY_MOVE(SharedFile)

    [[nodiscard]] bool isReadable() const { return m_access != HostFile::Access::Write; }
    [[nodiscard]] bool isWritable() const { return m_access != HostFile::Access::Read; }
    [[nodiscard]] HostFile &file() { return m_file; }

private:
    HostFile m_file;
    FileIdentity m_identity;
    HostFile::Access m_access;
    QuotaMeter &m_meter;
};

using SharedFilePtr = std::unique_ptr<SharedFile>;

class SharedFolder
{
public:
    SharedFolder(HostTree tree, ShareRules rules);
    Q_DISABLE_COPY_MOVE(SharedFolder)

    // Of files and folders; what is neither, e.g. a symbolic link of the host, is listed but refused.
    [[nodiscard]] Outcome<Attributes> attributes(const TreePath &path);
    [[nodiscard]] Outcome<Attributes> lookUp(const TreePath &folder, std::string_view name);

    [[nodiscard]] Outcome<SharedFilePtr> openFile(const TreePath &path, const OpenRequest &request);
    [[nodiscard]] Outcome<FolderReader> openFolder(const TreePath &path);
    [[nodiscard]] Outcome<SharedFilePtr> create(const TreePath &folder, std::string_view name,
                                                const OpenRequest &request, std::uint32_t permissions);
    [[nodiscard]] Outcome<void> makeFolder(const TreePath &folder, std::string_view name,
                                           std::uint32_t permissions);
    // A link, a device, a named pipe, a socket: always refused.
    [[nodiscard]] tl::unexpected<Failure> refuseSpecial(const TreePath &folder, std::string_view name);

    [[nodiscard]] Outcome<std::size_t> write(SharedFile &file, const TreePath &path, std::string_view bytes,
                                             std::uint64_t offset);
    // Never over what somebody else has written meanwhile.
    [[nodiscard]] Outcome<std::size_t> append(SharedFile &file, const TreePath &path, std::string_view bytes);
    [[nodiscard]] Outcome<void> setSize(SharedFile &file, const TreePath &path, std::uint64_t size);
    [[nodiscard]] Outcome<void> setSize(const TreePath &path, std::uint64_t size);
    // `file` if it is open, else none.
    [[nodiscard]] Outcome<void> change(SharedFile *file, const TreePath &path, const AttributeChange &change);
    [[nodiscard]] tl::unexpected<Failure> refuseOwner(const TreePath &path);
    [[nodiscard]] Outcome<void> removeFile(const TreePath &folder, std::string_view name);
    [[nodiscard]] Outcome<void> removeFolder(const TreePath &folder, std::string_view name);
    [[nodiscard]] Outcome<void> rename(const TreePath &from, const TreePath &folder, std::string_view name);
    [[nodiscard]] Outcome<Space> space(); // what the quota leaves of it
    [[nodiscard]] Timestamp now() const;

private:
    template<typename T>
    Outcome<T> noted(FileOperation operation, const TreePath &path, Outcome<T> outcome,
                     const TreePath &newPath = {});
    void note(FileOperation operation, const TreePath &path, const TreePath &newPath,
              const std::string &problem);

    [[nodiscard]] Outcome<void> mayChange() const;
    [[nodiscard]] Outcome<void> checkStaysReachable(const TreePath &from, const TreePath &to) const;
    [[nodiscard]] Outcome<SharedFilePtr> openExisting(const TreePath &path, const OpenRequest &request);
    [[nodiscard]] Outcome<void> takeName(const TreePath &path);
    [[nodiscard]] Outcome<SharedFilePtr> createNew(const TreePath &path, const OpenRequest &request,
                                                   std::uint32_t permissions);
    [[nodiscard]] Outcome<std::size_t> writeCounted(HostFile &file, std::string_view bytes,
                                                    std::uint64_t offset);
    [[nodiscard]] Outcome<std::size_t> appendCounted(HostFile &file, std::string_view bytes);
    [[nodiscard]] Outcome<void> resize(HostFile &file, std::uint64_t size);
    [[nodiscard]] Outcome<void> changeFile(HostFile &file, const AttributeChange &change);
    [[nodiscard]] Outcome<void> remove(const TreePath &path, EntryKind kind);
    [[nodiscard]] Outcome<void> move(const TreePath &from, const TreePath &to);

    HostTree m_tree;
    ShareRules m_rules;
    QuotaMeter m_meter;
};

} // namespace glasshouse::sandbox
