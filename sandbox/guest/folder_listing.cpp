#include "sandbox/guest/folder_listing.h"

#include "sandbox/guest/p9_client.h"

#include <linux/fuse.h>

namespace glasshouse::guest {

FolderListing::FolderListing(std::uint64_t offset, std::string_view reply) : m_offset(offset)
{
    P9Fields fields(reply);
    m_rest = fields.bytes(fields.u32());
}

std::string FolderListing::take(std::size_t most)
{
    std::string records;
    P9Fields entries(m_rest);
    std::size_t left = m_rest.size();
    while (!entries.isAtEnd()) {
        [[maybe_unused]] const auto qid = entries.bytes(1 + 4);
        fuse_dirent record{};
        record.ino = entries.u64();
        record.off = entries.u64();
        record.type = entries.u8();
        const std::string_view name = entries.bytes(entries.u16());
        record.namelen = static_cast<std::uint32_t>(name.size());
        if (records.size() + FUSE_DIRENT_ALIGN(FUSE_NAME_OFFSET + name.size()) > most)
            break;
        records.append(reinterpret_cast<const char *>(&record), FUSE_NAME_OFFSET);
        records += name;
        records.resize(FUSE_DIRENT_ALIGN(records.size()));
        m_offset = record.off;
        left = entries.left();
    }
    m_rest.erase(0, m_rest.size() - left);
    return records;
}

} // namespace glasshouse::guest
