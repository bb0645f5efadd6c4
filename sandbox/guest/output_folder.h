// What user code left in /output since the last look, judged without opening or following anything.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace glasshouse::guest {

struct ChangedFile
{
    std::string name; // relative, safe for the host
    std::uint64_t size = 0;
};

struct RefusedFile
{
    std::string name; // escaped
    std::string reason;
};

struct OutputChanges
{
    std::vector<ChangedFile> files; // sorted by name
    std::vector<RefusedFile> refused;
    std::uint32_t limits = 0; // that were hit: protocol::HitLimit, or-ed
};

struct OutputUsage
{
    std::uint64_t bytes = 0;
    std::uint32_t files = 0; // and folders
    bool isFull = false;     // of bytes
    bool isCrowded = false;  // of files
};

struct OutputLimits
{
    std::uint64_t bytes = 0; // of all changed files together
    std::uint32_t files = 0;
};

class OutputFolder
{
public:
    explicit OutputFolder(std::string root) : m_root(std::move(root)) {}

    [[nodiscard]] const std::string &root() const { return m_root; }

    void clear();                                 // removes everything in it and forgets it
    void setCapacity(const OutputLimits &limits); // of the file system: only if it is a mount of its own

    [[nodiscard]] OutputUsage usage() const;

    // New and changed entries since the last call of this.
    [[nodiscard]] OutputChanges takeChanges(const OutputLimits &limits);

private:
    struct Stamp // what changes when a file is written or replaced
    {
        std::uint64_t inode = 0;
        std::int64_t size = 0;
        std::int64_t changedSeconds = 0;
        std::int64_t changedNanoseconds = 0;

        bool operator==(const Stamp &) const = default;
    };
    using Entries = std::map<std::string, struct stat>;

    [[nodiscard]] Entries scan() const;
    [[nodiscard]] static Stamp stampOf(const struct stat &status);
    [[nodiscard]] bool isUnchanged(const std::string &name, const struct stat &status) const;

    std::string m_root;
    std::map<std::string, Stamp> m_known;
    OutputLimits m_capacity;
};

} // namespace glasshouse::guest
