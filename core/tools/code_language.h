// The languages a sandbox runs, and the names that models use for them.
#pragma once

#include <QString>
#include <QStringList>

namespace glasshouse {

[[nodiscard]] QStringList codeLanguages(); // python, bash, javascript, typescript

// "py" -> "python", "SH" -> "bash"; an unknown name comes back in lower case.
[[nodiscard]] QString canonicalLanguage(const QString &name);

} // namespace glasshouse
