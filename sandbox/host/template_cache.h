// The folder of templates, kept small: what programs use now stays, and of the rest what was used last.
#pragma once

#include "sandbox/host/descriptor.h"

#include <QFileInfo>

#include <memory>

namespace glasshouse::sandbox {

// While it lives, no program removes the template folder or initramfs that it was made for.
class CacheUse
{
public:
    // Null if there is nothing at `path`, or another program is just removing it.
    [[nodiscard]] static std::shared_ptr<const CacheUse> of(const QString &path);

private:
    explicit CacheUse(Descriptor lock) : m_lock(std::move(lock)) {}

    Descriptor m_lock; // a shared flock(2), which ends with the program however that ends
};

// A file or a folder; not if some program has a CacheUse of it.
void removeUnlessUsed(const QFileInfo &entry);

class TemplateCache
{
public:
    static constexpr int Most = 3; // of a kind; a template takes some 300 MB

    explicit TemplateCache(QString folder) : m_folder(std::move(folder)) {}

    // Removes templates and initramfs files beyond the `Most` used last, and what killed programs left. Takes
    // as long as the file system does: not for the main thread.
    void tidy() const;
    // But for those in use, which a later tidy() takes; with them goes what was saved of sandboxes that ran
    // from them. Not for the main thread either.
    void removeTemplatesOf(const QString &image) const;

private:
    QString m_folder;
};

} // namespace glasshouse::sandbox
