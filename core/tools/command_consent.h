// What a person agrees to with a command of a project: its words, and the files that they name as they are
// now.
#pragma once

#include <QStringList>

namespace glasshouse {

// Changes when a word changes, or a file that one of them names below `folder` (or anywhere, by its whole
// path): as a whole ("tools/x.py"), after a sign ("--config=x.json"), in a line for a shell, or the way an
// interpreter finds it ("-m tools.x", "tools/x" for tools/x.js). What these files load is not covered: nobody
// can know it.
[[nodiscard]] QString commandConsentHash(const QStringList &command, const QString &folder);

} // namespace glasshouse
