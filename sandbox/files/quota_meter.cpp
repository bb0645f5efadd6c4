#include "sandbox/files/quota_meter.h"

#include <algorithm>

namespace glasshouse::sandbox {

namespace {

constexpr qint64 restMs = 500;   // between two counts, at least
constexpr qint64 restRatio = 20; // times what a count takes, so that a guest cannot keep the host counting

bool fits(std::uint64_t used, std::uint64_t more, std::uint64_t limit)
{
    return limit == 0 || (used <= limit && more <= limit - used);
}

void subtract(std::uint64_t &from, std::uint64_t amount)
{
    from -= std::min(from, amount); // less is counted than there was if the host added files meanwhile
}

} // namespace

std::optional<TreeUsage> QuotaMeter::usage()
{
    if (!m_usage)
        countAgain();
    return m_usage;
}

Outcome<void> QuotaMeter::takeBytes(std::uint64_t bytes)
{
    return take({bytes, 0, 0});
}

Outcome<void> QuotaMeter::takeFile()
{
    return take({0, 1, 0});
}

void QuotaMeter::giveBackBytes(std::uint64_t bytes)
{
    if (m_usage)
        subtract(m_usage->bytes, bytes);
}

void QuotaMeter::giveBackFile()
{
    if (m_usage)
        subtract(m_usage->files, 1);
}

void QuotaMeter::opened(const FileIdentity &identity, const HostFile &file)
{
    m_open.emplace(identity, &file);
}

void QuotaMeter::closed(const FileIdentity &identity, const HostFile &file)
{
    const auto [first, last] = m_open.equal_range(identity);
    const auto found = std::find_if(first, last, [&](const auto &entry) { return entry.second == &file; });
    if (found != last)
        m_open.erase(found);
    if (!isLimited() || m_open.contains(identity))
        return;
    if (const auto attributes = file.attributes(); attributes && attributes->links == 0)
        giveBackBytes(attributes->size);
}

void QuotaMeter::removed(const Attributes &file)
{
    giveBackFile();
    if (file.kind == EntryKind::Regular && (file.links > 1 || !m_open.contains(file.identity)))
        giveBackBytes(file.size);
}

// Keeps the old figures if there are no new ones: a guest that uses up what counting needs gains nothing by
// it.
void QuotaMeter::countAgain()
{
    m_sinceCount.start();
    if (const auto counted = m_count()) {
        m_usage = counted;
        m_usage->bytes += removedBytes();
    }
    m_countMs = m_sinceCount.restart();
}

std::uint64_t QuotaMeter::removedBytes() const
{
    std::uint64_t bytes = 0;
    for (auto entry = m_open.begin(); entry != m_open.end(); entry = m_open.upper_bound(entry->first)) {
        const auto attributes = entry->second->attributes();
        bytes += attributes && attributes->links == 0 ? attributes->size : 0;
    }
    return bytes;
}

bool QuotaMeter::hasRoomFor(const TreeUsage &more) const
{
    return m_usage && (more.bytes == 0 || fits(m_usage->bytes, more.bytes, m_quota.bytes)) &&
           (more.files == 0 || fits(m_usage->files, more.files, m_quota.files));
}

Outcome<void> QuotaMeter::take(const TreeUsage &more)
{
    if (!isLimited() || more == TreeUsage())
        return {};
    const bool isFresh =
        m_sinceCount.isValid() && !m_sinceCount.hasExpired(std::max(restMs, restRatio * m_countMs));
    if (!hasRoomFor(more) && !isFresh)
        countAgain();
    if (!m_usage)
        return failure(Errno::NoSpace, "It cannot be told how full the mount is.");
    if (!hasRoomFor(more))
        return failure(Errno::NoSpace, more.bytes ? "The mount is full: its quota of bytes is used up."
                                                  : "The mount is full: its quota of files is used up.");
    m_usage->bytes += more.bytes;
    m_usage->files += more.files;
    return {};
}

} // namespace glasshouse::sandbox
