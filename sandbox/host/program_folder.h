// A folder that belongs to one running program and goes with it: what a killed program left is removed by the
// next.
#pragma once

#include "core/base/result.h"

#include <QLockFile>

#include <memory>

namespace glasshouse::sandbox {

class ProgramFolder
{
public:
    // Removes the folders of ended programs below `parent`, then makes one of its own there.
    [[nodiscard]] static Result<std::unique_ptr<ProgramFolder>> create(const QString &parent);
    ~ProgramFolder();

    // What programs that were killed left below `parent`; create() does this too.
    static void removeAbandoned(const QString &parent);

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    explicit ProgramFolder(const QString &path);

    QString m_path;
    QLockFile m_lock; // beside the folder, so that the folder can be removed or renamed under it
};

// Lock files (QLockFile) in `folder` whose owners are gone.
void removeAbandonedLocks(const QString &folder);

} // namespace glasshouse::sandbox
