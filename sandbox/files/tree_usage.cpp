#include "sandbox/files/tree_usage.h"

#include <vector>

namespace glasshouse::sandbox {

namespace {

// Adds the entries of one folder, and leaves the folders among them to be looked into.
void addFolder(const HostTree &tree, const TreePath &folder, Usage &usage, std::vector<TreePath> &folders)
{
    auto reader = tree.openFolder(folder);
    if (!reader)
        return;
    for (auto entry = reader->peek(); entry && *entry; reader->advance(), entry = reader->peek()) {
        const FolderEntry &found = **entry;
        if (found.name == "." || found.name == "..")
            continue;
        ++usage.files;
        if (found.kind == EntryKind::Folder)
            folders.push_back(folder.child(found.name));
        else if (found.kind == EntryKind::Regular)
            usage.bytes += tree.attributes(folder.child(found.name)).value_or(Attributes{}).size;
    }
}

} // namespace

Usage usageOf(const HostTree &tree, const std::stop_token &stop)
{
    Usage usage;
    std::vector<TreePath> folders{TreePath()};
    while (!folders.empty() && !stop.stop_requested()) {
        const TreePath folder = std::move(folders.back());
        folders.pop_back();
        addFolder(tree, folder, usage, folders);
    }
    return usage;
}

} // namespace glasshouse::sandbox
