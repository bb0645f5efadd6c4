// Where in a JSON text a JSON pointer (RFC 6901) points to.
#pragma once

#include <QByteArray>
#include <QString>

namespace glasshouse {

// The line (from 1) on which the value at `pointer` starts; the line of its nearest ancestor if it is absent;
// 0 if `text` is not valid JSON.
[[nodiscard]] qsizetype lineOfPointer(const QByteArray &text, const QString &pointer);

} // namespace glasshouse
