// Entries of an open folder that the host has told and the kernel has not asked for yet: it asks for a page
// at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace glasshouse::guest {

class FolderListing
{
public:
    FolderListing() = default;
    // Of 9P's Rreaddir: the entries behind `offset`.
    FolderListing(std::uint64_t offset, std::string_view reply);

    [[nodiscard]] bool continuesAt(std::uint64_t offset) const
    {
        return !m_rest.empty() && offset == m_offset;
    }
    // The next entries as FUSE's records, as many as fit.
    [[nodiscard]] std::string take(std::size_t most);

private:
    std::uint64_t m_offset = 0;
    std::string m_rest; // as 9P has it
};

} // namespace glasshouse::guest
