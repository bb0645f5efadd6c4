// Answers one request at a time of a 9P2000.L client, from a SharedFolder.
#pragma once

#include "sandbox/files/fid_table.h"
#include "sandbox/files/wire.h"

#include <optional>

namespace glasshouse::sandbox {

class RequestHandler
{
public:
    static constexpr std::uint32_t maxMessage = 1 << 20; // what the kernel's client asks for at most
    static constexpr std::uint32_t minMessage = 4096;

    RequestHandler(HostTree tree, ShareRules rules) : m_folder(std::move(tree), std::move(rules)) {}

    // Appends the reply. A sentence if the request breaks the protocol: then there is none, nor should there
    // be another.
    [[nodiscard]] std::optional<QString> answer(QByteArrayView message, QByteArray &replies);
    [[nodiscard]] std::uint32_t messageLimit() const { return m_messageLimit; }

private:
    using Fid32 = std::uint32_t;
    using Text = std::string_view;
    using Reply = p9::ReplyWriter;
    struct ListedFolder
    {
        FileIdentity identity;
        bool isRoot = false;
    };

    template<typename... Fields>
    [[nodiscard]] Outcome<void> run(Outcome<void> (RequestHandler::*request)(Reply &, Fields...),
                                    QByteArrayView body, Reply &reply);
    [[nodiscard]] Outcome<void> dispatch(p9::Type type, QByteArrayView body, Reply &reply);
    [[nodiscard]] Outcome<void> dispatchEntry(p9::Type type, QByteArrayView body, Reply &reply);
    [[nodiscard]] tl::unexpected<Failure> violate(const QString &sentence); // after that no reply is sent

    // request_handler.cpp: the conversation and its fids
    [[nodiscard]] Outcome<void> version(Reply &reply, std::uint32_t messageSize, Text version);
    [[nodiscard]] Outcome<void> authenticate(Reply &reply, Fid32 fid, Text user, Text folder,
                                             std::uint32_t uid);
    [[nodiscard]] Outcome<void> attach(Reply &reply, Fid32 fid, Fid32 authentication, Text user, Text folder,
                                       std::uint32_t uid);
    [[nodiscard]] Outcome<void> walk(Reply &reply, Fid32 from, Fid32 to, p9::WalkNames names);
    [[nodiscard]] Outcome<void> clunk(Reply &reply, Fid32 fid);
    [[nodiscard]] Outcome<void> flush(Reply &reply, std::uint16_t tag);

    // request_handler_files.cpp: open files and folders
    [[nodiscard]] Outcome<void> open(Reply &reply, Fid32 fid, std::uint32_t flags);
    [[nodiscard]] Outcome<void> create(Reply &reply, Fid32 fid, Text name, std::uint32_t flags,
                                       std::uint32_t mode, std::uint32_t group);
    [[nodiscard]] Outcome<void> read(Reply &reply, Fid32 fid, std::uint64_t offset, std::uint32_t count);
    [[nodiscard]] Outcome<void> write(Reply &reply, Fid32 fid, std::uint64_t offset, p9::Data data);
    [[nodiscard]] Outcome<void> readFolder(Reply &reply, Fid32 fid, std::uint64_t offset,
                                           std::uint32_t count);
    [[nodiscard]] Outcome<void> sync(Reply &reply, Fid32 fid, std::uint32_t dataOnly);
    [[nodiscard]] Outcome<void> lock(Reply &reply, Fid32 fid, std::uint8_t type, std::uint32_t flags,
                                     std::uint64_t start, std::uint64_t length, std::uint32_t process,
                                     Text client);
    [[nodiscard]] Outcome<void> getLock(Reply &reply, Fid32 fid, std::uint8_t type, std::uint64_t start,
                                        std::uint64_t length, std::uint32_t process, Text client);

    [[nodiscard]] Outcome<Fid *> closedFid(Fid32 fid);
    [[nodiscard]] Outcome<void> openFolder(Reply &reply, Fid &fid);
    [[nodiscard]] Outcome<void> finishOpen(Reply &reply, Fid &fid, SharedFilePtr file);
    [[nodiscard]] Outcome<void> writeEntries(Reply &reply, FolderReader &folder, const ListedFolder &listed,
                                             std::size_t limit);
    void writeEntry(Reply &reply, const FolderEntry &entry, const ListedFolder &listed) const;
    [[nodiscard]] std::uint32_t bestTransfer() const; // bytes of data in one message

    // request_handler_entries.cpp: names and attributes
    [[nodiscard]] Outcome<void> getAttributes(Reply &reply, Fid32 fid, std::uint64_t mask);
    [[nodiscard]] Outcome<void> setAttributes(Reply &reply, Fid32 fid, p9::SetAttributes fields);
    [[nodiscard]] Outcome<void> statFs(Reply &reply, Fid32 fid);
    [[nodiscard]] Outcome<void> makeFolder(Reply &reply, Fid32 folder, Text name, std::uint32_t mode,
                                           std::uint32_t group);
    [[nodiscard]] Outcome<void> makeNode(Reply &reply, Fid32 folder, Text name, std::uint32_t mode,
                                         std::uint32_t major, std::uint32_t minor, std::uint32_t group);
    [[nodiscard]] Outcome<void> symlink(Reply &reply, Fid32 folder, Text name, Text target,
                                        std::uint32_t group);
    [[nodiscard]] Outcome<void> link(Reply &reply, Fid32 folder, Fid32 file, Text name);
    [[nodiscard]] Outcome<void> readLink(Reply &reply, Fid32 fid);
    [[nodiscard]] Outcome<void> remove(Reply &reply, Fid32 fid);
    [[nodiscard]] Outcome<void> unlinkAt(Reply &reply, Fid32 folder, Text name, std::uint32_t flags);
    [[nodiscard]] Outcome<void> rename(Reply &reply, Fid32 fid, Fid32 folder, Text name);
    [[nodiscard]] Outcome<void> renameAt(Reply &reply, Fid32 fromFolder, Text from, Fid32 toFolder, Text to);
    [[nodiscard]] Outcome<void> xattrWalk(Reply &reply, Fid32 fid, Fid32 to, Text name);
    [[nodiscard]] Outcome<void> xattrCreate(Reply &reply, Fid32 fid, Text name, std::uint64_t size,
                                            std::uint32_t flags);

    [[nodiscard]] Outcome<Attributes> attributesOf(Fid &fid);
    [[nodiscard]] Outcome<void> setSize(Fid &fid, std::uint64_t size);
    [[nodiscard]] Outcome<void> removeEntry(const TreePath &folder, Text name, EntryKind kind);
    [[nodiscard]] Outcome<void> move(const TreePath &from, const TreePath &folder, Text name);

    SharedFolder m_folder;
    FidTable m_fids; // destroyed before the folder: open files give their bytes back to its quota
    std::uint32_t m_messageLimit = 0; // none before a version is agreed
    std::uint64_t m_rootDevice = 0;
    std::optional<QString> m_violation;
};

} // namespace glasshouse::sandbox
