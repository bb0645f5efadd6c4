// Entries of an open folder that the host has told and the kernel has not asked for yet: it asks for a page
// at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace glasshouse::guest {

struct ListedName
{
    std::uint64_t number = 0; // of the host's file
    std::uint64_t next = 0;   // the offset behind it
    std::uint8_t type = 0;    // DT_REG and so on
    std::string name;
};

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
    // The next ones, as many as fit into `most` bytes of records, each of which has `head` bytes before its
    // name.
    [[nodiscard]] std::vector<ListedName> take(std::size_t most, std::size_t head);

private:
    std::uint64_t m_offset = 0;
    std::string m_rest; // as 9P has it
};

} // namespace glasshouse::guest
