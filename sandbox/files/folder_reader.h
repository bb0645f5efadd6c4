// Reads the entries of one open folder of the host, from any place where an earlier reading stopped.
#pragma once

#include "sandbox/files/host_file.h"

#include <memory>
#include <string_view>

namespace glasshouse::sandbox {

struct FolderEntry
{
    std::string_view name; // valid until the next call; "." and ".." are entries too
    EntryKind kind = EntryKind::Other;
    std::uint64_t inode = 0;
    std::uint64_t next = 0; // the place after it: stays good while other entries come and go
};

class FolderReader
{
public:
    struct Native;

    explicit FolderReader(std::unique_ptr<Native> native);
    FolderReader(FolderReader &&) noexcept;
    FolderReader &operator=(FolderReader &&) noexcept;
    ~FolderReader();

    [[nodiscard]] Outcome<void> seek(std::uint64_t place);    // 0, or `next` of an entry
    [[nodiscard]] Outcome<std::optional<FolderEntry>> peek(); // none at the end
    void advance();                                           // past what peek() showed
    [[nodiscard]] Outcome<Attributes> attributes() const;

private:
    std::unique_ptr<Native> m_native;
};

} // namespace glasshouse::sandbox
