#include "sandbox/guest/output_folder.h"

#include "sandbox/guest/descriptor.h"
#include "sandbox/protocol/artifact_name.h"
#include "sandbox/protocol/usage_messages.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace glasshouse::guest {

namespace {

constexpr int maxDepth = 16;
constexpr std::size_t maxEntries = 20'000; // looked at; more than that is refused as a whole
constexpr std::size_t maxRefusals = 100;   // told one by one

using Folder = std::unique_ptr<DIR, int (*)(DIR *)>;

Folder openFolder(int parent, const char *name)
{
    const int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return {descriptor < 0 ? nullptr : fdopendir(descriptor), closedir};
}

// Folders themselves are not entries, unless they are too deep to look into.
void scanFolder(int parent, const char *name, const std::string &prefix, int depth,
                std::map<std::string, struct stat> &entries)
{
    const Folder folder = openFolder(parent, name);
    if (!folder)
        return;
    while (const dirent *entry = readdir(folder.get())) {
        const std::string child = entry->d_name;
        struct stat status
        {
        };
        if (child == "." || child == ".." || entries.size() > maxEntries ||
            fstatat(dirfd(folder.get()), child.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISDIR(status.st_mode) && depth < maxDepth)
            scanFolder(dirfd(folder.get()), child.c_str(), prefix + child + "/", depth + 1, entries);
        else
            entries.emplace(prefix + child, status);
    }
}

const char *kindProblem(const struct stat &status)
{
    if (S_ISLNK(status.st_mode))
        return "it is a symbolic link";
    if (S_ISFIFO(status.st_mode))
        return "it is a named pipe";
    if (S_ISSOCK(status.st_mode))
        return "it is a socket";
    if (S_ISDIR(status.st_mode))
        return "the folder is nested too deeply";
    if (!S_ISREG(status.st_mode))
        return "it is a device";
    return status.st_nlink > 1 ? "it has more than one hard link" : nullptr;
}

class Judge
{
public:
    explicit Judge(const OutputLimits &limits) : m_limits(limits) {}

    [[nodiscard]] std::optional<std::string> problemOf(const std::string &name, const struct stat &status)
    {
        const bool isFirst = m_names.insert(protocol::collisionKey(name)).second;
        if (const char *problem = kindProblem(status))
            return problem;
        if (auto problem = protocol::artifactNameProblem(name))
            return problem;
        if (!isFirst)
            return "the name differs from another one only in upper and lower case";
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> limitProblem(std::uint64_t size)
    {
        if (m_files >= m_limits.files) {
            m_hit |= std::uint32_t(protocol::HitLimit::OutputFiles);
            return "there are more than " + std::to_string(m_limits.files) + " files";
        }
        if (size > m_limits.bytes - m_bytes) {
            m_hit |= std::uint32_t(protocol::HitLimit::OutputBytes);
            return "the files are larger than " + std::to_string(m_limits.bytes) + " bytes together";
        }
        ++m_files;
        m_bytes += size;
        return std::nullopt;
    }

    [[nodiscard]] std::uint32_t hit() const { return m_hit; }

private:
    OutputLimits m_limits;
    std::uint32_t m_hit = 0;
    std::set<std::string> m_names;
    std::uint64_t m_bytes = 0;
    std::uint32_t m_files = 0;
};

void refuse(OutputChanges &changes, const std::string &name, const std::string &reason)
{
    if (changes.refused.size() < maxRefusals)
        changes.refused.push_back({protocol::escaped(name), reason});
    else if (changes.refused.size() == maxRefusals)
        changes.refused.push_back({"...", "more files were refused than are listed"});
}

} // namespace

void OutputFolder::clear()
{
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(m_root, error))
        std::filesystem::remove_all(entry.path(), error);
    m_known.clear();
}

void OutputFolder::setCapacity(const OutputLimits &limits)
{
    if (limits.bytes == m_capacity.bytes && limits.files == m_capacity.files)
        return;
    // Folders and refused entries count as inodes too, so there is room for some.
    const std::string options = "size=" + std::to_string(limits.bytes) +
                                ",nr_inodes=" + std::to_string(2 * std::uint64_t(limits.files) + 64);
    if (mount(nullptr, m_root.c_str(), nullptr, MS_REMOUNT | MS_NOSUID | MS_NODEV, options.c_str()) == 0)
        m_capacity = limits; // else more is used than that already: the old capacity stays
}

OutputUsage OutputFolder::usage() const
{
    struct statvfs now
    {
    };
    if (statvfs(m_root.c_str(), &now) != 0 || now.f_files == 0)
        return {};
    const auto files = static_cast<std::uint32_t>(now.f_files - now.f_ffree);
    return {(now.f_blocks - now.f_bfree) * now.f_frsize, files - std::min(files, 1U), // itself is no file
            now.f_bfree == 0, now.f_ffree == 0};
}

OutputChanges OutputFolder::takeChanges(const OutputLimits &limits)
{
    const Entries entries = scan();
    OutputChanges changes;
    Judge judge(limits);
    std::map<std::string, Stamp> known;
    for (const auto &[name, status] : entries) {
        auto problem = judge.problemOf(name, status);
        known.emplace(name, stampOf(status));
        if (isUnchanged(name, status))
            continue;
        const auto size = static_cast<std::uint64_t>(status.st_size);
        if (!problem)
            problem = judge.limitProblem(size);
        if (problem)
            refuse(changes, name, *problem);
        else
            changes.files.push_back({name, size});
    }
    if (entries.size() > maxEntries)
        refuse(changes, "...", "there are too many files to look at");
    m_known = std::move(known);
    changes.limits = judge.hit();
    return changes;
}

OutputFolder::Entries OutputFolder::scan() const
{
    Entries entries;
    scanFolder(AT_FDCWD, m_root.c_str(), {}, 0, entries);
    return entries;
}

OutputFolder::Stamp OutputFolder::stampOf(const struct stat &status)
{
    return {status.st_ino, status.st_size, status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
}

bool OutputFolder::isUnchanged(const std::string &name, const struct stat &status) const
{
    const auto found = m_known.find(name);
    return found != m_known.end() && found->second == stampOf(status);
}

} // namespace glasshouse::guest
