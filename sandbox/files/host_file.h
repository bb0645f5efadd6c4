// One open file or folder of the host. Standard C++ here; the system's calls are in host_file_unix.cpp and
// _win.cpp.
#pragma once

#include "sandbox/files/native_handle.h"
#include "sandbox/files/outcome.h"

#include <cstdint>
#include <optional>

namespace glasshouse::sandbox {

enum class EntryKind { Regular, Folder, Symlink, Other };

struct Timestamp // since the Unix epoch
{
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;

    bool operator==(const Timestamp &) const = default;
};

struct FileIdentity
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    auto operator<=>(const FileIdentity &) const = default;
};

struct Attributes
{
    EntryKind kind = EntryKind::Other;
    FileIdentity identity;
    std::uint32_t permissions = 0; // the nine bits
    std::uint64_t links = 1;
    std::uint64_t size = 0;
    std::uint64_t blocks = 0; // of 512 bytes
    Timestamp accessed, modified, changed;
};

struct AttributeChange // what is absent stays
{
    std::optional<std::uint32_t> permissions;
    std::optional<Timestamp> accessed, modified;

    [[nodiscard]] bool isEmpty() const { return !permissions && !accessed && !modified; }
};

// Whatever the guest asks for, the user of the host can still read, change and remove it; no setuid or sticky
// bits.
[[nodiscard]] constexpr std::uint32_t keptPermissions(std::uint32_t asked, EntryKind kind)
{
    return (asked & 0777) | (kind == EntryKind::Folder ? 0700 : 0600);
}

class HostFile
{
public:
    enum class Access { Read, Write, ReadWrite };

    explicit HostFile(NativeHandle handle) : m_handle(std::move(handle)) {}

    // Bytes done; fewer than asked at the end of the file or of the disk.
    [[nodiscard]] Outcome<std::size_t> read(char *to, std::size_t size, std::uint64_t offset) const;
    [[nodiscard]] Outcome<std::size_t> write(const char *from, std::size_t size, std::uint64_t offset);
    // Where the file ends, whoever else appends to it at the same moment.
    [[nodiscard]] Outcome<std::size_t> append(const char *from, std::size_t size);
    [[nodiscard]] Outcome<void> setSize(std::uint64_t size);
    [[nodiscard]] Outcome<void> change(const AttributeChange &change);
    [[nodiscard]] Outcome<void> sync(bool dataOnly);
    [[nodiscard]] Outcome<Attributes> attributes() const;

private:
    NativeHandle m_handle;
};

} // namespace glasshouse::sandbox
