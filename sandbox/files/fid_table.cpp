#include "sandbox/files/fid_table.h"

namespace glasshouse::sandbox {

SharedFile *Fid::file()
{
    const auto *opened = std::get_if<SharedFilePtr>(&open);
    return opened ? opened->get() : nullptr;
}

Outcome<Fid *> FidTable::find(std::uint32_t number)
{
    const auto found = m_fids.find(number);
    if (found == m_fids.end())
        return failure(Errno::BadFid);
    return &found->second;
}

Outcome<void> FidTable::add(std::uint32_t number, TreePath path, EntryKind kind)
{
    if (m_fids.size() >= maxFids || m_pathBytes + path.text().size() > maxPathBytes)
        return failure(Errno::TooManyFiles, "The sandbox looks at too many files of the mount at once.");
    m_pathBytes += path.text().size();
    m_fids.emplace(number, Fid{std::move(path), kind});
    return {};
}

Outcome<void> FidTable::mayOpen() const
{
    if (m_open >= maxOpen)
        return failure(Errno::TooManyFiles, "The sandbox has too many files of the mount open at once.");
    return {};
}

void FidTable::open(Fid &fid, SharedFilePtr file)
{
    fid.open = std::move(file);
    ++m_open;
}

void FidTable::open(Fid &fid, FolderReader folder)
{
    fid.open = std::move(folder);
    ++m_open;
}

void FidTable::setPath(Fid &fid, TreePath path, EntryKind kind)
{
    m_pathBytes += path.text().size() - fid.path.text().size(); // wraps around and back
    fid.path = std::move(path);
    fid.kind = kind;
}

void FidTable::remove(std::uint32_t number)
{
    const auto found = m_fids.find(number);
    if (found == m_fids.end())
        return;
    m_pathBytes -= found->second.path.text().size();
    m_open -= found->second.isOpen() ? 1 : 0;
    m_fids.erase(found);
}

void FidTable::clear()
{
    m_fids.clear();
    m_pathBytes = 0;
    m_open = 0;
}

void FidTable::renamed(const TreePath &from, const TreePath &to)
{
    for (auto &[number, fid] : m_fids)
        if (fid.path.isWithin(from))
            setPath(fid, fid.path.moved(from, to), fid.kind);
}

} // namespace glasshouse::sandbox
