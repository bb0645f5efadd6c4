#include "sandbox/files/tree_listing.h"

#include <algorithm>
#include <vector>

namespace glasshouse::sandbox {

namespace {

constexpr std::size_t mostNames = 100'000; // read of one folder

struct Named
{
    std::string name;
    EntryKind kind = EntryKind::Other;

    bool operator<(const Named &other) const { return name < other.name; }
};

Outcome<std::vector<Named>> namesOf(FolderReader &reader, const std::stop_token &stop)
{
    std::vector<Named> names;
    while (names.size() < mostNames && !stop.stop_requested()) {
        const auto entry = reader.peek();
        if (!entry)
            return tl::unexpected(entry.error());
        if (!*entry)
            break;
        if ((*entry)->name != "." && (*entry)->name != "..")
            names.push_back({std::string((*entry)->name), (*entry)->kind});
        reader.advance();
    }
    return names;
}

// What is gone meanwhile, or may not be looked at, has no size.
quint64 sizeOf(const HostTree &tree, const TreePath &path, EntryKind kind)
{
    const auto attributes = kind == EntryKind::Regular ? tree.attributes(path) : failure(Errno::Invalid);
    return attributes ? attributes->size : 0;
}

} // namespace

Outcome<TreeListing> listingOf(const HostTree &tree, const TreePath &folder, qsizetype most,
                               const std::stop_token &stop)
{
    auto reader = tree.openFolder(folder);
    if (!reader)
        return tl::unexpected(std::move(reader.error()));
    auto names = namesOf(*reader, stop);
    if (!names)
        return tl::unexpected(std::move(names.error()));
    const auto shown = std::min(names->size(), static_cast<std::size_t>(most));
    const auto end = names->begin() + static_cast<std::ptrdiff_t>(shown);
    std::partial_sort(names->begin(), end, names->end());
    TreeListing listing;
    listing.more = static_cast<qint64>(names->size() - shown);
    for (auto entry = names->begin(); entry != end && !stop.stop_requested(); ++entry) {
        listing.entries.append({QString::fromStdString(entry->name), entry->kind,
                                sizeOf(tree, folder.child(entry->name), entry->kind)});
    }
    return listing;
}

} // namespace glasshouse::sandbox
