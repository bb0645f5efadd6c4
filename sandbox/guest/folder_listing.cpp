#include "sandbox/guest/folder_listing.h"

#include "sandbox/guest/p9_client.h"

#include <linux/fuse.h>

namespace glasshouse::guest {

FolderListing::FolderListing(std::uint64_t offset, std::string_view reply) : m_offset(offset)
{
    P9Fields fields(reply);
    m_rest = fields.bytes(fields.u32());
}

std::vector<ListedName> FolderListing::take(std::size_t most, std::size_t head)
{
    std::vector<ListedName> names;
    P9Fields entries(m_rest);
    std::size_t left = m_rest.size();
    std::size_t size = 0;
    while (!entries.isAtEnd()) {
        ListedName entry;
        [[maybe_unused]] const auto qid = entries.bytes(1 + 4);
        entry.number = entries.u64();
        entry.next = entries.u64();
        entry.type = entries.u8();
        entry.name = entries.bytes(entries.u16());
        size += FUSE_DIRENT_ALIGN(head + entry.name.size());
        if (size > most)
            break;
        m_offset = entry.next;
        left = entries.left();
        names.push_back(std::move(entry));
    }
    m_rest.erase(0, m_rest.size() - left);
    return names;
}

} // namespace glasshouse::guest
