// What a mount's tree holds, against its quota.
#pragma once

#include "sandbox/files/export.h"
#include "sandbox/files/host_file.h"

#include <QElapsedTimer>

#include <functional>
#include <map>

namespace glasshouse::sandbox {

struct TreeUsage
{
    std::uint64_t bytes = 0;
    std::uint64_t files = 0;
    std::size_t longestPath = 0; // bytes

    bool operator==(const TreeUsage &) const = default;
};

// The host changes the tree too (it clears /output between calls), so before anything is refused the tree is
// counted again, if that was not done a moment ago.
class QuotaMeter
{
public:
    using Count =
        std::function<std::optional<TreeUsage>()>; // of all that has a name in the tree, if it can be known

    QuotaMeter(const Quota &quota, Count count) : m_quota(quota), m_count(std::move(count)) {}

    [[nodiscard]] const Quota &quota() const { return m_quota; }
    [[nodiscard]] bool isLimited() const { return m_quota.bytes != 0 || m_quota.files != 0; }
    [[nodiscard]] std::optional<TreeUsage> usage();

    [[nodiscard]] Outcome<void> takeBytes(std::uint64_t bytes);
    [[nodiscard]] Outcome<void> takeFile();
    void giveBackBytes(std::uint64_t bytes);
    void giveBackFile();

    // A removed file holds its bytes until it is closed for the last time. `file` stays where it is until
    // then.
    void opened(const FileIdentity &identity, const HostFile &file);
    void closed(const FileIdentity &identity, const HostFile &file);
    void removed(const Attributes &file);

private:
    void countAgain();
    [[nodiscard]] std::uint64_t removedBytes() const;
    [[nodiscard]] bool hasRoomFor(const TreeUsage &more) const;
    [[nodiscard]] Outcome<void> take(const TreeUsage &more);

    Quota m_quota;
    Count m_count;
    std::optional<TreeUsage> m_usage; // none before the first count
    std::multimap<FileIdentity, const HostFile *> m_open;
    QElapsedTimer m_sinceCount;
    qint64 m_countMs = 0; // what the last count took
};

} // namespace glasshouse::sandbox
