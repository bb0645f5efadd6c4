// One folder of a tree as a person looks at it.
#pragma once

#include "sandbox/files/host_tree.h"

#include <QString>
#include <QVector>

#include <stop_token>

namespace glasshouse::sandbox {

struct TreeEntry
{
    QString name;
    EntryKind kind = EntryKind::Other;
    quint64 size = 0; // of a regular file

    bool operator==(const TreeEntry &) const = default;
};

struct TreeListing
{
    QVector<TreeEntry> entries; // by name
    qint64 more = 0;            // that are not among them

    bool operator==(const TreeListing &) const = default;
};

// The first `most` entries by name. Of a folder without end only a part is read. No link is followed.
[[nodiscard]] Outcome<TreeListing> listingOf(const HostTree &tree, const TreePath &folder, qsizetype most,
                                             const std::stop_token &stop);

} // namespace glasshouse::sandbox
