#include "core/model/project_layout.h"

#include <QDir>
#include <QFileInfo>
#include <QStringBuilder>

#include <algorithm>

namespace glasshouse::project_layout {

QStringList filesOf(const QString &projectFolder, const PartLayout &part)
{
    const QDir folder(projectFolder % u'/' % part.folder);
    auto names =
        folder.entryList({u'*' % part.suffix},
                         QDir::Files | QDir::Hidden | QDir::System | QDir::CaseSensitive, QDir::Unsorted);
    std::sort(names.begin(), names.end());
    return names;
}

bool staysInside(const QString &projectFolder, const QString &path)
{
    const auto root = QFileInfo(projectFolder).canonicalFilePath();
    const auto real = QFileInfo(path).canonicalFilePath();
    return !root.isEmpty() && (real == root || real.startsWith(root.endsWith(u'/') ? root : root % u'/'));
}

} // namespace glasshouse::project_layout
