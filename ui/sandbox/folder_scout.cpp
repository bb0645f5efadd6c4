#include "ui/sandbox/folder_scout.h"

#include <QStringList>

namespace glasshouse::ui {

namespace {

sandbox::TreePath pathOf(const QString &path)
{
    sandbox::TreePath found;
    for (const QString &name : path.split(u'/', Qt::SkipEmptyParts))
        found = found.child(name.toStdString());
    return found;
}

} // namespace

FolderScout::FolderScout(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

FolderScout::~FolderScout()
{
    m_stop.request_stop();
    m_pool.clear();
    m_pool.waitForDone();
}

void FolderScout::list(const QString &root, const QString &path)
{
    m_pool.start([this, root, path, stop = m_stop.get_token()] {
        const auto tree = sandbox::HostTree::open(root.toStdString());
        auto listing = tree.and_then([&](const sandbox::HostTree &opened) {
            return sandbox::listingOf(opened, pathOf(path), MostEntries, stop);
        });
        const auto tell = [this, root, path, found = std::move(listing)] {
            if (found)
                Q_EMIT listed(root, path, *found);
            else
                Q_EMIT unlisted(root, path);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

void FolderScout::measure(const QString &root)
{
    m_pool.start([this, root, stop = m_stop.get_token()] {
        std::optional<sandbox::TreeUsage> usage;
        if (const auto tree = sandbox::HostTree::open(root.toStdString()))
            usage = sandbox::usageOf(*tree, {}, stop, MostCounted);
        QMetaObject::invokeMethod(
            this, [this, root, usage] { Q_EMIT measured(root, usage); }, Qt::QueuedConnection);
    });
}

} // namespace glasshouse::ui
