// What the guest's kernel knows of a mounted folder: the files and folders that it has looked up.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace glasshouse::guest {

using NodeId = std::uint64_t; // the kernel's name for a node; never used twice
using Fid = std::uint32_t;    // the host's name for one, and for an open file

struct FileIdentity // of the host's file
{
    std::uint8_t type = 0;
    std::uint64_t number = 0;

    bool operator==(const FileIdentity &) const = default;
};

struct FolderNode
{
    Fid fid = 0;
    FileIdentity identity;
    std::uint64_t lookups = 0;            // answers that named it, which the kernel takes back by FUSE_FORGET
    std::pair<NodeId, std::string> place; // its folder, and its name there; no name: it has none left
    std::vector<Fid> open = {};
    bool isListed = false; // the kernel heard of it by a listing last, and may use the name without asking

    [[nodiscard]] bool hasName() const { return !place.second.empty(); }
    // For questions about the file itself, which may have been removed or replaced while it is open.
    [[nodiscard]] Fid self() const { return open.empty() ? fid : open.back(); }
    // For changes of it: not by an open file, which may be open for less than that, as long as it has a name.
    [[nodiscard]] Fid changeable() const { return hasName() ? fid : self(); }
};

class FolderNodes
{
public:
    static constexpr NodeId root = 1;
    static constexpr Fid rootFid = 0;

    FolderNodes();

    [[nodiscard]] FolderNode *find(NodeId id);
    [[nodiscard]] std::size_t size() const { return m_nodes.size(); }

    [[nodiscard]] Fid newFid();
    void freeFid(Fid fid) { m_freeFids.push_back(fid); } // the host has been told before it is used again

    [[nodiscard]] std::optional<NodeId> at(NodeId folder, std::string_view name) const;
    // The node at this place, named once more. Takes `fid` for a new one; `fid` is to be freed if it is still
    // its caller's after that.
    [[nodiscard]] NodeId lookUp(NodeId folder, std::string_view name, const FileIdentity &identity, Fid &fid);
    // True if nobody knows it any more: then it is gone, and its fid, left in `fid`, is to be freed.
    [[nodiscard]] bool forget(NodeId id, std::uint64_t lookups, Fid &fid);
    void removed(NodeId folder, std::string_view name);
    void renamed(NodeId folder, std::string_view name, NodeId newFolder, std::string_view newName);

private:
    using Place = std::pair<NodeId, std::string>;
    struct PlaceHash
    {
        std::size_t operator()(const Place &place) const
        {
            return std::hash<std::string>()(place.second) ^ std::hash<NodeId>()(place.first) << 1;
        }
    };

    std::unordered_map<NodeId, FolderNode> m_nodes;
    std::unordered_map<Place, NodeId, PlaceHash> m_places;
    std::vector<Fid> m_freeFids;
    NodeId m_nextNode = root + 1;
    Fid m_nextFid = rootFid + 1;
};

} // namespace glasshouse::guest
