// Looks into folders of this machine as a sandbox would see them: off the main thread, within bounds, and
// following no link.
#pragma once

#include "sandbox/files/tree_listing.h"
#include "sandbox/files/tree_usage.h"

#include <QObject>
#include <QThreadPool>

#include <optional>

namespace glasshouse::ui {

class FolderScout : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MostEntries = 2'000;       // of one folder
    static constexpr std::uint64_t MostCounted = 100'000; // files of one tree

    explicit FolderScout(QObject *parent = nullptr);
    ~FolderScout() override; // waits for the system call in progress, if any

    // `path` is below `root`, empty for itself; listed() or unlisted() follows.
    void list(const QString &root, const QString &path);
    // measured() follows.
    void measure(const QString &root);

Q_SIGNALS:
    void listed(const QString &root, const QString &path, const glasshouse::sandbox::TreeListing &listing);
    void unlisted(const QString &root, const QString &path); // it is gone, or may not be read
    // TreeUsage::files beyond MostCounted: there are more. None if it cannot be known.
    void measured(const QString &root, const std::optional<glasshouse::sandbox::TreeUsage> &usage);

private:
    QThreadPool m_pool;
    std::stop_source m_stop;
};

} // namespace glasshouse::ui
