#include "sandbox/files/shared_folder.h"

#include "sandbox/files/name_rules.h"
#include "sandbox/files/tree_usage.h"

#include <algorithm>
#include <limits>

namespace glasshouse::sandbox {

namespace {

constexpr std::size_t maxShownPath = 4096;
constexpr std::uint64_t maxSize = std::numeric_limits<std::int64_t>::max();

QString shown(const TreePath &path)
{
    return QString::fromUtf8(std::string_view(path.text()).substr(0, maxShownPath));
}

Outcome<void> checkKind(EntryKind kind)
{
    if (kind == EntryKind::Symlink)
        return failure(Errno::AccessDenied, "It is a symbolic link, and links are not followed.");
    if (kind == EntryKind::Other)
        return failure(Errno::AccessDenied, "It is a device, a named pipe or a socket.");
    return {};
}

// The other name of a hard link may be outside of the mount.
Outcome<void> checkLinks(const Attributes &file)
{
    if (file.kind == EntryKind::Regular && file.links > 1)
        return failure(Errno::NotPermitted,
                       "The file has more than one hard link, so a change could show outside "
                       "of the mount.");
    return {};
}

Outcome<void> checkNotRoot(const TreePath &path)
{
    if (path.isRoot())
        return failure(Errno::Busy, "It is the mount itself.");
    return {};
}

Outcome<void> checkLookUp(std::string_view name)
{
    return HostTree::needsPortableNames() ? checkNewName(name) : checkName(name);
}

FileOperation operationOf(const OpenRequest &request)
{
    return request.writes() ? FileOperation::OpenForWriting : FileOperation::OpenForReading;
}

// Also of a file that is only read, when it has to be truncated first.
HostFile::Access accessFor(const OpenRequest &request)
{
    return request.truncate && request.access == HostFile::Access::Read ? HostFile::Access::ReadWrite
                                                                        : request.access;
}

} // namespace

SharedFile::SharedFile(HostFile file, const FileIdentity &identity, HostFile::Access access,
                       QuotaMeter &meter)
    : m_file(std::move(file)), m_identity(identity), m_access(access), m_meter(meter)
{
    m_meter.opened(m_identity, m_file);
}

SharedFolder::SharedFolder(HostTree tree, ShareRules rules)
    : m_tree(std::move(tree)), m_rules(std::move(rules)),
      m_meter(m_rules.quota, [this] { return usageOf(m_tree, {}, m_rules.stop); })
{
}

Outcome<Attributes> SharedFolder::attributes(const TreePath &path)
{
    return noted(FileOperation::LookUp, path, m_tree.attributes(path).and_then([](const Attributes &found) {
        return checkKind(found.kind).map([&] { return found; });
    }));
}

Outcome<Attributes> SharedFolder::lookUp(const TreePath &folder, std::string_view name)
{
    const TreePath path = folder.child(name);
    if (auto allowed = noted(FileOperation::LookUp, path, checkLookUp(name)); !allowed)
        return tl::unexpected(std::move(allowed.error()));
    return attributes(path);
}

Outcome<SharedFilePtr> SharedFolder::openFile(const TreePath &path, const OpenRequest &request)
{
    return noted(operationOf(request), path, openExisting(path, request));
}

Outcome<FolderReader> SharedFolder::openFolder(const TreePath &path)
{
    return noted(FileOperation::OpenForReading, path, m_tree.openFolder(path));
}

Outcome<SharedFilePtr> SharedFolder::create(const TreePath &folder, std::string_view name,
                                            const OpenRequest &request, std::uint32_t permissions)
{
    const TreePath path = folder.child(name);
    auto created = mayChange().and_then([&] { return checkNewEntry(folder, name); }).and_then([&] {
        return createNew(path, request, permissions);
    });
    if (!created && created.error().code == Errno::Exists && !request.exclusive)
        return openFile(path, request);
    return noted(FileOperation::Create, path, std::move(created));
}

Outcome<void> SharedFolder::makeFolder(const TreePath &folder, std::string_view name,
                                       std::uint32_t permissions)
{
    const TreePath path = folder.child(name);
    auto made = mayChange()
                    .and_then([&] { return checkNewEntry(folder, name); })
                    .and_then([&] { return takeName(path); })
                    .and_then([&] {
                        auto outcome = m_tree.makeFolder(path, permissions);
                        if (!outcome)
                            m_meter.giveBackFile();
                        return outcome;
                    });
    return noted(FileOperation::MakeFolder, path, std::move(made));
}

tl::unexpected<Failure> SharedFolder::refuseSpecial(const TreePath &folder, std::string_view name)
{
    const char *reason = "Links, devices, named pipes and sockets cannot be created in a mount.";
    note(FileOperation::CreateSpecial, folder.child(name), {}, reason);
    return failure(m_rules.writable ? Errno::NotPermitted : Errno::ReadOnly, reason);
}

Outcome<std::size_t> SharedFolder::write(SharedFile &file, const TreePath &path, std::string_view bytes,
                                         std::uint64_t offset)
{
    return noted(FileOperation::Write, path, writeCounted(file.file(), bytes, offset));
}

Outcome<std::size_t> SharedFolder::append(SharedFile &file, const TreePath &path, std::string_view bytes)
{
    return noted(FileOperation::Write, path, appendCounted(file.file(), bytes));
}

Outcome<void> SharedFolder::setSize(SharedFile &file, const TreePath &path, std::uint64_t size)
{
    return noted(FileOperation::Truncate, path, resize(file.file(), size));
}

Outcome<void> SharedFolder::setSize(const TreePath &path, std::uint64_t size)
{
    auto resized = mayChange()
                       .and_then([&] { return m_tree.openFile(path, HostFile::Access::Write); })
                       .and_then([&](HostFile file) { return resize(file, size); });
    return noted(FileOperation::Truncate, path, std::move(resized));
}

Outcome<void> SharedFolder::change(SharedFile *file, const TreePath &path, const AttributeChange &change)
{
    auto changed = mayChange().and_then([&]() -> Outcome<void> {
        if (file)
            return changeFile(file->file(), change);
        return m_tree.openForChange(path).and_then(
            [&](HostFile opened) { return changeFile(opened, change); });
    });
    return noted(FileOperation::ChangeAttributes, path, std::move(changed));
}

tl::unexpected<Failure> SharedFolder::refuseOwner(const TreePath &path)
{
    const char *reason = "All files belong to the user of the sandbox.";
    note(FileOperation::ChangeAttributes, path, {}, reason);
    return failure(m_rules.writable ? Errno::NotPermitted : Errno::ReadOnly, reason);
}

Outcome<void> SharedFolder::removeFile(const TreePath &folder, std::string_view name)
{
    const TreePath path = folder.child(name);
    return noted(FileOperation::Remove, path,
                 checkLookUp(name).and_then([&] { return remove(path, EntryKind::Regular); }));
}

Outcome<void> SharedFolder::removeFolder(const TreePath &folder, std::string_view name)
{
    const TreePath path = folder.child(name);
    return noted(FileOperation::Remove, path,
                 checkLookUp(name).and_then([&] { return remove(path, EntryKind::Folder); }));
}

Outcome<void> SharedFolder::rename(const TreePath &from, const TreePath &folder, std::string_view name)
{
    const TreePath to = folder.child(name);
    auto renamed = checkNotRoot(from)
                       .and_then([&] { return mayChange(); })
                       .and_then([&] { return checkNewEntry(folder, name); })
                       .and_then([&] { return checkStaysReachable(from, to); })
                       .and_then([&] { return move(from, to); });
    return noted(FileOperation::Rename, from, std::move(renamed), to);
}

Outcome<Space> SharedFolder::space()
{
    auto space = m_tree.space();
    if (!space || !m_meter.isLimited())
        return space;
    const TreeUsage used = m_meter.usage().value_or(TreeUsage{});
    const auto limit = [](std::uint64_t quota, std::uint64_t taken, std::uint64_t &all, std::uint64_t &free) {
        if (quota == 0)
            return;
        all = quota;
        free = std::min(free, quota - std::min(quota, taken));
    };
    limit(m_rules.quota.bytes, used.bytes, space->bytes, space->freeBytes);
    limit(m_rules.quota.files, used.files, space->files, space->freeFiles);
    return space;
}

Timestamp SharedFolder::now() const
{
    const qint64 ms = m_rules.clock->nowMs();
    return {ms / 1000, static_cast<std::uint32_t>(ms % 1000) * 1'000'000};
}

template<typename T>
Outcome<T> SharedFolder::noted(FileOperation operation, const TreePath &path, Outcome<T> outcome,
                               const TreePath &newPath)
{
    const bool isListedWhenDone = operation != FileOperation::LookUp && operation != FileOperation::Write;
    if (outcome ? isListedWhenDone : !outcome.error().reason.empty())
        note(operation, path, newPath, outcome ? std::string() : outcome.error().reason);
    return outcome;
}

void SharedFolder::note(FileOperation operation, const TreePath &path, const TreePath &newPath,
                        const std::string &problem)
{
    m_rules.audit(
        {m_rules.clock->nowMs(), operation, shown(path), shown(newPath), QString::fromStdString(problem)});
}

Outcome<void> SharedFolder::mayChange() const
{
    if (!m_rules.writable)
        return failure(Errno::ReadOnly, "The mount is read-only.");
    return {};
}

// A quota is not got round by moving files deeper than they can be counted.
Outcome<void> SharedFolder::checkStaysReachable(const TreePath &from, const TreePath &to) const
{
    if (!m_meter.isLimited() || to.text().size() <= from.text().size())
        return {};
    const auto moved = m_tree.attributes(from);
    if (!moved || moved->kind != EntryKind::Folder)
        return {};
    const auto below = usageOf(m_tree, from, m_rules.stop);
    if (!below)
        return failure(Errno::Busy);
    if (below->longestPath + to.text().size() > maxPathBytes + from.text().size())
        return failure(Errno::NameTooLong, "What is in the folder would get paths longer than 4095 bytes.");
    return {};
}

Outcome<SharedFilePtr> SharedFolder::openExisting(const TreePath &path, const OpenRequest &request)
{
    if (request.writes() && !m_rules.writable)
        return tl::unexpected(mayChange().error());
    auto file = m_tree.openFile(path, accessFor(request));
    if (!file)
        return tl::unexpected(std::move(file.error()));
    const auto attributes = file->attributes();
    if (!attributes)
        return tl::unexpected(attributes.error());
    if (request.writes()) {
        auto allowed = checkLinks(*attributes);
        if (allowed && request.truncate)
            allowed = resize(*file, 0);
        if (!allowed)
            return tl::unexpected(std::move(allowed.error()));
    }
    return std::make_unique<SharedFile>(std::move(*file), attributes->identity, request.access, m_meter);
}

Outcome<void> SharedFolder::takeName(const TreePath &path)
{
    auto taken = m_meter.takeFile();
    if (!taken && m_tree.attributes(path))
        return failure(Errno::Exists); // in a full mount, too
    return taken;
}

Outcome<SharedFilePtr> SharedFolder::createNew(const TreePath &path, const OpenRequest &request,
                                               std::uint32_t permissions)
{
    if (auto taken = takeName(path); !taken)
        return tl::unexpected(std::move(taken.error()));
    auto file = m_tree.createFile(path, request.access, permissions);
    auto attributes = file.and_then([](const HostFile &created) { return created.attributes(); });
    if (!attributes) {
        m_meter.giveBackFile();
        return tl::unexpected(std::move(attributes.error()));
    }
    return std::make_unique<SharedFile>(std::move(*file), attributes->identity, request.access, m_meter);
}

Outcome<std::size_t> SharedFolder::writeCounted(HostFile &file, std::string_view bytes, std::uint64_t offset)
{
    if (offset > maxSize - bytes.size())
        return failure(Errno::FileTooBig);
    if (!m_meter.isLimited() || bytes.empty())
        return file.write(bytes.data(), bytes.size(), offset);
    const auto before = file.attributes();
    if (!before)
        return tl::unexpected(before.error());
    const auto growthTo = [&](std::uint64_t end) { return end - std::min(end, before->size); };
    const std::uint64_t growth = growthTo(offset + bytes.size());
    if (auto taken = m_meter.takeBytes(growth); !taken)
        return tl::unexpected(std::move(taken.error()));
    auto written = file.write(bytes.data(), bytes.size(), offset);
    m_meter.giveBackBytes(growth - (written ? growthTo(*written ? offset + *written : 0) : 0));
    return written;
}

Outcome<std::size_t> SharedFolder::appendCounted(HostFile &file, std::string_view bytes)
{
    if (auto taken = m_meter.takeBytes(bytes.size()); !taken)
        return tl::unexpected(std::move(taken.error()));
    auto written = file.append(bytes.data(), bytes.size());
    m_meter.giveBackBytes(bytes.size() - written.value_or(0));
    return written;
}

Outcome<void> SharedFolder::resize(HostFile &file, std::uint64_t size)
{
    const auto before = file.attributes();
    if (!before)
        return tl::unexpected(before.error());
    if (size > maxSize)
        return failure(Errno::FileTooBig);
    const std::uint64_t growth = size - std::min(size, before->size);
    return checkLinks(*before).and_then([&] { return m_meter.takeBytes(growth); }).and_then([&] {
        auto resized = file.setSize(size);
        m_meter.giveBackBytes(resized ? before->size - std::min(size, before->size) : growth);
        return resized;
    });
}

Outcome<void> SharedFolder::changeFile(HostFile &file, const AttributeChange &change)
{
    return file.attributes().and_then(checkLinks).and_then([&] { return file.change(change); });
}

Outcome<void> SharedFolder::remove(const TreePath &path, EntryKind kind)
{
    if (auto allowed = mayChange(); !allowed)
        return allowed;
    const auto found = m_tree.attributes(path);
    if (!found)
        return tl::unexpected(found.error());
    if (auto allowed = checkKind(found->kind); !allowed)
        return allowed;
    if (found->kind != kind)
        return failure(kind == EntryKind::Folder ? Errno::NotFolder : Errno::IsFolder);
    auto removed = kind == EntryKind::Folder ? m_tree.removeFolder(path) : m_tree.removeFile(path);
    if (removed)
        m_meter.removed(*found);
    return removed;
}

Outcome<void> SharedFolder::move(const TreePath &from, const TreePath &to)
{
    const auto source = m_tree.attributes(from);
    if (!source)
        return tl::unexpected(source.error());
    const auto target = m_tree.attributes(to);
    if (!target && target.error().code != Errno::NoEntry)
        return tl::unexpected(target.error());
    auto allowed = checkKind(source->kind);
    if (allowed && target)
        allowed = checkKind(target->kind);
    if (!allowed)
        return allowed;
    auto renamed = m_tree.rename(from, to);
    if (renamed && target && target->identity != source->identity)
        m_meter.removed(*target);
    return renamed;
}

} // namespace glasshouse::sandbox
