#include "sandbox/guest/folder_nodes.h"

#include <algorithm>

namespace glasshouse::guest {

FolderNodes::FolderNodes()
{
    m_nodes.emplace(root, FolderNode{rootFid, {}, 1, {root, "/"}});
}

FolderNode *FolderNodes::find(NodeId id)
{
    const auto found = m_nodes.find(id);
    return found == m_nodes.end() ? nullptr : &found->second;
}

Fid FolderNodes::newFid()
{
    if (m_freeFids.empty())
        return m_nextFid++;
    const Fid fid = m_freeFids.back();
    m_freeFids.pop_back();
    return fid;
}

std::optional<NodeId> FolderNodes::at(NodeId folder, std::string_view name) const
{
    const auto found = m_places.find({folder, std::string(name)});
    return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

NodeId FolderNodes::lookUp(NodeId folder, std::string_view name, const FileIdentity &identity, Fid &fid)
{
    const std::pair place(folder, std::string(name));
    if (const auto known = m_places.find(place); known != m_places.end()) {
        FolderNode &node = m_nodes.at(known->second);
        if (node.identity == identity) {
            ++node.lookups;
            return known->second;
        }
        removed(folder, name); // another file has come to this place
    }
    const NodeId id = m_nextNode++;
    m_nodes.emplace(id, FolderNode{fid, identity, 1, place});
    m_places.emplace(place, id);
    fid = rootFid;
    return id;
}

bool FolderNodes::forget(NodeId id, std::uint64_t lookups, Fid &fid)
{
    FolderNode *node = find(id);
    if (!node || id == root)
        return false;
    node->lookups -= std::min(lookups, node->lookups);
    if (node->lookups > 0)
        return false;
    fid = node->fid;
    if (node->hasName())
        m_places.erase(node->place);
    m_nodes.erase(id);
    return true;
}

void FolderNodes::removed(NodeId folder, std::string_view name)
{
    const auto found = m_places.find({folder, std::string(name)});
    if (found == m_places.end())
        return;
    m_nodes.at(found->second).place = {};
    m_places.erase(found);
}

void FolderNodes::renamed(NodeId folder, std::string_view name, NodeId newFolder, std::string_view newName)
{
    removed(newFolder, newName);
    const auto found = m_places.find({folder, std::string(name)});
    if (found == m_places.end())
        return;
    const NodeId id = found->second;
    m_places.erase(found);
    m_nodes.at(id).place = {newFolder, std::string(newName)};
    m_places.emplace(m_nodes.at(id).place, id);
}

} // namespace glasshouse::guest
